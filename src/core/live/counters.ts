import { cellsOf, findDumps } from "../dumps/findDumps";
import { labelOf, type FieldHit } from "../knowledge/dumpIndex";
import type { Knowledge } from "../knowledge/knowledge";

/** Where figures of dumps stand on a running host, by the dump that describes them. */
const places: Readonly<Record<string, string>> = {
  snmp: "/proc/net/snmp",
  netstat: "/proc/net/netstat",
  snmp6: "/proc/net/snmp6",
  sockstat: "/proc/net/sockstat",
  sockstat6: "/proc/net/sockstat6",
  softnet_stat: "/proc/net/softnet_stat",
  stat_nf_conntrack: "/proc/net/stat/nf_conntrack",
};

/** One figure on every line of a file with a line for each CPU, of which one is enough. */
const repeated: Readonly<Record<string, string>> = {
  "stat_nf_conntrack:entries": "/proc/sys/net/netfilter/nf_conntrack_count",
};

/** A figure of a file of /proc; `names` are what `figuresIn` may call it, none where the file holds nothing else. */
export interface CounterPlace {
  readonly path: string;
  readonly names: readonly string[];
  /** The file has a line for each CPU, and `figuresIn` adds them up. */
  readonly isSum: boolean;
  readonly scope: "namespace" | "machine";
}

/** Files with a line for each CPU, in hexadecimal. */
const perCpu: ReadonlySet<string> = new Set(["softnet_stat", "stat_nf_conntrack"]);

/** Where a field of a dump stands on a running host; `undefined` for what is no number, or stands in no such file. */
export function counterPlace({ dump, field, owner = dump }: FieldHit): CounterPlace | undefined {
  if (!["counter", "gauge", "limit"].includes(field.kind) || field.name.includes("*")) return undefined;
  const scope = (field.scope ?? owner.scope) === "namespace" ? "namespace" : "machine";
  const alone = repeated[`${owner.id}:${field.name}`];
  if (alone !== undefined) return { path: alone, names: [], isSum: false, scope };
  const path = places[owner.id];
  if (path === undefined) return undefined;
  const joined = `${field.group ?? ""}${field.name}`;
  const labels = [joined, labelOf(field), ...(field.column === undefined ? [] : [String(field.column)])];
  return {
    path,
    names: [...labels.map((label) => `${owner.id}:${label}`), joined],
    isSum: perCpu.has(owner.id),
    scope,
  };
}

/** The field a counter is asked for by: as nstat prints it, by dump and name, or as a scenario has it (`TcpExt.ListenDrops`). */
export function findCounter(knowledge: Knowledge, name: string): FieldHit | undefined {
  const spellings = [name, name.replace(".", ""), name.replace(/^(\w+)\./, "$1:"), name.replace(/^softnet\./, "softnet_stat:")]; // prettier-ignore
  for (const spelling of spellings) {
    const hit = knowledge.dumps().find(spelling).find(isLive);
    if (hit) return hit;
  }
  return undefined;
}

function isLive(hit: FieldHit): boolean {
  return counterPlace(hit) !== undefined;
}

/** The figures of a file of /proc by their names; those of several CPUs added up. */
export function figuresIn(text: string): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const region of findDumps(text)) {
    const isHex = perCpu.has(region.dump);
    for (const { names, value } of cellsOf(text, region)) {
      const [name] = names;
      if (name === undefined || !value) continue;
      const figure = Number.parseInt(text.slice(value.start, value.end), isHex ? 16 : 10);
      if (!Number.isNaN(figure)) figures.set(name, (figures.get(name) ?? 0) + figure);
    }
  }
  return figures;
}

/** One figure out of the text of its file. */
export function figureAt({ names }: CounterPlace, text: string): number | undefined {
  if (names.length === 0) return /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
  return pick(names, figuresIn(text));
}

/** One of several names that stands among figures. */
export function pick(names: readonly string[], figures: ReadonlyMap<string, number>): number | undefined {
  const name = names.find((one) => figures.has(one));
  return name === undefined ? undefined : figures.get(name);
}
