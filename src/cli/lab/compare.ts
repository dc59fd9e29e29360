import { parseKernelVersion } from "../../core/knowledge/kernelVersion";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { RunResult } from "../../core/simulator/scenario/run";
import { runScenario } from "../../core/simulator/scenario/scenarioRun";
import type { ScenarioLibrary } from "../../core/simulator/scenario/types";
import { defaultsOf, findScenario } from "../scenarios";
import { agrees } from "./agreement";
import { LabError } from "./labError";
import { scenarios, type LabResult } from "./runLab";

/** What the simulator says of a case that was measured. */
export interface Comparison {
  readonly predicted: RunResult["observed"];
  /** Names of what was both foretold and measured, and came out otherwise, by more than chance. */
  readonly differences: readonly string[];
  /** Names of what came out a little otherwise, but no further off than the kernel is from itself. */
  readonly near: readonly string[];
  /** Names of what the kernel chooses at random; they are not compared. */
  readonly chosen: readonly string[];
}

/** Simulates a case with the parameters it was measured with, on the same kernel. */
export function compare(
  { scenario: id, kernel: release, params, observed }: LabResult,
  library: ScenarioLibrary,
  knowledge: Knowledge,
): Comparison {
  const scenario = findScenario(library, id);
  const kernel = parseKernelVersion(release);
  if (!scenario || !kernel) throw new LabError(`there is no simulation of ${id} on Linux ${release}`);
  const set = new Map(
    Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
  const options = { kernel, seed: 1, set, defaultOf: defaultsOf(knowledge, kernel) };
  const { observed: predicted } = runScenario(library, scenario, options);
  const lab = scenarios.find((one) => one.id === id);
  const chosen = scenario.observe.filter(({ varies }) => varies).map(({ name }) => name);
  const differences = scenario.observe
    .filter((spec) => {
      const [foretold, measured] = [predicted[spec.name], observed[spec.name]];
      if (foretold === undefined || chosen.includes(spec.name) || agrees(spec, foretold, measured)) return false;
      return measured === undefined || lab?.agrees?.(spec.name, foretold, measured, params) !== true;
    })
    .map(({ name }) => name);
  const near = Object.keys(predicted).filter(
    (name) =>
      ![...differences, ...chosen].includes(name) && JSON.stringify(predicted[name]) !== JSON.stringify(observed[name]),
  );
  return { predicted, differences, near, chosen };
}
