// @ts-check
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { benchDir } from "../lib/project.mjs";

const DOWNLOAD_LIMIT_MS = 3 * 60_000;
const PINNED_VERSION = "1.106.1";

/**
 * How a desktop VS Code can be had: its program, or the reason why there is none.
 * @typedef {{ executable: string, reason?: undefined } | { executable?: undefined, reason: string }} Desktop
 */

/**
 * Finds an installed desktop VS Code or downloads one. NETSTACK_LENS_VSCODE=server says not to look,
 * =desktop that there must be one.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<Desktop>}
 */
export async function findDesktop({ log = console.log } = {}) {
  const wish = process.env["NETSTACK_LENS_VSCODE"];
  if (wish !== undefined && wish !== "" && wish !== "desktop" && wish !== "server") {
    throw new Error(`NETSTACK_LENS_VSCODE is "${wish}"; it may be "desktop" or "server".`);
  }
  if (wish === "server") return { reason: "NETSTACK_LENS_VSCODE=server." };
  const desktop = await lookEverywhere(log);
  if (wish === "desktop" && desktop.executable === undefined) {
    throw new Error(`NETSTACK_LENS_VSCODE=desktop, but there is none: ${desktop.reason}`);
  }
  return desktop;
}

/**
 * @param {(line: string) => void} log
 * @returns {Promise<Desktop>}
 */
async function lookEverywhere(log) {
  if (!hasDisplay()) return { reason: "there is no display for a desktop VS Code." };
  const installed = installedDesktop();
  if (installed !== undefined) return { executable: installed };
  return download(log);
}

/** Whether a window could be shown at all. */
export function hasDisplay() {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/**
 * The program behind the `code` command. The command itself returns at once and leaves a program
 * behind that we could not end, so it is no use.
 * @returns {string | undefined}
 */
function installedDesktop() {
  const names = process.platform === "win32" ? ["code.cmd"] : ["code"];
  const commands = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((dir) => names.map((name) => path.join(dir, name)))
    .filter((file) => existsSync(file));
  return commands.flatMap(programsBehind).find((file) => existsSync(file));
}

/** @param {string} command */
function programsBehind(command) {
  const bin = path.dirname(realpathSync(command));
  if (process.platform === "win32") return [path.join(bin, "..", "Code.exe")];
  if (process.platform === "darwin") {
    const contents = path.resolve(bin, "..", "..", "..");
    return ["Code", "Electron"].map((name) => path.join(contents, "MacOS", name));
  }
  const resources = path.join(bin, "..", "resources", "app");
  return existsSync(resources) ? [path.join(bin, "..", "code")] : [];
}

/**
 * @param {(line: string) => void} log
 * @returns {Promise<Desktop>}
 */
async function download(log) {
  log(`Looking for VS Code ${PINNED_VERSION} to download …`);
  const { downloadAndUnzipVSCode, SilentReporter } = await import("@vscode/test-electron");
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const tooLong = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("it took too long")), DOWNLOAD_LIMIT_MS);
  });
  try {
    const executable = await Promise.race([
      downloadAndUnzipVSCode({
        version: PINNED_VERSION,
        cachePath: benchDir,
        reporter: new SilentReporter(),
        timeout: 20_000,
      }),
      tooLong,
    ]);
    return { executable: String(executable) };
  } catch (error) {
    return { reason: `VS Code could not be downloaded (${error instanceof Error ? error.message : error}).` };
  } finally {
    clearTimeout(timer);
  }
}
