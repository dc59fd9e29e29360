import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { projectRoot } from "../support/knowledge";
import { needsNamespace } from "./support/namespace";

const program = path.join(projectRoot, "dist/cli.js");

/** Starts a lab and waits until all its processes run: the lab, one a namespace, and the one with the idle socket. */
async function startLab(): Promise<{ lab: ChildProcess; ended: Promise<Ending>; processes: readonly number[] }> {
  const lab = spawn(process.execPath, [program, "lab", "accept-queue", "--set", "connections=300"], { stdio: "pipe" });
  let err = "";
  lab.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const ended = new Promise<Ending>((resolve) => lab.once("exit", (status, signal) => resolve({ status, signal, err: () => err }))); // prettier-ignore
  const isReady = (pids: readonly number[]): boolean => pids.some((pid) => commandLine(pid).includes("@idle"));
  let processes: readonly number[] = [];
  while (!isReady(processes) && lab.exitCode === null) {
    await setTimeout(2);
    processes = descendants(lab.pid ?? 0);
  }
  assert.equal(processes.length, 3, "two namespaces and an idle socket");
  return { lab, ended, processes };
}

interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: () => string;
}

/** Processes below another. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const commandLine = (pid: number): string => readIfThere(`/proc/${pid}/cmdline`);

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Waits until processes are gone, or long enough. The answer is those that are left. */
async function leftOf(processes: readonly number[]): Promise<readonly number[]> {
  const isThere = (pid: number): boolean => commandLine(pid).includes("lab");
  for (let tries = 0; tries < 500 && processes.some(isThere); tries++) await setTimeout(10);
  return processes.filter(isThere);
}

describe("a lab that ends early", () => {
  before(function () {
    needsNamespace(this);
  });

  const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGKILL: null } as const;
  for (const [signal, expected] of Object.entries(statuses)) {
    it(`leaves nothing after ${signal}`, async () => {
      const devices = readFileSync("/proc/net/dev", "utf8").split("\n").length;
      const { lab, ended, processes } = await startLab();
      lab.kill(signal as keyof typeof statuses);
      const { status } = await ended;
      assert.equal(status, expected);
      assert.deepEqual(await leftOf(processes), []);
      assert.equal(readFileSync("/proc/net/dev", "utf8").split("\n").length, devices);
    });
  }

  it("leaves nothing after the crash of one of its processes, and says so", async () => {
    const { ended, processes } = await startLab();
    process.kill(processes[0] ?? 0, "SIGKILL");
    const { status, err } = await ended;
    assert.equal(status, 2);
    assert.match(err(), /a process of the lab (?:ended early|is gone)/);
    assert.deepEqual(await leftOf(processes), []);
  });
});

describe("a lab that cannot be", () => {
  before(function () {
    needsNamespace(this);
  });

  /** Runs a lab that finds only some programs. */
  function runWith(programs: readonly string[], ...args: readonly string[]): { status: number | null; err: string } {
    const folder = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-path-"));
    try {
      for (const name of programs) {
        const found = (process.env["PATH"] ?? "").split(":").map((one) => path.join(one, name)).find(existsSync); // prettier-ignore
        symlinkSync(found ?? name, path.join(folder, name));
      }
      const env = { ...process.env, PATH: folder };
      const { status, stderr } = spawnSync(process.execPath, [program, "lab", ...args], { env, encoding: "utf8" });
      return { status, err: stderr };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("says which program is missing", () => {
    assert.match(runWith([], "accept-queue").err, /unshare \(util-linux\) cannot run/);
    assert.match(runWith(["unshare"], "accept-queue").err, /ip is needed and not there/);
    const { status, err } = runWith(["unshare", "ip"], "receive-backlog", "--set", "packets=1");
    assert.match(err, /tc is needed and not there/);
    assert.equal(status, 2);
    assert.match(runWith(["unshare", "ip", "tc"], "receive-backlog", "--set", "napis=1").err, /ethtool is needed/);
  });

  it("says what the kernel refuses", () => {
    const refusal = runWith(["unshare", "ip"], "accept-queue", "--set", "net.core.somaxconn=-1");
    assert.equal(refusal.status, 2);
    assert.match(refusal.err, /net\.core\.somaxconn = -1 is refused: EINVAL/);
  });

  it("never writes a key of the machine", () => {
    const { status, err } = runWith([], "udp-receive-buffer", "--set", "net.core.rmem_max=4097");
    assert.equal(status, 2);
    assert.match(err, /exists once for the machine and a lab never writes it; it is \d+ now/);
  });
});
