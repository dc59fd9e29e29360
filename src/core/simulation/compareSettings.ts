import type { RunProgress } from "../simulator/scenario/scenarioRun";
import { compareRuns, type Comparison, type Runs } from "./compareRuns";
import type { RunInput } from "./job";

export { isSame, type Comparison } from "./compareRuns";

/** A scenario as the kernel comes and with its sysctls, and which of these make the difference. */
export function compareSettings(input: RunInput, runs: Runs): Generator<RunProgress, Comparison, undefined> {
  return compareRuns({ ...input, sysctls: {} }, input, runs);
}
