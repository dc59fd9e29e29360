import type { Sample, Watched } from "./watch";

/** Samples older than this are forgotten. */
export const keptMs = 10 * 60_000;

/** Samples further apart belong to different stretches of looking: nothing is known of the time between. */
const longestStepMs = 5000;

/** What was sampled, with one more sample; what is too old is left out. */
export function withSample(history: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...history.filter(({ atMs }) => atMs > sample.atMs - keptMs && atMs < sample.atMs), sample];
}

/** A counter over time, for a chart. */
export interface WatchSeries {
  /** Seconds before the last sample, the last at 0. */
  readonly times: readonly number[];
  /** Per second where it is a rate; `null` where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly limits: readonly (number | null)[];
}

/** A counter's course: its growth per second, or its level. A gap in the samples is one in the line. */
export function seriesOf(history: readonly Sample[], { id, shows }: Pick<Watched, "id" | "shows">): WatchSeries {
  const end = history.at(-1)?.atMs ?? 0;
  const times: number[] = [];
  const values: (number | null)[] = [];
  const limits: (number | null)[] = [];
  const add = (atMs: number, value: number | null, limit: number | null): void => {
    times.push((atMs - end) / 1000);
    values.push(value);
    limits.push(limit);
  };
  for (const [index, sample] of history.entries()) {
    const before = history[index - 1];
    const isGap = before !== undefined && sample.atMs - before.atMs > longestStepMs;
    if (isGap) add(before.atMs + 1, null, null);
    const value = shows === "level" ? sample.values[id] : isGap ? undefined : rateOf(before, sample, id);
    add(sample.atMs, value ?? null, sample.limits[id] ?? null);
  }
  return { times, values, limits };
}

/** Growth per second; nothing where the counter has wrapped or began anew. */
function rateOf(before: Sample | undefined, after: Sample, id: string): number | undefined {
  const [from, to] = [before?.values[id], after.values[id]];
  if (!before || from === undefined || to === undefined || to < from) return undefined;
  return ((to - from) * 1000) / (after.atMs - before.atMs);
}

/** What is told of a counter in words. */
export interface WatchFigures {
  /** The newest: per second, or the level. */
  readonly now: number | undefined;
  /** As the kernel counts it. */
  readonly total: number | undefined;
  readonly limit: number | undefined;
  /** How much it grew, or the largest level, within what is kept. */
  readonly grown: number | undefined;
  readonly peak: number | undefined;
}

/** The figures of a counter; all `undefined` where the host does not have it. */
export function figuresOf(history: readonly Sample[], watched: Pick<Watched, "id" | "shows">): WatchFigures {
  const { values } = seriesOf(history, watched);
  const known = values.filter((value) => value !== null);
  const held = history.flatMap(({ values: { [watched.id]: value } }) => (value === undefined ? [] : [value]));
  const [first, last] = [held[0], held.at(-1)];
  return {
    now: values.at(-1) ?? undefined,
    total: history.at(-1)?.values[watched.id],
    limit: history.at(-1)?.limits[watched.id],
    grown: first === undefined || last === undefined || last < first ? undefined : last - first,
    peak: known.length === 0 ? undefined : Math.max(...known),
  };
}

/** All samples as a table of comma-separated values: time, then each counter as the kernel counts it. */
export function csvOf(history: readonly Sample[], ids: readonly string[]): string {
  const rows = history.map(({ atMs, values }) => [new Date(atMs).toISOString(), ...ids.map((id) => String(values[id] ?? ""))]); // prettier-ignore
  return [["time", ...ids], ...rows].map((row) => `${row.map(csvField).join(",")}\n`).join("");
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
