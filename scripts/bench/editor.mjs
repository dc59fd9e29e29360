// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { linkExtension } from "../vscode/linkExtension.mjs";
import { startServer } from "../vscode/server.mjs";
import { openWorkbench } from "../vscode/workbench.mjs";

/** For extension hosts and language services that are still starting. */
const SETTLE_MS = 5000;

/**
 * What a window needs: files of its workspace by name, and the keys that call commands at once, without the palette.
 * @typedef {{ files?: Readonly<Record<string, string>>, keys: readonly { key: string, command: string, args?: unknown }[] }} Preparation
 */

/**
 * Starts a real VS Code with the built extension, does some work in windows of it and ends it.
 * @template Result
 * @param {Preparation} preparation
 * @param {(inWindow: <Answer>(act: (page: import("playwright-core").Page) => Promise<Answer>) => Promise<Answer>) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function inEditor({ files = {}, keys }, work) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-bench-"));
  const workspace = path.join(scratch, "workspace");
  const extensionsDir = path.join(scratch, "extensions");
  const userDir = path.join(scratch, "data", "data", "User");
  try {
    for (const folder of [workspace, userDir]) await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(workspace, name), text);
    await writeFile(path.join(userDir, "keybindings.json"), JSON.stringify(keys));
    await linkExtension(extensionsDir);
    const server = await startServer({ dataDir: path.join(scratch, "data"), extensionsDir });
    try {
      return await work(async (act) => {
        const workbench = await openWorkbench({ server, workspace });
        try {
          await workbench.page.waitForTimeout(SETTLE_MS);
          return await act(workbench.page);
        } finally {
          await workbench.close();
        }
      });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}
