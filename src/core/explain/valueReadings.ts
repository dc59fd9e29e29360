import { splitWords, type Span } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import type { SysctlName } from "../knowledge/sysctlName";
import type { SysctlEntry, Unit } from "../knowledge/types";
import { fill } from "../knowledge/wording";
import { predictCpuMask } from "../writes/cpuMask";
import { parseKernelNumber } from "../writes/kernelNumber";
import { holdsTemplate, wordsTaken } from "../writes/predictWrite";
import { predictRangeList } from "../writes/rangeList";
import { formatBytes, formatFigure, groupDigits, humanize } from "./figures";

/** What a word of a value amounts to, for people: `208 KiB` behind 212992. */
export interface ValueReading {
  readonly word: number;
  /** Place of the word in the value. */
  readonly span: Span;
  readonly text: string;
}

/** Fewer things than that are counted at a glance. */
const manyThings = 1_000_000n;
/** Figures from here on say "no limit". */
const beyondMeasure = 2n ** 60n;
const pageBytes = 4096n;
const largestPort = 65535n;
/** Longer texts are no values. */
const longestRead = 4096;
/** A mask with room for so many CPUs is read (`NR_CPUS` of the largest configuration). */
const mostCpus = 8192;
const longestCpuList = 40;

/** Their figures are names, modes or depend on a build option, `CONFIG_HZ`. */
const unread: ReadonlySet<Unit> = new Set(["flag", "choice", "name", "trigger", "ticks"]);

/** The words of a key's value that read better in other units, in their order; the others are left out. */
export function readingsOf(knowledge: Knowledge, name: SysctlName, value: string): readonly ValueReading[] {
  const entry = knowledge.find(name);
  if (!entry || value.length > longestRead || holdsTemplate(value)) return [];
  const spans = splitWords(value, { start: 0, end: value.length }).slice(0, wordsTaken(entry));
  const words = spans.map(({ start, end }) => value.slice(start, end));
  return spans.flatMap((span, word) => {
    const text = readWord(knowledge, entry, words, word);
    return text === undefined ? [] : [{ word, span, text }];
  });
}

function readWord(
  knowledge: Knowledge,
  entry: SysctlEntry,
  words: readonly string[],
  word: number,
): string | undefined {
  const text = words[word] ?? "";
  switch (entry.value.type) {
    case "port-range":
      return word === 1 ? portCount(knowledge, [words]) : undefined;
    case "range-list":
      return entry.value.unit === "ports" && /[-,]/.test(text) ? listCount(knowledge, text) : undefined;
    case "cpumask":
      return cpuList(knowledge, text);
    default:
      return readNumber(knowledge, entry.value.unit, text);
  }
}

function readNumber(knowledge: Knowledge, unit: Unit, text: string): string | undefined {
  const figure = parseKernelNumber(text);
  if (typeof figure !== "bigint" || figure >= beyondMeasure || figure <= -beyondMeasure) return undefined;
  const isDecimal = /^-?(?:0$|[1-9])/.test(text);
  if (unit === "bitmask") return isDecimal && figure > 9n ? `0x${figure.toString(16)}` : undefined;
  // The kernel reads 0x as hexadecimal, and any other leading 0 as octal.
  return inUnits(knowledge, unit, figure) ?? (isDecimal ? undefined : groupDigits(figure));
}

function inUnits({ data: { wording } }: Knowledge, unit: Unit, figure: bigint): string | undefined {
  if (unread.has(unit)) return undefined;
  if (unit === "pages") {
    const bytes = figure * pageBytes;
    if (figure <= 0n || bytes >= beyondMeasure) return undefined;
    return fill(wording["reading.pages"], { bytes: formatBytes(Number(bytes)) });
  }
  const human = humanize(figure, unit, wording);
  return human === groupDigits(figure) && figure < manyThings ? undefined : human;
}

function listCount(knowledge: Knowledge, text: string): string | undefined {
  const outcome = predictRangeList(text, largestPort);
  if (outcome.kind !== "accepted" || !outcome.stored) return undefined;
  return portCount(knowledge, outcome.stored.split(",").map((range) => range.split("-"))); // prettier-ignore
}

/** How many ports lie in ranges of a first and a last one; `undefined` where something is no range. */
function portCount(
  { data: { units, wording } }: Knowledge,
  ranges: readonly (readonly string[])[],
): string | undefined {
  let count = 0n;
  for (const [from = "", to = from] of ranges) {
    const first = parseKernelNumber(from);
    const last = parseKernelNumber(to);
    if (typeof first !== "bigint" || typeof last !== "bigint") return undefined;
    if (first < 0n || last < first || last > largestPort) return undefined;
    count += last - first + 1n;
  }
  return formatFigure(Number(count), "ports", units, wording);
}

/** `CPUs 0-3,8` of the mask 10f. */
function cpuList({ data: { wording } }: Knowledge, text: string): string | undefined {
  const outcome = predictCpuMask(text, mostCpus);
  if (outcome.kind !== "accepted" || !outcome.stored) return undefined;
  const bits = BigInt(`0x${outcome.stored.replaceAll(",", "")}`).toString(2);
  const ranges = Array.from(bits.matchAll(/1+/g), ({ 0: run, index }) => {
    const first = bits.length - index - run.length;
    return run.length === 1 ? `${first}` : `${first}-${first + run.length - 1}`;
  });
  const list = ranges.reverse().join(",");
  return list !== "" && list.length <= longestCpuList ? fill(wording["reading.cpus"], { list }) : undefined;
}
