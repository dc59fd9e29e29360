import { parseSysctlLine, type Offset, type Span } from "../documents/sysctlConf";
import { humanize } from "../explain/figures";
import { stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { entryAt } from "../knowledge/kernelVersion";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion, SysctlEntry } from "../knowledge/types";
import { fill } from "../knowledge/wording";
import { wordsTaken } from "../writes/predictWrite";
import { directoriesOf, settableKeys } from "./keys";

/** One thing that may be written at a place. */
export interface Completion {
  readonly kind: "key" | "directory" | "value";
  /** The key a `key` stands for, in dotted form. */
  readonly key?: string;
  /** What is inserted for `replaces`. */
  readonly text: string;
  /** One line about it. */
  readonly detail: string;
  /** Place in the list, from 0. */
  readonly rank: number;
  readonly replaces: Span;
}

/**
 * What may be written at `at` in a line of a sysctl.conf: keys before the `=`, values the key gives a meaning to
 * behind it. Keys come most used first, and only those the kernel has.
 */
export function completeSysctl(
  line: string,
  at: Offset,
  knowledge: Knowledge,
  kernel: KernelVersion,
): readonly Completion[] {
  const parsed = parseSysctlLine(line);
  if (parsed.kind === "comment") return [];
  const equals = line.indexOf("=");
  if (equals === -1 || at <= equals) return completeKey(line, at, knowledge, kernel);
  if (parsed.kind !== "assignment") return [];
  const entry = knowledge.find(parseSysctlName(line.slice(parsed.key.start, parsed.key.end)));
  return entry ? completeValueWord(line, at, equals, entry, knowledge, kernel) : [];
}

function completeKey(line: string, at: Offset, knowledge: Knowledge, kernel: KernelVersion): readonly Completion[] {
  const start = /^\s*-?\s*/.exec(line)?.[0].length ?? 0;
  if (at < start) return [];
  const typed = /^[^\s=]*/.exec(line.slice(start))?.[0] ?? "";
  if (at > start + typed.length) return [];
  const replaces = { start, end: start + typed.length };
  const usesSlashes = /[./]/.exec(typed)?.[0] === "/";
  const toText = (name: string): string => (usesSlashes ? parseSysctlName(name).segments.join("/") : name);
  return Array.from(
    settableKeys(knowledge, kernel, directoriesOf(line.slice(start, at))),
    ({ name, summary, rank }) => ({
      kind: "key" as const,
      key: name,
      text: toText(name),
      detail: summary,
      rank,
      replaces,
    }),
  );
}

function completeValueWord(
  line: string,
  at: Offset,
  equals: Offset,
  entry: SysctlEntry,
  knowledge: Knowledge,
  kernel: KernelVersion,
): readonly Completion[] {
  const before = /\S*$/.exec(line.slice(equals + 1, at))?.[0] ?? "";
  const behind = /^\S*/.exec(line.slice(at))?.[0] ?? "";
  const replaces = { start: at - before.length, end: at + behind.length };
  const word = (line.slice(equals + 1, replaces.start).match(/\S+/g) ?? []).length;
  return completeValue(entry, word, replaces, knowledge, kernel);
}

/** The values a key gives a meaning to, and its default, for one word of its value. */
export function completeValue(
  entry: SysctlEntry,
  word: number,
  replaces: Span,
  knowledge: Knowledge,
  kernel: KernelVersion,
): readonly Completion[] {
  if (word >= wordsTaken(entry)) return [];
  const { wording } = knowledge.data;

  const values = new Map<string, string>();
  for (const { value, meaning } of entry.value.choices ?? []) values.set(value, stripMarkdown(meaning));
  const standard = entryAt(entry, kernel).default?.split(" ")[word];
  if (standard !== undefined && standard !== "") {
    const human = /^-?\d+$/.test(standard) ? humanize(BigInt(standard), entry.value.unit, wording) : undefined;
    const note = stripMarkdown(fill(wording["fact.default"], { value: human ?? standard }));
    values.set(standard, values.has(standard) ? `${values.get(standard)} · ${note}` : note);
  }
  return [...values].map(([text, detail], rank) => ({ kind: "value", text, detail, rank, replaces }));
}
