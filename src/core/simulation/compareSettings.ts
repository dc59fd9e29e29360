import type { RunResult } from "../simulator/scenario/run";
import type { RunProgress, ScenarioRun } from "../simulator/scenario/scenarioRun";
import type { RunInput } from "./job";

/** A scenario as the kernel comes, and with some settings. */
export interface Comparison {
  readonly before: RunResult;
  readonly after: RunResult;
  /** For each setting that alone makes a difference: what would be observed without it, where that is something else. */
  readonly causes: Readonly<Record<string, RunResult["observed"]>>;
  /** Settings that were not tried one by one, because that would have taken long. */
  readonly untried: readonly string[];
}

type Runs = (input: RunInput) => Generator<RunProgress, ScenarioRun, undefined>;

/** Beyond this many events, or settings, nothing is run once more for each setting. */
const cheapEvents = 3_000_000;
const mostSettings = 12;

/** Runs a scenario without and with its sysctls, then leaves these out one at a time. */
export function* compareSettings(input: RunInput, runs: Runs): Generator<RunProgress, Comparison, undefined> {
  const before = (yield* runs({ ...input, sysctls: {} })).result();
  const run = yield* runs(input);
  const after = run.result();
  const changed = Object.keys(input.sysctls).filter(
    (name) => !after.ignoredSysctls.includes(name) && input.sysctls[name] !== input.defaults[name],
  );
  if (changed.length === 0 || isSame(before.observed, after.observed))
    return { before, after, causes: {}, untried: [] };
  const isCheap = run.progress.events * changed.length <= cheapEvents && changed.length <= mostSettings;
  if (!isCheap && changed.length > 1) return { before, after, causes: {}, untried: changed };
  const causes: Record<string, RunResult["observed"]> = {};
  for (const name of changed) {
    const others = Object.fromEntries(Object.entries(input.sysctls).filter(([other]) => other !== name));
    const without = changed.length === 1 ? before : (yield* runs({ ...input, sysctls: others })).result();
    const differing = Object.entries(without.observed).filter(
      ([figure, value]) => !isSame(value, after.observed[figure]),
    );
    if (differing.length > 0) causes[name] = Object.fromEntries(differing);
  }
  return { before, after, causes, untried: [] };
}

/** Whether two figures, or records of them, are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
