// @ts-check
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Settings that keep a fresh VS Code from greeting, asking and phoning: what we look at is ours. */
export const quietSettings = Object.freeze({
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "security.workspace.trust.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "update.mode": "none",
  "telemetry.telemetryLevel": "off",
  "git.openRepositoryInParentFolders": "never",
});

/**
 * Writes a `settings.json` into `dir`.
 * @param {string} dir
 * @param {Readonly<Record<string, unknown>>} settings
 */
export async function writeSettings(dir, settings) {
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, "settings.json"), JSON.stringify(settings, undefined, 2));
}
