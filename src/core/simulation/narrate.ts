import { formatBytes, groupDigits } from "../explain/figures";
import { fill, type Wording } from "../knowledge/wording";
import type { DropPlace } from "../simulator/machine/counters";
import type { RunResult } from "../simulator/scenario/run";
import type { ScenarioLibrary } from "../simulator/scenario/types";
import { dropSeries, type Station, type Vessel } from "../simulator/timeline/station";
import { valueAt, type Series, type Timeline } from "../simulator/timeline/timeline";
import { timeWords } from "./timeWords";

/** One thing that happened, said for people. */
export interface Sentence {
  readonly kind: "full" | "lost" | "squeeze" | "peak" | "none";
  /** The moment it is about; `undefined`: the whole run. */
  readonly atNs?: number;
  readonly text: string;
  /** The counter that tells of it in production, as tools print it. */
  readonly counter?: string;
}

/** What sentences are made with. */
export interface NarrateContext {
  readonly wording: Wording;
  readonly drops: ScenarioLibrary["drops"];
}

/** Queues that were never full of which is told how full they were. */
const mostPeaks = 3;
/** A queue that was less than this full at most is not worth a sentence. */
const leastPeak = 0.25;

/** What happened in a recorded run, in the order of its time. */
export function narrate({ timeline }: RunResult, context: NarrateContext): readonly Sentence[] {
  if (!timeline) return [];
  const levels = new Map(timeline.series.map((series) => [series.name, series]));
  const vessels = timeline.stations.flatMap((station) =>
    station.vessels.flatMap((vessel) => highWater(station, vessel, levels) ?? []),
  );
  const timed = [
    ...vessels.filter(({ isFull }) => isFull).map((mark) => sayFull(mark, context)),
    ...timeline.stations.flatMap((station) => station.drops.flatMap((place) => sayLost(station, place, levels, context) ?? [])),
    ...saySqueezes(timeline, levels, context),
  ].sort((a, b) => (a.atNs ?? 0) - (b.atNs ?? 0)); // prettier-ignore
  const hasLost = timed.some(({ kind }) => kind === "lost");
  const peaks = vessels
    .filter(({ isFull, level, limit }) => !isFull && level >= leastPeak * limit)
    .sort((a, b) => b.level / b.limit - a.level / a.limit)
    .slice(0, mostPeaks);
  const none: Sentence = { kind: "none", text: context.wording["simulator.say.none"] };
  return [...timed, ...(hasLost ? [] : [none]), ...peaks.map((mark) => sayPeak(mark, context))];
}

/** How full a vessel was at most, and when. */
interface HighWater {
  readonly station: Station;
  readonly vessel: Vessel;
  readonly level: number;
  readonly limit: number;
  readonly atNs: number;
  readonly isFull: boolean;
}

function highWater(station: Station, vessel: Vessel, levels: ReadonlyMap<string, Series>): HighWater | undefined {
  const series = levels.get(vessel.level);
  if (!series) return undefined;
  const limits = vessel.limitSeries === undefined ? undefined : levels.get(vessel.limitSeries);
  let most: HighWater | undefined;
  for (const [index, level] of series.values.entries()) {
    const atNs = series.times[index] ?? 0;
    const limit = limits ? valueAt(limits, atNs) : vessel.limit;
    if (limit === undefined || limit <= 0) return undefined;
    if (most && level / limit <= most.level / most.limit) continue;
    most = { station, vessel, level, limit, atNs, isFull: isFull(station, level, limit, levels) };
    // The moment it became full counts, not how far a last packet went beyond.
    if (level >= limit) break;
  }
  return most;
}

/** Bytes rarely come to the limit exactly: where the queue has refused something, the nearest it came counts as full. */
function isFull({ host, drops, vessels }: Station, level: number, limit: number, levels: ReadonlyMap<string, Series>): boolean {
  if (level >= limit) return true;
  const isOnly = vessels.length === 1;
  return isOnly && level >= 0.9 * limit && drops.some((place) => levels.has(dropSeries(host, place)));
} // prettier-ignore

