// @ts-check
import { build } from "esbuild";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inProject } from "../lib/project.mjs";
import { linkExtension } from "../vscode/linkExtension.mjs";
import { startServer } from "../vscode/server.mjs";
import { openWorkbench } from "../vscode/workbench.mjs";

const LIMIT_MS = 120_000;

/**
 * Activates our extension and an empty one in the same Node extension host of a real VS Code, once a run,
 * each first in every other run.
 * @param {number} runs
 * @returns {Promise<{ ours: number, empty: number, first: "ours" | "empty" }[]>} milliseconds of each run
 */
export async function measureActivation(runs) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-bench-"));
  const script = inProject("out", "bench", "activation.js");
  await build({
    entryPoints: [inProject("test", "bench", "activation.host.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const extensionsDir = path.join(scratch, "extensions");
  const driver = path.join(scratch, "driver");
  await linkExtension(extensionsDir);
  await writeExtension(path.join(extensionsDir, "bench.empty-1.0.0"), "empty");
  await writeExtension(driver, "driver");
  const times = [];
  try {
    for (let run = 0; run < runs; run++) {
      const workspace = path.join(scratch, `workspace-${run}`);
      await mkdir(workspace);
      const first = run % 2 === 0 ? "ours" : "empty";
      await writeFile(path.join(workspace, "order"), first === "ours" ? "ours empty" : "empty ours");
      const server = await startServer({ dataDir: path.join(scratch, `data-${run}`), extensionsDir, testing: true });
      try {
        await runOnce(server, workspace, driver, script);
      } finally {
        await server.stop();
      }
      times.push({ ...JSON.parse(await readFile(path.join(workspace, "times.json"), "utf8")), first });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  return times;
}

/**
 * An extension that does nothing.
 * @param {string} folder
 * @param {string} name
 */
async function writeExtension(folder, name) {
  await mkdir(folder, { recursive: true });
  const manifest = { name, publisher: "bench", version: "1.0.0", engines: { vscode: "^1.106.0" }, main: "./main.js" };
  await writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({ ...manifest, activationEvents: ["onCommand:none"] }),
  );
  await writeFile(path.join(folder, "main.js"), "exports.activate = () => {};\n");
}

/**
 * @param {import("../vscode/server.mjs").RunningServer} server
 * @param {string} workspace
 * @param {string} extensionPath
 * @param {string} testsPath
 */
async function runOnce(server, workspace, extensionPath, testsPath) {
  /** @type {string[]} */
  const lines = [];
  /** @type {(code: number) => void} */
  let end = () => undefined;
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => (end = resolve));
  const timer = setTimeout(() => end(-1), LIMIT_MS);
  const workbench = await openWorkbench({
    server,
    workspace,
    extensionPath,
    testsPath,
    onTestsEnd: end,
    onConsole: (line) => lines.push(line),
  });
  const code = await ended;
  clearTimeout(timer);
  await workbench.close();
  if (code !== 0) throw new Error(`the activation run ended with ${code}\n${lines.slice(-20).join("\n")}`);
}
