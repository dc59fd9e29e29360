import { createLineIndex } from "../documents/lineIndex";
import { readSettings, type Dialect } from "../documents/settings";
import { hasByteOrderMark, keyOf, textOf, valueOf, type Span } from "../documents/sysctlConf";
import { describeRefusal } from "../explain/explainValue";
import { escapeMarkdown, inlineCode, stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { entryAt, type EntryAtKernel } from "../knowledge/kernelVersion";
import { parseSysctlName, type SysctlName } from "../knowledge/sysctlName";
import type { CurrentValue, KernelVersion, Rule, SysctlEntry } from "../knowledge/types";
import { fill } from "../knowledge/wording";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import type { WriteOutcome } from "../writes/outcome";
import { predict } from "../writes/predict";
import { holdsTemplate, wordsTaken } from "../writes/predictWrite";
import { valueRules, type Report } from "./valueRules";

/** One thing wrong in a document. */
export interface Finding {
  /** Permanent code of the rule; its page is content/rules/CODE.md. */
  readonly code: string;
  readonly severity: Rule["severity"];
  readonly message: string;
  readonly span: Span;
}

/** Keys of these trees are all listed, so a name that is not listed does not exist. */
const completeTrees = new Set(["net"]);

/** Everything wrong with the settings of a text, in its order. Never throws, whatever the text is. */
export function diagnoseSysctl(
  text: string,
  knowledge: Knowledge,
  options: { readonly kernel?: KernelVersion | undefined; readonly file?: string | undefined } = {},
): readonly Finding[] {
  const findings: Finding[] = [];
  const rules = new Map(knowledge.data.rules.map((rule) => [rule.code, rule]));
  const report: Report = (code, span, values = {}) => {
    const rule = rules.get(code);
    if (!rule) throw new Error(`no rule ${code}`);
    findings.push({ code, severity: rule.severity, message: stripMarkdown(fill(rule.message, values)), span });
  };
  const kernel = options.kernel ?? knowledge.data.newestKernel;
  const subjectOf = createSubjects(knowledge, kernel);
  const defaults = knowledge.defaultsOf(kernel);
  // What lines further up set counts for the keys that bound each other.
  const written = new Map<string, string>();
  const current: CurrentValue = (name) => written.get(name) ?? defaults(name);

  const { dialect, lines } = readSettings(text, options.file);
  // Other syntaxes may begin with one.
  if (hasByteOrderMark(text) && dialect !== "embedded") report("sysctl/byte-order-mark", { start: 0, end: 1 });
  const repeated = createRepetitionCheck(text, report);
  for (const line of lines) {
    if (line.kind === "malformed") {
      report(`sysctl/${line.reason}`, line.content, { content: inlineCode(textOf(text, line.content)) });
    } else if (line.kind === "assignment" || line.kind === "exclusion") {
      const subject = subjectOf(keyOf(text, line));
      diagnoseKey(knowledge, subject, line.key, dialect, report);
      if (line.kind === "exclusion" || subject.kind !== "described") continue;
      const value = valueOf(text, line);
      // Elsewhere the same key may be set for several machines.
      if (dialect !== "embedded") repeated(subject.name.dotted, value, line.key);
      if (subject.presence.status !== "present" || holdsTemplate(value)) continue;
      if (dialect === "embedded" && isExpression(text, line.value)) continue;
      // Whoever loads the file ends each value with a line feed.
      const outcome = predict(knowledge, subject.entry, subject.name.dotted, `${value}\n`, { kernel, current });
      diagnoseValue(knowledge, subject, value, line.value, outcome, report);
      if (outcome.kind !== "refused") written.set(subject.name.dotted, value);
      const { entry, name } = subject;
      const { key: keySpan, value: valueSpan, ignoresErrors } = line;
      const context = { knowledge, entry, key: name.dotted, keySpan, value, valueSpan, outcome, ignoresErrors };
      for (const rule of valueRules) rule(context, report);
    }
  }
  return findings;
}

/** Without quotes, what is no figure may be a name or a call of the language around it. */
function isExpression(text: string, value: Span): boolean {
  // A placeholder, for the reader to fill in.
  if (text[value.start] === "<") return true;
  if (/["'`]/.test(text[value.start - 1] ?? "")) return false;
  return !/^-?\d/.test(textOf(text, value)) || /\d_\d/.test(textOf(text, value));
}

/** Reports a key that was given another value further up. */
function createRepetitionCheck(text: string, report: Report): (key: string, value: string, span: Span) => void {
  const seen = new Map<string, { readonly value: string; readonly start: number }>();
  const placeOf = createLineIndex(text);
  return (key, value, span) => {
    const words = valueWords(value).join(" ");
    const before = seen.get(key);
    if (before && before.value !== words) {
      const { line } = placeOf(before.start);
      report("sysctl/duplicate-key", span, { key: escapeMarkdown(key), line, earlier: inlineCode(before.value) });
    }
    seen.set(key, { value: words, start: span.start });
  };
}

/** What is known of the key of a line; files repeat keys, so it is found out once for each. */
type Subject =
  | { readonly kind: "template" | "undescribed" }
  | { readonly kind: "unknown"; readonly name: SysctlName }
  | {
      readonly kind: "described";
      readonly name: SysctlName;
      readonly entry: SysctlEntry;
      readonly presence: EntryAtKernel["presence"];
      readonly kernel: KernelVersion;
    };

function createSubjects(knowledge: Knowledge, kernel: KernelVersion): (raw: string) => Subject {
  const subjects = new Map<string, Subject>();
  return (raw) => {
    let subject = subjects.get(raw);
    if (!subject) {
      subject = findSubject(knowledge, kernel, raw);
      subjects.set(raw, subject);
    }
    return subject;
  };
}

function findSubject(knowledge: Knowledge, kernel: KernelVersion, raw: string): Subject {
  if (holdsTemplate(raw)) return { kind: "template" };
  const name = parseSysctlName(raw);
  const entry = knowledge.find(name);
  if (entry) return { kind: "described", name, entry, presence: entryAt(entry, kernel).presence, kernel };
  return name.isGlob || knowledge.isKnown(name) ? { kind: "undescribed" } : { kind: "unknown", name };
}

function diagnoseKey(knowledge: Knowledge, subject: Subject, span: Span, dialect: Dialect, report: Report): void {
  // Elsewhere a dotted name below no directory of the kernel is something else.
  if (subject.kind === "unknown" && (dialect !== "embedded" || knowledge.hasTreeOf(subject.name)))
    diagnoseUnknownKey(knowledge, subject.name, span, report);
  if (subject.kind !== "described" || subject.presence.status === "present") return;
  const { status, change } = subject.presence;
  const values = { key: escapeMarkdown(subject.name.dotted), since: change.kernel, kernel: subject.kernel };
  report(status === "removed" ? "sysctl/removed-key" : "sysctl/not-yet-key", span, values);
}

function diagnoseUnknownKey(knowledge: Knowledge, name: SysctlName, span: Span, report: Report): void {
  const close = knowledge.nearest(name);
  if (close.length === 0 && !completeTrees.has(name.segments[0] ?? "")) return;
  const suggestion =
    close.length > 0 ? fill(knowledge.data.wording["suggestion"], { keys: close.map(escapeMarkdown).join(", ") }) : "";
  report("sysctl/unknown-key", span, { key: escapeMarkdown(name.dotted), suggestion });
}

function diagnoseValue(
  knowledge: Knowledge,
  { name, entry }: Extract<Subject, { kind: "described" }>,
  value: string,
  span: Span,
  outcome: WriteOutcome,
  report: Report,
): void {
  if (outcome.kind === "unknown") return;
  if (outcome.kind === "refused") {
    const reason = describeRefusal(knowledge, entry, value, outcome);
    report("sysctl/refused-value", span, { errno: outcome.errno, reason });
    return;
  }
  if (outcome.keptElements === 0 && outcome.ignoredWords === 0) return;
  if (outcome.keptElements > 0 && entry.value.fewerIsUsual) return;
  // A comment behind the value is ignored by the kernel and means no harm; further numbers were meant.
  const expected = wordsTaken(entry);
  const rest = valueWords(value).slice(expected);
  const surplus = rest.some((word) => word.startsWith("#"))
    ? 0
    : rest.filter((word) => typeof parseKernelNumber(word) === "bigint").length;
  if (outcome.keptElements === 0 && surplus === 0) return;
  const found = expected - outcome.keptElements + surplus;
  report("sysctl/wrong-arity", span, { key: escapeMarkdown(name.dotted), expected, found });
}
