import { createKnowledge } from "../knowledge/knowledge";
import type { KnowledgeData } from "../knowledge/types";
import { ScenarioRun } from "../simulator/scenario/scenarioRun";
import type { ScenarioLibrary } from "../simulator/scenario/types";
import { allDefaults } from "./settings";

/** By then a run has asked for what it depends on. */
const enoughEvents = 50_000;

/**
 * Tries out which sysctls each scenario asks for, on the newest kernel and with its defaults; for the build, because it
 * takes a while. Throws `ScenarioError` for a scenario that does not run.
 */
export function findDependencies(library: ScenarioLibrary, data: KnowledgeData): Record<string, readonly string[]> {
  const kernel = data.newestKernel;
  const defaults = new Map(Object.entries(allDefaults(createKnowledge(data), kernel)));
  const defaultOf = (name: string): string | undefined => defaults.get(name);
  return Object.fromEntries(
    library.scenarios.map((scenario) => {
      const run = new ScenarioRun(library, scenario, { kernel, seed: 1, sysctls: defaults, defaultOf });
      run.advance(enoughEvents);
      const ignored = new Set(run.result().ignoredSysctls);
      return [scenario.id, [...defaults.keys()].filter((name) => !ignored.has(name)).sort()];
    }),
  );
}
