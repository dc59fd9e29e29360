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
  const limitAt = (ns: number): number => (limits ? valueAt(limits, ns) : vessel.limit) ?? 0;
  const refusedNs = refusalNs(station, vessel, levels);
  let most: HighWater | undefined;
  for (const [index, level] of series.values.entries()) {
    const atNs = series.times[index] ?? 0;
    const limit = limitAt(atNs);
    if (limit <= 0) return undefined;
    // Between two points of the recording it may have been full and not any more.
    if (refusedNs !== undefined && refusedNs <= atNs) break;
    if (most && level / limit <= most.level / most.limit) continue;
    most = { station, vessel, level, limit, atNs, isFull: level >= limit };
    // The moment it became full counts, not how far a last packet went beyond.
    if (level >= limit) return most;
  }
  if (refusedNs === undefined) return most;
  return { station, vessel, level: limitAt(refusedNs), limit: limitAt(refusedNs), atNs: refusedNs, isFull: true };
}

/** Where a loss says that a queue was full. */
const refusals: readonly DropPlace[] = [
  "nic-receive-ring", "cpu-backlog", "udp-receive-buffer", "accept-queue-syn", "accept-queue-ack", "request-queue", "syn-backlog",
  "conntrack-full", "qdisc-limit",
]; // prettier-ignore

/** When a queue first refused something, where that can only have been this one. */
function refusalNs({ host, drops, vessels }: Station, vessel: Vessel, levels: ReadonlyMap<string, Series>): number | undefined {
  const isAlone = vessels.filter(({ limitSeries }) => limitSeries === vessel.limitSeries).length === 1;
  if (!isAlone || vessel.limitSeries !== undefined) return undefined;
  const times = drops.filter((place) => refusals.includes(place)).flatMap((place) => {
    const lost = levels.get(dropSeries(host, place));
    return lost?.times[lost.values.findIndex((count) => count > 0)] ?? [];
  });
  return times.length > 0 ? Math.min(...times) : undefined;
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
