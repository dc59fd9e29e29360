import { createLineIndex } from "../documents/lineIndex";
import { readSettings } from "../documents/settings";
import { keyOf, valueOf } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName, type SysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";
import { effectOf, type Effect } from "./effect";
import { expandGlob, procPathOf } from "./procPath";
import type { ProcSource, Reading } from "./procSource";
import { plainText } from "./sameMeaning";

/** One key a file sets, beside what the host has. */
export interface ComparedKey {
  /** In dotted notation. */
  readonly name: string;
  /** The pattern the file sets it by, where it does not name the key itself. */
  readonly pattern?: string | undefined;
  /** From 1. */
  readonly line: number;
  readonly written: string;
  /** What the host has, words separated by one space. */
  readonly running: string | undefined;
  readonly default: string | undefined;
  readonly effect: Effect;
}

/** A file beside a host. */
export interface Comparison {
  readonly keys: readonly ComparedKey[];
  /** There were more keys than anybody reads; they were left out. */
  readonly isCut: boolean;
}

/** More keys are not compared, and a glob does not stand for more on any machine of ours. */
const mostKeys = 2000;
const readTogether = 16;

/** A file in any syntax we read. */
export interface ComparedFile {
  readonly text: string;
  /** Its name or path, which says how it is read. */
  readonly file: string;
}

/** Reads what a file sets from a host and says of every key what the file would make of it. Never throws for a text. */
export async function compareWithHost(
  knowledge: Knowledge,
  file: ComparedFile,
  source: ProcSource,
  kernel: KernelVersion,
): Promise<Comparison> {
  const lines = await expandLines(readLines(file), source);
  const keys = lines.slice(0, mostKeys);
  const readings = await readAll(knowledge, keys, source);
  const held = new Map<string, string>();
  for (const [name, reading] of readings) if (reading.kind === "value") held.set(name, plainText(reading.text));
  const isDevice = await interfacesOf(source);
  const defaultOf = knowledge.defaultsOf(kernel);
  const lastLine = new Map(keys.map(({ name, line }) => [name.dotted, line]));

  const compared = keys.map((one) => {
    const { name, pattern, line, value: written } = one;
    const { dotted } = name;
    const reading = readings.get(dotted);
    const running = reading?.kind === "value" ? plainText(reading.text) : undefined;
    const last = lastLine.get(dotted);
    const later = last === line ? undefined : last;
    const effect = effectOf(knowledge, { ...one, reading, running, kernel, isDevice, later, current: (key) => held.get(key) }); // prettier-ignore
    // Bounds that another key sets follow what the lines before have written.
    if ("stored" in effect && running !== undefined) held.set(dotted, effect.stored);
    return { name: dotted, pattern, line, written, running, default: defaultOf(dotted), effect };
  });
  return { keys: compared, isCut: lines.length > mostKeys };
}

/** A setting of a file, or one key of those a pattern stands for. */
interface Line {
  readonly name: SysctlName;
  readonly pattern?: string;
  readonly line: number;
  readonly value: string;
  readonly inOwnNamespace: boolean;
  readonly isConditional: boolean;
  readonly isExclusion: boolean;
}

function readLines({ text, file }: ComparedFile): readonly Line[] {
  const placeOf = createLineIndex(text);
  const lines: Line[] = [];
  for (const setting of readSettings(text, file).lines) {
    if (setting.kind !== "assignment" && setting.kind !== "exclusion") continue;
    const isExclusion = setting.kind === "exclusion";
    lines.push({
      name: parseSysctlName(keyOf(text, setting)),
      line: placeOf(setting.key.start).line,
      value: isExclusion ? "" : valueOf(text, setting),
      inOwnNamespace: !isExclusion && setting.place !== undefined && !setting.place.hostNetwork,
      isConditional: !isExclusion && Boolean(setting.isConditional),
      isExclusion,
    });
  }
  return lines;
}

/** Patterns become the host's keys; what a file names itself, or excludes, no pattern sets (systemd, procps since 4.0). */
async function expandLines(lines: readonly Line[], { list }: ProcSource): Promise<readonly Line[]> {
  const named = new Set(lines.filter(({ name }) => !name.isGlob).map(({ name }) => name.dotted));
  const expanded: Line[] = [];
  for (const line of lines) {
    if (line.isExclusion) continue;
    if (!line.name.isGlob || expanded.length > mostKeys) {
      expanded.push(line);
      continue;
    }
    const names = (await expandGlob(line.name, list, mostKeys)).map((segments) => parseSysctlName(segments.join("/")));
    const members = names.filter(({ dotted }) => !named.has(dotted));
    for (const name of members) expanded.push({ ...line, name, pattern: line.name.dotted });
    if (members.length === 0) expanded.push(line);
  }
  return expanded;
}

/** Every key of some lines, and those whose values bound one of them. */
async function readAll(
  knowledge: Knowledge,
  lines: readonly Line[],
  source: ProcSource,
): Promise<ReadonlyMap<string, Reading>> {
  const names = new Set<string>();
  for (const { name } of lines) {
    const { atLeast, atMost } = knowledge.find(name)?.value ?? {};
    for (const one of [name.dotted, atLeast, atMost]) if (one !== undefined) names.add(one);
  }
  const readings = new Map<string, Reading>();
  const all = [...names];
  for (let at = 0; at < all.length; at += readTogether) {
    await Promise.all(
      all.slice(at, at + readTogether).map(async (name) => {
        const path = procPathOf(knowledge, parseSysctlName(name));
        if (path !== undefined) readings.set(name, await source.read(path));
      }),
    );
  }
  return readings;
}

/** Which interfaces the host has. */
async function interfacesOf({ list }: ProcSource): Promise<(name: string) => boolean> {
  const names = new Set([...(await list("/proc/sys/net/ipv4/conf")), ...(await list("/proc/sys/net/ipv6/conf"))]);
  return (name) => names.has(name);
}
