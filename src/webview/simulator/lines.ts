import { dropSeries } from "../../core/simulator/timeline/station";
import type { ChartInput } from "./charts";
import type { Words } from "./words";

/** One curve. */
export interface Line {
  readonly label: string;
  /** The same for the same thing in both runs: they share a colour. */
  readonly key: string;
  readonly isBefore: boolean;
  readonly colour?: string;
  /** What it shows at a time; `fromNs` is the point before. */
  readonly read: (ns: number, fromNs: number) => number;
}

/** Queues of one chart. */
const mostQueues = 4;

type Shown = Omit<ChartInput, "axis">;

function labelled({ runs }: Shown, index: number, what: string): { readonly label: string; readonly isBefore: boolean } {
  const several = runs.length > 1;
  return { label: several ? `${what} (${runs[index]?.name ?? ""})` : what, isBefore: several && index === 0 };
} // prettier-ignore

/** How full the queues of the rows shown are, in per cent of their limits. */
export function queueLines(shown: Shown, words: Words): readonly Line[] {
  const { readers, rows } = shown;
  const found = rows.flatMap((row) =>
    readers.flatMap((reader, index) =>
      reader.stations(row).flatMap((station) =>
        station.vessels.flatMap((vessel) => {
          const series = reader.find(vessel.level);
          const limited = vessel.limit !== undefined || vessel.limitSeries !== undefined;
          if (!series || !limited) return [];
          const read = (ns: number): number => {
            const { level, limit } = reader.level(vessel, ns);
            return limit ? (100 * level) / limit : 0;
          };
          const most = Math.max(0, ...series.times.map(read));
          return [{ ...labelled(shown, index, `${words(`station.${station.kind}`)} ${vessel.label}`), key: vessel.level, read, most }];
        }),
      ),
    ),
  );
  const keys = [...found].sort((a, b) => b.most - a.most).map(({ key }) => key);
  const best = new Set([...new Set(keys)].slice(0, mostQueues));
  return found.filter(({ key, most }) => best.has(key) && most >= 1);
} // prettier-ignore

/** How many packets were lost so far, by place. */
export function dropLines(shown: Shown): readonly Line[] {
  return shown.readers.flatMap((reader, index) =>
    reader.timeline.stations.flatMap(({ host, drops }) =>
      drops.flatMap((place) => {
        const name = dropSeries(host, place);
        if (!reader.find(name)) return [];
        return [{ ...labelled(shown, index, `${host} ${place}`), key: name, read: (ns: number) => reader.value(name, ns) }];
      }),
    ),
  );
} // prettier-ignore

/** The constant colours of the contexts, also in lessons. */
const contexts = [
  ["hardirq", "charts-red"], ["softirq", "charts-orange"], ["ksoftirqd", "charts-yellow"], ["napi", "charts-purple"], ["process", "charts-blue"],
] as const; // prettier-ignore

/** What share of all CPUs' time each context had between two points. */
export function cpuLines(shown: Shown, words: Words): readonly Line[] {
  return shown.readers.flatMap((reader, index) => {
    const cpus = [...new Set(reader.timeline.series.flatMap(({ name }) => /^(cpu\d+)\.\w+Ns$/.exec(name)?.[1] ?? []))];
    return contexts.flatMap(([context, colour]) => {
      const names = cpus.map((cpu) => `${cpu}.${context}Ns`).filter((name) => reader.find(name));
      if (names.length === 0) return [];
      const label = context === "napi" ? "napi" : words(`context.${context}`);
      const read = (ns: number, fromNs: number): number => {
        const spent = names.reduce((sum, name) => sum + reader.value(name, ns) - reader.value(name, fromNs), 0);
        return ns > fromNs ? Math.min(100, (100 * spent) / ((ns - fromNs) * cpus.length)) : 0;
      };
      return [{ ...labelled(shown, index, label), key: context, colour, read }];
    });
  });
}
