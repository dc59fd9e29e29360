import { createLineIndex } from "../documents/lineIndex";
import { readSettings } from "../documents/settings";
import { keyOf, splitWords, textOf, type Assignment, type Span } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";
import { findSettings, write } from "./settings";

/** Why a value is not written. */
export type Hindrance =
  /** The kernel would refuse it. */
  | { readonly kind: "refused"; readonly name: string; readonly reason: string }
  | { readonly kind: "template" | "form"; readonly name: string; readonly line: number }
  /** The file does not set it, and is none to which a line can simply be added. */
  | { readonly kind: "missing"; readonly name: string; readonly line: string };

/** One place of a text and what comes there. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A line that changes, for the eyes of whoever decides. */
export interface LineChange {
  readonly name: string;
  /** From 1; of a line that is added, the one it becomes. */
  readonly line: number;
  /** `undefined`: it is added. */
  readonly before: string | undefined;
  readonly after: string;
}

/** What it takes to make a file say some values. */
export interface WriteBack {
  /** In the order of the text, none over another. */
  readonly edits: readonly TextEdit[];
  readonly changes: readonly LineChange[];
  readonly hindrances: readonly Hindrance[];
}

/** A value and the key it is for. */
interface Wanted {
  readonly name: string;
  readonly value: string;
}

/**
 * Finds the smallest edit that makes a file set sysctls to given values: only the words of values that differ are
 * replaced, where they stand, so that comments, order, quotes and layout stay. Keys a sysctl.conf does not have are added
 * at its end. What cannot be written is told, and nothing is written that would not be read back like that.
 */
export function planWriteBack(
  text: string,
  file: string,
  values: Readonly<Record<string, string>>,
  knowledge: Knowledge,
  kernel: KernelVersion,
): WriteBack {
  const { dialect, lines } = readSettings(text, file);
  const assignments = [...lines].filter((line): line is Assignment => line.kind === "assignment");
  const edits: NamedEdit[] = [];
  const added: Wanted[] = [];
  const hindrances: Hindrance[] = [];
  const placeOf = createLineIndex(text);
  for (const [name, value] of Object.entries(values)) {
    const wanted = { name, value: value.trim().replace(/\s+/g, " ") };
    const written = write(knowledge, kernel, name, wanted.value);
    // The last one that sets it decides.
    const own = assignments.filter((one) => parseSysctlName(keyOf(text, one)).dotted === name).at(-1);
    if ("refused" in written) hindrances.push({ kind: "refused", name, reason: written.refused });
    else if (own) {
      const found = editOf(text, own, wanted.value, dialect === "embedded");
      if (typeof found === "string") hindrances.push({ kind: found, name, line: placeOf(own.key.start).line });
      else edits.push(...found.map((edit) => ({ name, ...edit })));
    } else if (dialect === "sysctl.conf") added.push(wanted);
    else hindrances.push({ kind: "missing", name, line: `${name} = ${wanted.value}` });
  }
  if (added.length > 0) edits.push({ name: undefined, ...appended(text, added, assignments) });
  edits.sort((a, b) => a.span.start - b.span.start);
  return checked({ text, file, knowledge, values }, edits, hindrances);
}

/** An edit, and the key whose value it is; that of several new lines has none. */
interface NamedEdit extends TextEdit {
  readonly name: string | undefined;
}

/** A text with edits made. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let made = "";
  let at = 0;
  for (const { span, text: replacement } of edits) {
    made += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return made + text.slice(at);
}

/** What needs no quotes in any syntax we read. */
const harmless = /^[\w.,/:+-]+(?: [\w.,/:+-]+)*$/;

function editOf(text: string, { value }: Assignment, wanted: string, isEmbedded: boolean): TextEdit[] | "template" | "form" {
  const old = textOf(text, value);
  if (/\{\{|\{%|<%|\$[({\w]|@\w+@/.test(old)) return "template";
  const words = splitWords(text, value);
  const newWords = wanted.split(" ");
  if (!harmless.test(wanted) || old.includes("\n")) return "form";
  if (words.length === newWords.length) {
    return words.flatMap((span, index) => {
      const word = newWords[index] ?? "";
      return textOf(text, span) === word ? [] : [{ span, text: word }];
    });
  }
  // Several words where there was one may need quotes.
  const isQuoted = /["']/.test(text.charAt(value.start - 1)) && text.charAt(value.start - 1) === text.charAt(value.end);
  return isEmbedded && !isQuoted ? "form" : [{ span: value, text: wanted }];
} // prettier-ignore

/** New lines, written as the others are. */
function appended(text: string, added: readonly Wanted[], assignments: readonly Assignment[]): TextEdit {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const sample = assignments.at(-1);
  const between = sample ? text.slice(sample.key.end, sample.value.start) : " = ";
  const sign = /^[ \t]?=[ \t]?$/.test(between) ? between : " = ";
  let rest = text.length;
  while (rest > 0 && /[\r\n]/.test(text.charAt(rest - 1))) rest--;
  const isEmpty = rest === 0 || (rest === 1 && text.charCodeAt(0) === 0xfeff);
  const lines = added.map(({ name, value }) => `${name}${sign}${value}`).join(lineEnd);
  const span = { start: isEmpty ? text.length : rest, end: isEmpty ? text.length : Math.min(text.length, rest + lineEnd.length) }; // prettier-ignore
  return { span, text: `${isEmpty ? "" : lineEnd}${lines}${lineEnd}` };
}

interface Reading {
  readonly text: string;
  readonly file: string;
  readonly knowledge: Knowledge;
  readonly values: Readonly<Record<string, string>>;
}

/** Reads the result as anybody would, and gives up on edits that do not come out as meant. */
function checked(reading: Reading, edits: readonly NamedEdit[], hindrances: readonly Hindrance[]): WriteBack {
  const { text, file, knowledge, values } = reading;
  const result = applyEdits(text, edits);
  const before = new Map(findSettings(text, file, knowledge).map((one) => [one.name, one]));
  const after = new Map(findSettings(result, file, knowledge).map((one) => [one.name, one]));
  const refused = new Set(hindrances.map(({ name }) => name));
  const words = (value: string | undefined): string => value?.trim().replace(/\s+/g, " ") ?? "";
  const wrong = [...new Set([...before.keys(), ...after.keys()])].filter((name) => {
    const wanted = refused.has(name) ? undefined : values[name];
    return words(after.get(name)?.value) !== words(wanted ?? before.get(name)?.value);
  });
  if (wrong.length > 0) {
    const lost = Object.keys(values).filter((name) => !refused.has(name));
    const more = lost.map((name): Hindrance => ({ kind: "form", name, line: before.get(name)?.line ?? 0 }));
    return { edits: [], changes: [], hindrances: [...hindrances, ...more] };
  }
  const placeOf = createLineIndex(text);
  const lineOf = (of: string, line: number): string => (of.split("\n")[line - 1] ?? "").trimEnd();
  const changes = Object.keys(values).flatMap((name): LineChange[] => {
    const now = after.get(name);
    if (!now || refused.has(name) || words(before.get(name)?.value) === words(now.value)) return [];
    const edit = edits.find((one) => one.name === name);
    if (!edit) return [{ name, line: now.line, before: undefined, after: lineOf(result, now.line) }];
    // In some syntaxes the value stands below its key. What is changed keeps the number of its line.
    const { line } = placeOf(edit.span.start);
    return [{ name, line, before: lineOf(text, line), after: lineOf(result, line) }];
  });
  return {
    edits: edits.map(({ span, text: replacement }) => ({ span, text: replacement })),
    changes: changes.sort((a, b) => a.line - b.line),
    hindrances,
  };
}
