// @ts-check
import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { inProject, projectRoot } from "../lib/project.mjs";

/**
 * Installs this very folder as an extension. Installed extensions are folders of this name; a link is as good, and a new build needs no copying.
 * @param {string} extensionsDir
 */
export async function linkExtension(extensionsDir) {
  const { publisher, name, version } = JSON.parse(await readFile(inProject("package.json"), "utf8"));
  await mkdir(extensionsDir, { recursive: true });
  // "junction" is for Windows, where other links need special rights; elsewhere it means nothing.
  await symlink(projectRoot, path.join(extensionsDir, `${publisher}.${name}-${version}`), "junction");
}
