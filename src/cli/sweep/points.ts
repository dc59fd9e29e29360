import { UsageError } from "../command";

/** A parameter and the values it takes in turn. */
export interface Varied {
  readonly name: string;
  readonly values: readonly string[];
}

const mostValues = 100_000;

/** `key=a,b,c`, `key=1..10`, `key=0..100+10` by steps, `key=1..1000*2` by a factor. */
export function variedOf(text: string): Varied {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  const written = text.slice(at + 1).trim();
  if (name === "") throw new UsageError(`--vary ${text}: NAME=VALUES is needed, such as backlog=1,5,10 or backlog=1..100*2`); // prettier-ignore
  return { name, values: rangeOf(written, text) ?? written.split(",").map((value) => value.trim()) };
}

function rangeOf(written: string, text: string): string[] | undefined {
  const match = /^(-?\d{1,15})\.\.(-?\d{1,15})(?:([*+])(\d{1,9}(?:\.\d{1,6})?))?$/.exec(written);
  if (!match) return undefined;
  const [, from = "", to = "", by = "+", step = "1"] = match;
  const [first, last, factor] = [Number(from), Number(to), Number(step)];
  const isRising = by === "+" ? factor > 0 : factor > 1 && first > 0;
  if (!isRising || first > last)
    throw new UsageError(`--vary ${text}: a range rises, by a factor from a number above 0`);
  const values: number[] = [];
  for (let value = first; value <= last; value = by === "+" ? value + factor : value * factor) {
    if (values.length >= mostValues) throw new UsageError(`--vary ${text}: more than ${mostValues} values`);
    const whole = Math.round(value);
    if (whole !== values[values.length - 1]) values.push(whole);
  }
  return values.map(String);
}

/** One run of a sweep. */
export interface Job {
  /** An id or a file. */
  readonly scenario: string;
  readonly kernel: string | undefined;
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  /** Whatever somebody wants to know it by. */
  readonly id?: string | number | undefined;
}

/** Everything a sweep combines. */
export interface Grid {
  readonly scenario: string;
  readonly kernels: readonly (string | undefined)[];
  readonly varied: readonly Varied[];
  readonly set: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Runs of each point, with one seed after the other. */
  readonly runs: number;
}

const mostRuns = 10_000_000;

/** How many runs that makes. Throws for too many. */
export function countOf({ kernels, varied, runs }: Grid): number {
  const count = varied.reduce((product, { values }) => product * values.length, kernels.length * runs);
  if (count > mostRuns) throw new UsageError(`${count} runs are more than ${mostRuns}`);
  return count;
}

/** Every combination, the last `--vary` changing fastest. */
export function* jobsOf(grid: Grid): Generator<Job, void> {
  const { scenario, kernels, varied, runs, seed } = grid;
  for (let number = 0; number < countOf(grid); number++) {
    let rest = Math.floor(number / runs);
    const set: Record<string, string> = { ...grid.set };
    for (const { name, values } of [...varied].reverse()) {
      set[name] = values[rest % values.length] ?? "";
      rest = Math.floor(rest / values.length);
    }
    yield { scenario, kernel: kernels[rest], seed: seed + (number % runs), set };
  }
}
