// @ts-check
// Runs the host tests once: node hostChild.mjs node|web WORKSPACE SCRIPT
import { runTests } from "@vscode/test-electron";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "../lib/project.mjs";
import { findDesktop } from "../vscode/desktop.mjs";
import { launcherExecutable } from "../vscode/launcher.mjs";
import { quietSettings, writeSettings } from "../vscode/settings.mjs";

const [host, workspace = "", extensionTestsPath = ""] = process.argv.slice(2);
const desktop = host === "web" ? { reason: "the web host runs in a browser" } : await findDesktop();
console.log(desktop.executable ? `In ${desktop.executable}` : `In the VS Code server: ${desktop.reason}`);
const profile = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-profile-"));
try {
  await writeSettings(path.join(profile, "User"), quietSettings);
  await runTests({
    vscodeExecutablePath: desktop.executable ?? (await launcherExecutable()),
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath,
    launchArgs: [
      workspace,
      `--user-data-dir=${profile}`,
      `--extensions-dir=${path.join(profile, "extensions")}`,
      ...(host === "web" ? ["--extensionDevelopmentKind=web"] : []),
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(profile, { recursive: true, force: true, maxRetries: 3 });
}
