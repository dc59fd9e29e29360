import { createLineIndex } from "../documents/lineIndex";
import { reach, wholeKey } from "../documents/mentions";
import { readSettings } from "../documents/settings";
import { hasByteOrderMark, keyOf, textOf, valueOf, type Assignment } from "../documents/sysctlConf";
import { escapeMarkdown, inlineCode } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import type { KernelVersion } from "../knowledge/types";
import { fileRules } from "./fileRules";
import { FileSettings, wordsOf, type KeyState } from "./fileSettings";
import { createReport, type Finding } from "./finding";
import { createJudge, type JudgedKey } from "./judge";
import { LineSlips } from "./rules/lines";
import { createWordFinder } from "./wordFinder";

/** What a text is judged for. */
export interface DiagnoseOptions {
  /** The release the settings are for; left out, the newest covered. */
  readonly kernel?: KernelVersion | undefined;
  /** The name of the file, where that tells how it is written. */
  readonly file?: string | undefined;
}

/** Nobody sets so many keys that cannot be written: the text is what `sysctl -a` printed. */
const fewestOfDump = 3;

/** Everything wrong with the settings of a text, in its order. Never throws, whatever the text is. */
export function diagnoseSysctl(
  text: string,
  knowledge: Knowledge,
  { kernel = knowledge.data.newestKernel, file }: DiagnoseOptions = {},
): readonly Finding[] {
  const findings: Finding[] = [];
  const report = createReport(knowledge, findings);
  const { dialect, lines } = readSettings(text, file);
  const isEmbedded = dialect === "embedded";
  const context = { knowledge, kernel, dialect, hasWord: createWordFinder(text) };
  // What lines further up set counts for the keys that bound each other.
  const settings = new FileSettings(knowledge.defaultsOf(kernel));
  const judge = createJudge(context, settings);
  const placeOf = createLineIndex(text);

  function diagnoseAssignment(line: Assignment, key: JudgedKey, state: KeyState): void {
    const value = valueOf(text, line);
    // TuneD writes nothing at all then.
    if (dialect === "tuned" && value === "") return;
    const earlier = state.line;
    if (earlier && state.value !== value && wordsOf(state.value) !== wordsOf(value)) {
      settings.hasAlternatives = true;
      // Elsewhere the same key may be set for several machines.
      if (!isEmbedded) reportRepetition(earlier, line, state);
    }
    state.line = line;
    state.value = value;
    if (isEmbedded && isExpression(text, line)) return;
    const verdict = key.judge(value, isEmbedded ? { ...line, isCommand: isCommand(text, line) } : line);
    if (!verdict) return;
    if (line.isConditional && verdict.setting.outcome.kind !== "refused") return;
    for (const { code, part, values } of verdict.complaints) report(code, line[part], values);
    const { outcome } = verdict.setting;
    if (outcome.kind === "refused") {
      if (outcome.reason === "read-only") settings.readOnlyKeys.add(state.key);
      return;
    }
    state.taken = line;
    state.judged = verdict.setting;
  }

  function reportRepetition(earlier: Assignment, line: Assignment, { key, value }: KeyState): void {
    const place = placeOf(earlier.key.start);
    const values = { key: escapeMarkdown(key), line: place.line, earlier: inlineCode(wordsOf(value)) };
    report("sysctl/duplicate-key", line.key, values);
  }

  // Other syntaxes may begin with one.
  if (hasByteOrderMark(text) && !isEmbedded) report("sysctl/byte-order-mark", { start: 0, end: 1 });
  const slips = new LineSlips(text, report);
  for (const line of lines) {
    if (line.kind === "malformed") {
      slips.malformed(line);
    } else if (line.kind === "blank" || line.kind === "comment") {
      slips.other();
    } else if (line.kind === "exclusion" || dialect !== "sysctl.conf" || slips.assignment(line)) {
      const key = judge(keyOf(text, line));
      for (const { code, values } of key.complaints) report(code, line.key, values);
      if (line.kind === "assignment" && key.state) diagnoseAssignment(line, key, key.state);
    }
  }
  if (settings.readOnlyKeys.size >= fewestOfDump) return [];
  // A text that gives a key several values shows alternatives, not one configuration.
  if (!isEmbedded || !settings.hasAlternatives) {
    const whole = settings.context(context, file);
    for (const rule of fileRules) rule(whole, report);
  }
  return findings.sort((a, b) => a.span.start - b.span.start);
}

/** What turns the figure in front of it into the beginning of a calculation. */
const calculates = /[ \t]*(?:\*\*?|[+^-]|<<)[ \t]*\d|[ \t]+\*[ \t]+[\w(]/y;

/** Without quotes, what is no figure may be a name or a call of the language around it. */
function isExpression(text: string, { key, value }: Assignment): boolean {
  // A placeholder, for the reader to fill in.
  if (text[value.start] === "<") return true;
  const written = textOf(text, value);
  // An escape of that language, words as in "min default max", a choice as in "0/2", the name of a key.
  if (/\\[nt]|^\d+(?:\/\d+)+$|^[a-z]+(?:[ \t]+[a-z]+)+$/i.test(written) || wholeKey(written) !== undefined) return true;
  if (/["'`]/.test(text[value.start - 1] ?? "")) return false;
  calculates.lastIndex = value.end;
  if (calculates.test(text) || !/^-?\d/.test(written) || /\d_\d/.test(written)) return true;
  // Where the key has quotes of its own, what has none is code.
  return /["'`]/.test(text[key.end] ?? "") && /^\d+[*+]/.test(written);
}

/** Written at once, by sysctl(8) or into a file below /proc/sys, and kept by nobody. */
function isCommand(text: string, { start, key }: Assignment): boolean {
  const before = text.slice(Math.max(start, key.start - reach), key.start);
  if (before.endsWith("/proc/sys/")) return true;
  return /(?<![-\w.])sysctl\s[^|;&]*$/.test(before) && /^[ \t]*=/.test(text.slice(key.end, key.end + reach));
}
