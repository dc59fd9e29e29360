import { procFiles, type ProcFile } from "../simulator/proc/procFile";
import type { RunResult } from "../simulator/scenario/run";
import type { RunProgress, ScenarioRun } from "../simulator/scenario/scenarioRun";
import { compareRuns, type Comparison, type Runs } from "./compareRuns";
import type { RunInput } from "./job";

/** What the simulator panel shows: a run, beside another where there is something to compare. */
export interface Study {
  readonly before?: RunResult;
  readonly after: RunResult;
  readonly causes: Comparison["causes"];
  readonly untried: Comparison["untried"];
  /** What there is to be read on the simulated machine. */
  readonly files: readonly ProcFile[];
}

/** Makes one run, or two and what makes their difference. */
export function* makeStudy(
  before: RunInput | undefined,
  after: RunInput,
  runs: Runs,
): Generator<RunProgress, Study, undefined> {
  let last: ScenarioRun | undefined;
  const watched: Runs = function* (input) {
    const run = yield* runs(input);
    if (input === after) last = run;
    return run;
  };
  if (before) {
    const comparison = yield* compareRuns(before, after, watched);
    return { ...comparison, files: last ? procFiles(last.topology) : [] };
  }
  const run = yield* runs(after);
  return { after: run.result(), causes: {}, untried: [], files: procFiles(run.topology) };
}
