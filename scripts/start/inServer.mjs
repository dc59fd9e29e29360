// @ts-check
import { randomBytes } from "node:crypto";
import path from "node:path";
import { linkExtension } from "../vscode/linkExtension.mjs";
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
