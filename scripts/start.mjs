// @ts-check
// npm start [-- --port N --server --no-open]
// Runs on a fresh clone: only Node itself may be used until the dependencies are there.
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { PortTakenError, claimPort } from "./lib/ports.mjs";
import { stopAllGroups } from "./lib/processes.mjs";
import { benchDir, sampleDir } from "./lib/project.mjs";
import { onEndSignal } from "./lib/shutdown.mjs";
import { USAGE, UsageError, readOptions } from "./start/options.mjs";

/** Tells what is running that its end was asked for, and is no failure. */
const ending = new AbortController();

const SAMPLE_FILE = path.join("sysctl.d", "99-tuning.conf");

/**
 * Builds the extension and opens it in VS Code; resolves when VS Code has ended.
 * @param {import("./start/options.mjs").StartOptions} options
 * @param {string} profile a folder for this run only
 */
async function start(options, profile) {
  if (options.port !== 0) await claimPort(options.port);
  await ensureDependencies();
  console.log("Building …");
  const { build } = await import("./build.mjs");
  await build({ production: false });

  const workspace = path.join(benchDir, "sample");
  await rm(workspace, { recursive: true, force: true });
  await cp(sampleDir, workspace, { recursive: true });
  const opening = { profile, workspace, openFile: path.join(workspace, SAMPLE_FILE) };

  if (!options.server && (await openDesktop(opening))) return;
  await openServer({ ...opening, port: options.port }, options.open);
}

/**
 * @param {{ profile: string, workspace: string, openFile: string }} opening
 * @returns {Promise<boolean>} whether there was a desktop VS Code and it ran
 */
async function openDesktop(opening) {
  const { findDesktop } = await import("./vscode/desktop.mjs");
  const desktop = await findDesktop();
  if (desktop.executable === undefined) {
    console.log(`Using the VS Code server: ${desktop.reason}`);
    return false;
  }
  const { runInDesktop } = await import("./start/inDesktop.mjs");
  console.log(`Netstack Lens is ready: ${desktop.executable} opens ${opening.workspace}. Ctrl-C closes it.`);
  const code = await runInDesktop({ ...opening, executable: desktop.executable });
  if (ending.signal.aborted) return true;
  if (code !== 0) console.log(`Using the VS Code server: the desktop VS Code ended with code ${code}.`);
  return code === 0;
}

/**
 * @param {{ port: number, profile: string, workspace: string, openFile: string }} opening
 * @param {boolean} open whether to show it in the user's browser
 */
async function openServer(opening, open) {
  const { startInServer } = await import("./start/inServer.mjs");
  const { hasDisplay } = await import("./vscode/desktop.mjs");
  console.log("Starting the VS Code server …");
  const { server, url } = await startInServer(opening);
  console.log(`Netstack Lens is ready: ${url}`);
  console.log("Open it in a browser on this machine. Ctrl-C ends it.");
  if (open && hasDisplay()) (await import("./start/openBrowser.mjs")).openBrowser(url);
  await server.ended;
  if (!ending.signal.aborted) throw new Error("The VS Code server ended by itself.");
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else await startAndClean(options);
} catch (error) {
  // What we end ourselves may complain on its way out; nobody needs to hear that.
  if (!ending.signal.aborted) report(error);
}

/** @param {unknown} error */
function report(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError || error instanceof PortTakenError ? 2 : 1;
}

/** @param {import("./start/options.mjs").StartOptions} options */
async function startAndClean(options) {
  const profile = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-start-"));
  const clean = async () => {
    await stopAllGroups();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  onEndSignal(
    () => {
      ending.abort();
      return clean();
    },
    { exitCode: 0 },
  );
  try {
    await start(options, profile);
  } finally {
    await clean();
  }
}
