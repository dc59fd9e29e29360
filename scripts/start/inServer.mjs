// @ts-check
import { randomBytes } from "node:crypto";
import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { inProject, projectRoot } from "../lib/project.mjs";
import { startServer } from "../vscode/server.mjs";
import { workbenchUrl } from "../vscode/workbenchUrl.mjs";

/**
 * Starts the VS Code server with the extension installed from this folder.
 * The address holds a random token: nobody else on this machine can enter without it.
 * @param {{ port: number, profile: string, workspace: string, openFile: string }} options
 */
export async function startInServer({ port, profile, workspace, openFile }) {
  const extensionsDir = path.join(profile, "extensions");
  await linkExtension(extensionsDir);
  const server = await startServer({
    port,
    token: randomBytes(16).toString("hex"),
    dataDir: path.join(profile, "server"),
    extensionsDir,
  });
  return { server, url: workbenchUrl({ server, workspace, openFile }) };
}

/**
 * Installed extensions are folders of this name; a link is as good, and a new build needs no copying.
 * @param {string} extensionsDir
 */
async function linkExtension(extensionsDir) {
  const { publisher, name, version } = JSON.parse(await readFile(inProject("package.json"), "utf8"));
  await mkdir(extensionsDir, { recursive: true });
  // "junction" is for Windows, where other links need special rights; elsewhere it means nothing.
  await symlink(projectRoot, path.join(extensionsDir, `${publisher}.${name}-${version}`), "junction");
}
