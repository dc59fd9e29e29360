import { readSettings } from "../documents/settings";
import { splitWords, textOf, type Offset, type Span } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";
import type { Completion } from "./completeSysctl";
import type { BegunKey } from "./keyPlace";
import { directoriesOf, settableKeys, type SettableKey } from "./keys";

/**
 * The keys a begun one may become, most used first: whole keys for a name, the next directory or file for a path.
 * Nothing where the directories typed so far do not exist. `replaces` is the begun key in its line.
 */
export function completeBegunKey(
  { kind, typed }: BegunKey,
  replaces: Span,
  knowledge: Knowledge,
  kernel: KernelVersion,
): readonly Completion[] {
  const directories = kind === "path" ? typed.split("/").slice(0, -1) : directoriesOf(typed);
  const below = Array.from(settableKeys(knowledge, kernel, directories), (key) => ({
    key,
    segments: parseSysctlName(key.name).segments,
  })).filter(({ segments }) => directories.every((directory, i) => segments[i] === directory));
  if (kind === "path") {
    const start = replaces.start + typed.lastIndexOf("/") + 1;
    return nextSegments(below, directories.length, { start, end: replaces.end });
  }
  return below.map(({ key: { name, summary, rank } }) => ({
    kind: "key",
    key: name,
    text: name,
    detail: summary,
    rank,
    replaces,
  }));
}

function nextSegments(
  below: readonly { readonly key: SettableKey; readonly segments: readonly string[] }[],
  depth: number,
  replaces: Span,
): readonly Completion[] {
  const found = new Map<string, Completion>();
  for (const { key, segments } of below) {
    const text = segments[depth];
    if (text === undefined || (found.get(text)?.rank ?? Infinity) <= key.rank) continue;
    const isFile = segments.length === depth + 1;
    const common = { text, rank: key.rank, replaces };
    if (isFile) found.set(text, { kind: "key", key: key.name, detail: key.summary, ...common });
    else found.set(text, { kind: "directory", detail: "", ...common });
  }
  return [...found.values()];
}

/** A word of a value that is being typed, in a text. */
export interface BegunValue {
  readonly key: string;
  readonly word: number;
  /** What there is of the word, on both sides of the cursor. */
  readonly span: Span;
}

/** Stands for what may be typed. */
const placeholder = "0";

/** The value that would be typed at a place of a text: of the setting that is read there once something stands there. */
export function begunValue(text: string, at: Offset, file: string): BegunValue | undefined {
  const typed = text.slice(0, at) + placeholder + text.slice(at);
  for (const line of readSettings(typed, file).lines) {
    if (line.kind !== "assignment" || at < line.value.start || line.value.end <= at) continue;
    const words = splitWords(typed, line.value);
    const word = words.findIndex(({ start, end }) => start <= at && at < end);
    const span = words[word];
    if (span) return { key: textOf(typed, line.key), word, span: { start: span.start, end: span.end - 1 } };
  }
  return undefined;
}
