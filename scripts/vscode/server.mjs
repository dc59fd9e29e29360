// @ts-check
import { openSync, closeSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { claimPort } from "../lib/ports.mjs";
import { spawnGroup, stopGroup } from "../lib/processes.mjs";
import { tail } from "../lib/run.mjs";
import { installServer } from "./installServer.mjs";
import { quietSettings, writeSettings } from "./settings.mjs";
import { untilReady } from "./untilReady.mjs";

/**
 * @typedef {object} ServerOptions
 * @property {string} dataDir user data, machine data and logs of this server
 * @property {string} extensionsDir where installed extensions are looked for
 * @property {number} [port] 0 or nothing: any free one
 * @property {string} [token] asked of every visitor; nothing: any local visitor may enter
 * @property {boolean} [testing] lets the page say which extension to develop and which tests to run
 * @property {Readonly<Record<string, unknown>>} [userSettings]
 * @property {Readonly<Record<string, unknown>>} [machineSettings]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {string} [logFile]
 * @property {(line: string) => void} [log] progress, for people
 */

/**
 * @typedef {object} RunningServer
 * @property {number} port
 * @property {string} origin like `http://127.0.0.1:4711`
 * @property {string} authority like `127.0.0.1:4711`, the server's name in `vscode-remote:` addresses
 * @property {string | undefined} token
 * @property {number} pid
 * @property {Promise<void>} ended settles when the server is gone, for whatever reason
 * @property {(settings: Readonly<Record<string, unknown>>) => Promise<void>} writeUserSettings
 * replaces the user's settings; the quiet ones stay
 * @property {() => Promise<void>} stop ends the server and all it started
 */

/**
 * Installs the VS Code server if need be, starts it on the loopback interface and waits until it answers.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options) {
  const installed = await installServer(options.log ? { log: options.log } : {});
  const { dataDir, extensionsDir, token } = options;
  await mkdir(extensionsDir, { recursive: true });
  /** @param {Readonly<Record<string, unknown>>} settings */
  const writeUserSettings = (settings) =>
    writeSettings(path.join(dataDir, "data", "User"), { ...quietSettings, ...settings });
  await writeUserSettings(options.userSettings ?? {});
  await writeSettings(path.join(dataDir, "data", "Machine"), options.machineSettings ?? {});

  const port = await claimPort(options.port ?? 0);
  const logFile = options.logFile ?? path.join(dataDir, "server.log");
  const logHandle = openSync(logFile, "w");
  const child = spawnGroup(installed.node, serverArguments(installed.main, port, options), {
    env: serverEnvironment(options.env),
    stdio: ["pipe", logHandle, logHandle],
  });
  closeSync(logHandle);
  child.stdin?.on("error", () => undefined);

  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const authority = `127.0.0.1:${port}`;
  const origin = `http://${authority}`;
  try {
    await untilReady(`${origin}/version`, ended);
  } catch (error) {
    await stopGroup(child);
    const log = await readFile(logFile, "utf8").catch(() => "(no log)");
    throw new Error(`The VS Code server did not start: ${/** @type {Error} */ (error).message}\n${tail(log)}`);
  }
  return {
    port,
    origin,
    authority,
    token,
    pid: child.pid ?? -1,
    ended,
    writeUserSettings,
    stop: () => stopGroup(child),
  };
}

/**
 * @param {string} main
 * @param {number} port
 * @param {ServerOptions} options
 */
function serverArguments(main, port, { dataDir, extensionsDir, token, testing = false }) {
  return [
    `--import=${new URL("./guard.mjs", import.meta.url).href}`,
    main,
    "--host=127.0.0.1",
    `--port=${port}`,
    ...(token === undefined ? ["--without-connection-token"] : [`--connection-token=${token}`]),
    "--accept-server-license-terms",
    `--server-data-dir=${dataDir}`,
    `--extensions-dir=${extensionsDir}`,
    "--telemetry-level=off",
    "--disable-workspace-trust",
    ...(testing ? ["--enable-smoke-test-driver"] : []),
  ];
}

/**
 * Our own environment without what would make the server believe it runs inside another VS Code.
 * @param {Readonly<Record<string, string>>} [extra]
 */
function serverEnvironment(extra = {}) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}
