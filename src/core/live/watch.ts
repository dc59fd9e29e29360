import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { DumpField } from "../knowledge/types";
import { counterPlace, figureAt, figuresIn, findCounter, pick, type CounterPlace } from "./counters";
import { procPathOf } from "./procPath";
import type { ProcSource } from "./procSource";
import { plainText } from "./sameMeaning";

/** A counter of the watch panel and where it stands. */
export interface Watched {
  /** Its name, by which everything else refers to it. */
  readonly id: string;
  readonly group: string;
  readonly field: DumpField;
  readonly place: CounterPlace;
  /** What is plotted: how fast a counter grows, or how much there is. */
  readonly shows: "rate" | "level";
  /** The key that decides most. */
  readonly key: string | undefined;
  /** The file of the key that bounds it, and which number of its value does. */
  readonly limit: { readonly key: string; readonly path: string; readonly word: number } | undefined;
  /** Shown before anybody has chosen. */
  readonly isChosen: boolean;
}

/** What the panel can plot, in its order. */
export function watchedCounters(knowledge: Knowledge): readonly Watched[] {
  return knowledge.data.watch.flatMap(({ title, counters }) =>
    counters.flatMap(({ counter, key, limit, chosen }): Watched[] => {
      const hit = findCounter(knowledge, counter);
      const place = hit && counterPlace(hit);
      if (!place) return [];
      const path = limit && procPathOf(knowledge, parseSysctlName(limit.key));
      return [
        {
          id: counter,
          group: title,
          field: hit.field,
          place,
          shows: hit.field.kind === "counter" ? "rate" : "level",
          key,
          limit: path === undefined ? undefined : { key: limit?.key ?? "", path, word: limit?.word ?? 0 },
          isChosen: chosen ?? false,
        },
      ];
    }),
  );
}

/** What counters held at a time; what a host does not have is left out. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly values: Readonly<Record<string, number>>;
  /** What bounded them. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Reads some counters, each file once. */
export async function takeSample(watched: readonly Watched[], source: ProcSource, atMs: number): Promise<Sample> {
  const paths = new Set(watched.flatMap(({ place, limit }) => [place.path, ...(limit ? [limit.path] : [])]));
  const texts = new Map<string, string>();
  const read = async (path: string): Promise<void> => {
    const reading = await source.read(path);
    if (reading.kind === "value") texts.set(path, reading.text);
  };
  await Promise.all([...paths].map(read));
  const tables = new Map<string, ReadonlyMap<string, number>>();
  const figureOf = ({ place }: Watched): number | undefined => {
    const text = texts.get(place.path);
    if (text === undefined) return undefined;
    if (place.names.length === 0) return figureAt(place, text);
    const table = tables.get(place.path) ?? figuresIn(text);
    tables.set(place.path, table);
    return pick(place.names, table);
  };
  const limitOf = ({ limit }: Watched): number | undefined => {
    const text = limit && texts.get(limit.path);
    const word = text === undefined ? undefined : plainText(text).split(" ")[limit?.word ?? 0];
    return word !== undefined && /^\d+$/.test(word) ? Number(word) : undefined;
  };
  return { atMs, values: record(watched, figureOf), limits: record(watched, limitOf) };
}

function record(
  watched: readonly Watched[],
  figureOf: (one: Watched) => number | undefined,
): Readonly<Record<string, number>> {
  const rows = watched.map((one) => [one.id, figureOf(one)] as const);
  return Object.fromEntries(rows.filter((row): row is [string, number] => row[1] !== undefined));
}
