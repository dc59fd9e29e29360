// @ts-check
import path from "node:path";
import { projectRoot } from "../lib/project.mjs";
import { spawnGroup } from "../lib/processes.mjs";
import { quietSettings, writeSettings } from "../vscode/settings.mjs";

/**
 * Opens a desktop VS Code of its own profile that develops the extension. Resolves with its exit code
 * when its window is closed.
 * @param {{ executable: string, profile: string, workspace: string, openFile: string }} options
 * @returns {Promise<number>}
 */
export async function runInDesktop({ executable, profile, workspace, openFile }) {
  const userData = path.join(profile, "desktop");
  await writeSettings(path.join(userData, "User"), quietSettings);
  const args = [
    workspace,
    openFile,
    `--extensionDevelopmentPath=${projectRoot}`,
    `--user-data-dir=${userData}`,
    `--extensions-dir=${path.join(profile, "extensions")}`,
    "--new-window",
    "--disable-workspace-trust",
    "--skip-welcome",
    "--skip-release-notes",
    "--disable-updates",
    // Chromium refuses to sandbox itself for root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  // Inherited from a terminal inside VS Code, these would make the new one a plain Node or a mere helper.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
  return new Promise((resolve) => {
    const child = spawnGroup(executable, args, { env, stdio: "ignore" });
    child.once("error", () => resolve(-1));
    child.once("exit", (code) => resolve(code ?? -1));
  });
}
