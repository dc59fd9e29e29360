// @ts-check
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { onEndSignal } from "../lib/shutdown.mjs";
import { readableLine } from "./consoleLines.mjs";
import { startServer } from "./server.mjs";
import { openWorkbench } from "./workbench.mjs";

/**
 * @typedef {object} ServerRun
 * @property {'node' | 'web'} host
 * @property {string} workspace
 * @property {string} extensionPath
 * @property {string} testsPath
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {number} timeoutMs for the tests themselves, once the window stands
 */

/**
 * Runs a test module in an extension host of the VS Code server, before a headless browser.
 * The answer is the module's exit code; what the console said is printed when it is not 0.
 * A run that never reports is ended and counts as failed.
 * @param {ServerRun} job
 * @returns {Promise<number>}
 */
export async function runInServer({ timeoutMs, settings = {}, ...job }) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-server-"));
  /** @type {(() => Promise<void>)[]} */
  const closers = [() => rm(scratch, { recursive: true, force: true, maxRetries: 3 })];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  onEndSignal(closeAll);
  /** @type {string[]} */
  const lines = [];
  try {
    const server = await startServer({
      dataDir: path.join(scratch, "data"),
      extensionsDir: path.join(scratch, "extensions"),
      testing: true,
      userSettings: settings,
    });
    closers.push(server.stop);
    const code = await outcome(job, server, timeoutMs, lines, closers);
    if (code !== 0) console.error(lines.join("\n"));
    return code;
  } finally {
    await closeAll();
  }
}

/**
 * @param {Omit<ServerRun, 'timeoutMs' | 'settings'>} job
 * @param {import('./server.mjs').RunningServer} server
 * @param {number} timeoutMs
 * @param {string[]} lines
 * @param {(() => Promise<void>)[]} closers
 * @returns {Promise<number>}
 */
async function outcome(job, server, timeoutMs, lines, closers) {
  /** @type {(code: number) => void} */
  let report = () => undefined;
  /** @type {Promise<number>} */
  const reported = new Promise((resolve) => (report = resolve));
  const workbench = await openWorkbench({
    ...job,
    server,
    onConsole: (line) => {
      const readable = readableLine(line);
      if (readable) lines.push(readable);
    },
    onTestsEnd: report,
  });
  closers.push(workbench.close);

  /** @param {string} why */
  const giveUp = (why) => {
    lines.push(why);
    report(1);
  };
  const timer = setTimeout(giveUp, timeoutMs, `The tests did not report within ${timeoutMs / 1000} s.`);
  workbench.page.on("crash", () => giveUp("The browser’s page crashed."));
  workbench.browser.on("disconnected", () => giveUp("The browser ended before the tests did."));
  void server.ended.then(() => giveUp("The VS Code server ended before the tests did."));
  const code = await reported;
  clearTimeout(timer);
  return code;
}
