// @ts-check
import { spawn } from "node:child_process";

/**
 * Opens an address in the user's browser. That it cannot be done is no error: the address is printed, too.
 * @param {string} url
 */
export function openBrowser(url) {
  const [command, ...args] = opener(url);
  if (command === undefined) return;
  const child = spawn(command, args, { detached: true, stdio: "ignore", windowsHide: true });
  child.on("error", () => undefined);
  child.unref();
}

/** @param {string} url */
function opener(url) {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  return ["xdg-open", url];
}
