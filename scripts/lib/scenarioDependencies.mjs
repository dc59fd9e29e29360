// @ts-check
import { importSource } from "./importSource.mjs";

/**
 * The sysctls that each scenario's run asks for, found out by the simulator itself.
 * @param {import("../../src/core/simulator/scenario/types").ScenarioLibrary} library
 * @param {import("../../src/core/knowledge/types").KnowledgeData} data
 * @returns {Promise<Record<string, readonly string[]>>}
 */
export async function scenarioDependencies(library, data) {
  const { findDependencies } = await importSource("core", "simulation", "findDependencies.ts");
  return findDependencies(library, data);
}
