import type { Job } from "./points";

/** A job somebody has written, or what is wrong with the line. */
export type JobLine = Job | { readonly error: string; readonly line: number };

/** Longer than any job; a bound so that a wrong file cannot exhaust the memory. */
const longestLine = 1_000_000;

/** Reads jobs from a stream of JSON Lines: `{"scenario": "accept-queue", "set": {"backlog": 5}, "seed": 1, "kernel": "6.1"}`. */
export async function* readJobs(input: AsyncIterable<Buffer | string>): AsyncGenerator<JobLine, void> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = "";
  for await (const chunk of input) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine + 1);
    for (const line of lines) yield* jobOf(line, ++number);
  }
  yield* jobOf(rest, ++number);
}

function* jobOf(line: string, number: number): Generator<JobLine, void> {
  if (line.trim() === "") return;
  yield (
    parseJob(line) ?? { error: 'no job: {"scenario": …, "set": {…}, "seed": …, "kernel": …} is needed', line: number }
  );
}

function parseJob(line: string): Job | undefined {
  if (line.length > longestLine) return undefined;
  const { scenario, set = {}, seed = 1, kernel, id } = parseObject(line);
  const isSeed = typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;
  const isKernel = kernel === undefined || typeof kernel === "string";
  const isId = id === undefined || typeof id === "string" || typeof id === "number";
  if (typeof scenario !== "string" || !isSeed || !isKernel || !isId || typeof set !== "object" || set === null)
    return undefined;
  const values = Object.entries(set);
  if (!values.every(([, value]) => value === null || ["string", "number", "boolean"].includes(typeof value)))
    return undefined;
  const written = values.map(([name, value]) => [name, value === null ? "" : String(value)]);
  return { scenario, kernel, seed, set: Object.fromEntries(written) as Record<string, string>, id };
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
