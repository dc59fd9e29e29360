// @ts-check
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inProject, projectRoot } from "./project.mjs";
import { yamlParser } from "./yamlParser.mjs";

/**
 * A module of the core for the use of a script: what the product judges by, the build judges by as well.
 * @param {readonly string[]} place below src/
 * @returns {Promise<any>}
 */
export async function importSource(...place) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-build-"));
  const outfile = path.join(scratch, "module.mjs");
  try {
    await build({
      entryPoints: [inProject("src", ...place)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "browser",
      logLevel: "warning",
      plugins: [yamlParser(projectRoot)],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
