import type { RunResult } from "../simulator/scenario/run";
import type { RunProgress, ScenarioRun } from "../simulator/scenario/scenarioRun";
import type { RunInput } from "./job";

/** Two runs of a scenario, and which of their differences is the cause of which other. */
export interface Comparison {
  readonly before: RunResult;
  readonly after: RunResult;
  /**
   * For each parameter or sysctl that alone makes a difference: what would be observed if it were as before, where that
   * is something else.
   */
  readonly causes: Readonly<Record<string, RunResult["observed"]>>;
  /** Those that were not tried one by one, because that would have taken long. */
  readonly untried: readonly string[];
}

export type Runs = (input: RunInput) => Generator<RunProgress, ScenarioRun, undefined>;

/** Beyond this many events, or differences, nothing is run once more for each. */
const cheapEvents = 3_000_000;
const mostDifferences = 12;

/** Runs a scenario twice, then puts back what differs one at a time. */
export function* compareRuns(
  before: RunInput,
  after: RunInput,
  runs: Runs,
): Generator<RunProgress, Comparison, undefined> {
  const first = (yield* runs(before)).result();
  const run = yield* runs(after);
  const second = run.result();
  const none = { before: first, after: second, causes: {}, untried: [] };
  const changed = differences(before, after).filter((name) => !second.ignoredSysctls.includes(name));
  if (changed.length === 0 || isSame(first.observed, second.observed)) return none;
  const isCheap = run.progress.events * changed.length <= cheapEvents && changed.length <= mostDifferences;
  if (!isCheap && changed.length > 1) return { ...none, untried: changed };
  const causes: Record<string, RunResult["observed"]> = {};
  for (const name of changed) {
    const without = changed.length === 1 ? first : (yield* runs(putBack(name, before, after))).result();
    const differing = Object.entries(without.observed).filter(([figure, value]) => !isSame(value, second.observed[figure])); // prettier-ignore
    if (differing.length > 0) causes[name] = Object.fromEntries(differing);
  }
  return { ...none, causes };
}

/** What one run is given and the other is not, or otherwise. */
function differences(before: RunInput, after: RunInput): readonly string[] {
  const names = [before, after].flatMap(({ set, sysctls }) => [...Object.keys(set), ...Object.keys(sysctls)]);
  return [...new Set(names)].filter((name) => valueIn(before, name) !== valueIn(after, name));
}

function valueIn({ set, sysctls, defaults }: RunInput, name: string): string | undefined {
  return own(set, name) ?? own(sysctls, name) ?? own(defaults, name);
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The later run with one value as it was before. */
function putBack(name: string, before: RunInput, after: RunInput): RunInput {
  const withOne = (values: RunInput["set"], earlier: RunInput["set"]): RunInput["set"] => {
    const others = Object.entries(values).filter(([other]) => other !== name);
    const value = own(earlier, name);
    return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
  };
  const { library, scenario, kernel, seed, defaults } = after;
  // Nothing of it is recorded.
  return { library, scenario, kernel, seed, defaults, set: withOne(after.set, before.set), sysctls: withOne(after.sysctls, before.sysctls) }; // prettier-ignore
}

/** Whether two figures, or records of them, are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
