// @ts-check
import { spawn, spawnSync } from "node:child_process";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * Leaders of process groups we started and have not ended. The system's table of processes is one for all
 * of us, so this list may be, too.
 * @type {Set<ChildProcess>}
 */
const leaders = new Set();
let endsOnExit = false;

/**
 * Starts a program in a process group of its own, so that it can be ended together with all it starts.
 * The group also ends when this process does.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {ChildProcess}
 */
export function spawnGroup(command, args, options) {
  if (!endsOnExit) process.on("exit", () => leaders.forEach((leader) => signalGroup(leader, "SIGKILL")));
  endsOnExit = true;
  const child = spawn(command, args, { ...options, detached: process.platform !== "win32", windowsHide: true });
  if (child.pid !== undefined) leaders.add(child);
  return child;
}

/**
 * Ends a group: politely, then by force after `graceMs`. Resolves when its leader is gone.
 * @param {ChildProcess} leader
 * @param {number} [graceMs]
 */
export async function stopGroup(leader, graceMs = 5000) {
  if (leader.pid !== undefined && leader.exitCode === null && leader.signalCode === null) {
    const gone = new Promise((resolve) => leader.once("exit", resolve));
    signalGroup(leader, "SIGTERM");
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  }
  // The leader may be gone while a grandchild lingers, so the group always hears the last word.
  forgetGroup(leader);
}

/** Ends every group we started. */
export async function stopAllGroups() {
  await Promise.all([...leaders].map((leader) => stopGroup(leader)));
}

/**
 * For a leader that has ended by itself: ends whatever of its group is left.
 * @param {ChildProcess} leader
 */
export function forgetGroup(leader) {
  if (leaders.delete(leader)) signalGroup(leader, "SIGKILL");
}

/**
 * @param {ChildProcess} leader
 * @param {NodeJS.Signals} name
 */
function signalGroup({ pid }, name) {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, name);
  } catch {
    // Already gone, which is what we wanted.
  }
}
