// @ts-check
import { createHash } from "node:crypto";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { installOnce } from "../lib/installOnce.mjs";
import { npm } from "../lib/npm.mjs";
import { benchDir, inProject } from "../lib/project.mjs";
import { bundledNode, needsBundledNode } from "./serverNode.mjs";

const packageDir = inProject("scripts", "vscode", "server-package");
const serverDir = path.join(benchDir, "server");
const INSTALL_LIMIT_MS = 8 * 60_000;

/**
 * An installed VS Code server: `main` is the script to run and `node` the Node to run it with.
 * @typedef {{ node: string, main: string }} InstalledServer
 */

/**
 * Installs the pinned VS Code server, or finds it installed.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<InstalledServer>}
 */
export async function installServer({ log = console.log } = {}) {
  const lock = await readFile(path.join(packageDir, "package-lock.json"));
  const withNode = needsBundledNode();
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = [hash, process.platform, process.arch, withNode ? "with-node" : "own-node"].join(" ");
  await installOnce({ dir: serverDir, stamp, install: (dir) => fill(dir, withNode, log) });
  return {
    node: withNode ? await bundledNode(serverDir) : process.execPath,
    main: path.join(vscodeFolder(serverDir), "out", "server-main.js"),
  };
}

/**
 * @param {string} dir
 * @param {boolean} withNode
 * @param {(line: string) => void} log
 */
async function fill(dir, withNode, log) {
  const quiet = ["--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"];
  log("Installing the VS Code server (600 MB, once; half a minute on a fast line) …");
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    await cp(path.join(packageDir, name), path.join(dir, name));
  }
  const omit = withNode ? [] : ["--omit=optional"];
  await npm(["ci", ...omit, ...quiet], { cwd: dir, timeoutMs: INSTALL_LIMIT_MS });
  if (withNode) await bundledNode(dir);
  // The npm-shrinkwrap.json the server comes with pins its own packages. It lacks one (a peer's tslib),
  // which `npm ci` would refuse.
  await npm(["install", "--no-save", "--omit=dev", ...quiet], { cwd: vscodeFolder(dir), timeoutMs: INSTALL_LIMIT_MS });
}

/** @param {string} dir */
function vscodeFolder(dir) {
  return path.join(dir, "node_modules", "code-server", "lib", "vscode");
}
