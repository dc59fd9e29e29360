// @ts-check
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { npm } from "./npm.mjs";
import { projectRoot } from "./project.mjs";

const OLDEST_NODE = [20, 19];

/**
 * Makes sure the project's own packages are there and are the locked ones; a no-op when they are.
 * Needs nothing but Node, so it may run on a fresh clone.
 * @param {{ root?: string, log?: (line: string) => void }} [options]
 */
export async function ensureDependencies({ root = projectRoot, log = console.log } = {}) {
  checkNode(process.versions.node);
  const stampFile = path.join(root, "node_modules", ".netstack-lens-lock");
  const wanted = createHash("sha256")
    .update(await readFile(path.join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === wanted) return;
  log("Installing dependencies (npm ci) …");
  await npm(["ci", "--ignore-scripts", "--no-fund", "--no-audit"], { cwd: root });
  await writeFile(stampFile, wanted);
}

/**
 * Throws when this Node is too old for the tools we use.
 * @param {string} version like "20.19.0"
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `Netstack Lens needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${version}. ` +
      "Install a current one from https://nodejs.org and run the command again.",
  );
}
