import { findMentions, mayHoldKey, wholeKey } from "../documents/mentions";
import type { Span } from "../documents/sysctlConf";
import { cellsOf, fieldOf, findDumps } from "../dumps/findDumps";
import { explainField } from "../explain/explainField";
import { explainKey } from "../explain/explainKey";
import { explainValue } from "../explain/explainValue";
import type { Explanation } from "../explain/explanation";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";

/** What a word of a sample is about; as plain data, since panels hand it back. */
export type Subject =
  | { readonly kind: "key"; readonly key: string }
  /** One word of what a key is given. */
  | { readonly kind: "value"; readonly key: string; readonly value: string; readonly word: number }
  /** A column or counter, with what stands there. */
  | { readonly kind: "field"; readonly name: string; readonly value?: string };

/** A word of a sample that can be explained. */
export interface Term extends Span {
  readonly subject: Subject;
}

/** Everything in a sample that the editor would explain, in order; nothing overlaps. Never throws. */
export function termsIn(sample: string, knowledge: Knowledge): readonly Term[] {
  const terms = [...dumpTerms(sample, knowledge), ...settingTerms(sample, knowledge)];
  terms.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = -1;
  return terms.filter((term) => {
    if (term.start < end) return false;
    end = term.end;
    return true;
  });
}

/** What a code span in a sentence names; `undefined` for anything but a key or a counter. */
export function subjectOf(code: string, knowledge: Knowledge): Subject | undefined {
  const key = wholeKey(code);
  if (key !== undefined) return knowledge.find(parseSysctlName(key)) && { kind: "key", key };
  // Words that only happen to be the name of some column are left alone.
  if (!/^[\w.:-]{3,80}$/.test(code) || !/[A-Z_:-]/.test(code)) return undefined;
  // As scenarios name counters: `TcpExt.ListenOverflows`, `softnet.time_squeeze`.
  const name = [code, code.replace(".", ""), code.replace(/^softnet\./, "softnet_stat:")].find(
    (one) => knowledge.dumps().find(one).length > 0,
  );
  return name === undefined ? undefined : { kind: "field", name };
}

/** What is known of a subject; `undefined` where that is nothing. */
export function explainSubject(
  subject: Subject,
  knowledge: Knowledge,
  kernel?: KernelVersion,
): Explanation | undefined {
  if (subject.kind === "key") return explainKey(knowledge, parseSysctlName(subject.key), { kernel });
  if (subject.kind === "value")
    return explainValue(knowledge, parseSysctlName(subject.key), subject.value, subject.word, { kernel });
  const [hit] = knowledge.dumps().find(subject.name);
  return hit && explainField(knowledge, hit, { kernel, value: subject.value });
}

function* dumpTerms(sample: string, knowledge: Knowledge): Generator<Term> {
  for (const region of findDumps(sample)) {
    for (const cell of cellsOf(sample, region)) {
      const name = cell.names.find((one) => knowledge.dumps().find(one).length > 0);
      if (name === undefined || !fieldOf(cell, knowledge.dumps())) continue;
      const value = cell.value && sample.slice(cell.value.start, cell.value.end);
      const subject: Subject = { kind: "field", name, ...(value !== undefined && { value }) };
      for (const span of [cell.label, cell.value]) if (span && span.end > span.start) yield { ...span, subject };
    }
  }
}

function* settingTerms(sample: string, knowledge: Knowledge): Generator<Term> {
  let base = 0;
  for (const line of sample.split("\n")) {
    for (const mention of mayHoldKey(line) ? findMentions(line) : []) {
      const key = line.slice(mention.key.start, mention.key.end);
      if (!knowledge.find(parseSysctlName(key))) continue;
      yield { start: base + mention.key.start, end: base + mention.key.end, subject: { kind: "key", key } };
      if (mention.value) yield* valueTerms(line, mention.value, base, key);
    }
    base += line.length + 1;
  }
}

function* valueTerms(line: string, span: Span, base: number, key: string): Generator<Term> {
  const value = line.slice(span.start, span.end);
  for (const [word, match] of Array.from(value.matchAll(/\S+/g)).entries()) {
    const start = base + span.start + match.index;
    yield { start, end: start + match[0].length, subject: { kind: "value", key, value, word } };
  }
}
