// @ts-check
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inProject, projectRoot } from "./project.mjs";
import { yamlParser } from "./yamlParser.mjs";

/**
 * The sysctls that each scenario's run asks for, found out by the simulator itself.
 * @param {import("../../src/core/simulator/scenario/types").ScenarioLibrary} library
 * @param {import("../../src/core/knowledge/types").KnowledgeData} data
 * @returns {Promise<Record<string, readonly string[]>>}
 */
export async function scenarioDependencies(library, data) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-build-"));
  const outfile = path.join(scratch, "findDependencies.mjs");
  try {
    await build({
      entryPoints: [inProject("src", "core", "simulation", "findDependencies.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "browser",
      logLevel: "warning",
      plugins: [yamlParser(projectRoot)],
    });
    const { findDependencies } = await import(pathToFileURL(outfile).href);
    return findDependencies(library, data);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