function placeOf({ station, vessel, atNs }: HighWater, wording: Wording): Record<string, string> {
  return {
    time: timeWords(atNs),
    host: station.host,
    station: wording[`simulator.station.${station.kind}`],
    vessel: vessel.label,
  };
}

/** A fill level or limit, with its unit. */
export function amountWords(amount: number, { unit }: Pick<Vessel, "unit">): string {
  return unit === "bytes" ? formatBytes(amount) : groupDigits(amount);
}

function unitWords({ unit }: Vessel, wording: Wording): string {
  // Bytes have theirs with the figure.
  return unit === "bytes" ? "" : wording[`simulator.unit.${unit}`];
}

function sayFull(mark: HighWater, { wording }: NarrateContext): Sentence {
  const { vessel, limit, atNs } = mark;
  const text = fill(wording["simulator.say.full"], {
    ...placeOf(mark, wording),
    limit: amountWords(limit, vessel),
    unit: unitWords(vessel, wording),
  });
  return { kind: "full", atNs, text: tidy(text) };
}

function sayPeak(mark: HighWater, { wording }: NarrateContext): Sentence {
  const { vessel, level, limit, atNs } = mark;
  const text = fill(wording["simulator.say.peak"], {
    ...placeOf(mark, wording),
    level: amountWords(level, vessel),
    limit: amountWords(limit, vessel),
    unit: unitWords(vessel, wording),
  });
  return { kind: "peak", atNs, text: tidy(text) };
}

function sayLost(
  { host }: Station,
  place: DropPlace,
  levels: ReadonlyMap<string, Series>,
  { wording, drops }: NarrateContext,
): Sentence | undefined {
  const series = levels.get(dropSeries(host, place));
  const count = series?.values.at(-1) ?? 0;
  if (!series || count === 0) return undefined;
  const atNs = series.times[series.values.findIndex((value) => value > 0)] ?? 0;
  const { where, counter, command } = drops[place];
  const values = { count: groupDigits(count), host, time: timeWords(atNs), where, counter, command };
  const sentences = [
    fill(wording[count === 1 ? "simulator.say.lostOne" : "simulator.say.lost"], values),
    wording[`simulator.then.${place}`],
    fill(wording["simulator.say.counter"], values),
  ];
  return { kind: "lost", atNs, text: tidy(sentences.join(" ")), counter };
}

function saySqueezes(timeline: Timeline, levels: ReadonlyMap<string, Series>, { wording }: NarrateContext): Sentence[] {
  const cpus = [...new Set(timeline.events.filter(({ kind }) => kind === "time-squeeze" || kind === "ksoftirqd").map(({ where }) => where))]; // prettier-ignore
  return cpus.flatMap((cpu) => {
    const squeezes = levels.get(`${cpu}.softnet.time_squeeze`);
    const first = squeezes?.times[squeezes.values.findIndex((value) => value > 0)];
    const woken = timeline.events.filter(
      (one) => one.kind === "ksoftirqd" && one.where === cpu && one.what === "woken",
    );
    const at = woken[0]?.atNs;
    const say = (id: "simulator.say.squeeze" | "simulator.say.ksoftirqd", count: number, atNs: number): Sentence => ({
      kind: "squeeze",
      atNs,
      text: fill(wording[id], { cpu, count: groupDigits(count), time: timeWords(atNs) }),
    });
    return [
      ...(squeezes && first !== undefined ? [say("simulator.say.squeeze", squeezes.values.at(-1) ?? 0, first)] : []),
      ...(at === undefined ? [] : [say("simulator.say.ksoftirqd", woken.length, at)]),
    ];
  });
}

/** Without a unit there is a blank too many; Chinese has none between sentences. */
function tidy(text: string): string {
  return text.replace(/ (?=[.,，。])/g, "").replace(/(?<=。) /g, "").replace(/ {2,}/g, " "); // prettier-ignore
}
