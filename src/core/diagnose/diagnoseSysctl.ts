import type { Setting, Span, SysctlDocument } from "../documents/sysctlConf";
import { textOf } from "../documents/sysctlConf";
import { describeRefusal } from "../explain/explainValue";
import { escapeMarkdown, inlineCode, stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { entryAt } from "../knowledge/kernelVersion";
import {
  holdsTemplate,
  parseKernelNumber,
  predictWrite,
  valueWords,
  wordsTaken,
  type CurrentValue,
} from "../knowledge/predictWrite";
import { parseSysctlName, type SysctlName } from "../knowledge/sysctlName";
import type { KernelVersion, Rule, SysctlEntry } from "../knowledge/types";
import { fill } from "../knowledge/wording";

/** One thing wrong in a document. */
export interface Finding {
  /** Permanent code of the rule; its page is content/rules/CODE.md. */
  readonly code: string;
  readonly severity: Rule["severity"];
  readonly message: string;
  readonly span: Span;
}

/** Reports a finding by its rule's code, with the values for the rule's message. */
type Report = (code: string, span: Span, values?: Readonly<Record<string, string | number>>) => void;

/** Keys of these trees are all listed, so a name that is not listed does not exist. */
const completeTrees = new Set(["net"]);

/** Everything wrong with the settings of a sysctl.conf, in the order of the text. */
export function diagnoseSysctl(
  document: SysctlDocument,
  knowledge: Knowledge,
  options: { readonly kernel?: KernelVersion | undefined } = {},
): readonly Finding[] {
  const findings: Finding[] = [];
  const rules = new Map(knowledge.data.rules.map((rule) => [rule.code, rule]));
  const report: Report = (code, span, values = {}) => {
    const rule = rules.get(code);
    if (!rule) throw new Error(`no rule ${code}`);
    findings.push({ code, severity: rule.severity, message: stripMarkdown(fill(rule.message, values)), span });
  };
  // What lines further up set counts for the keys that bound each other.
  const written = new Map<string, string>();
  const current: CurrentValue = (name) => written.get(name) ?? knowledge.defaultOf(name);
  if (document.hasByteOrderMark) report("sysctl/byte-order-mark", { start: 0, end: 1 });
  for (const line of document.lines) {
    if (line.kind === "malformed") {
      report(`sysctl/${line.reason}`, line.content, { content: inlineCode(textOf(document.text, line.content)) });
    } else if (line.kind === "assignment" || line.kind === "exclusion") {
      const kernel = options.kernel ?? knowledge.data.newestKernel;
      diagnoseSetting(document.text, line, { knowledge, kernel, current, report });
      if (line.kind === "assignment") {
        written.set(parseSysctlName(textOf(document.text, line.key)).dotted, textOf(document.text, line.value));
      }
    }
  }
  return findings;
}

interface Circumstances {
  readonly knowledge: Knowledge;
  readonly kernel: KernelVersion;
  readonly current: CurrentValue;
  readonly report: Report;
}

function diagnoseSetting(text: string, line: Setting, circumstances: Circumstances): void {
  const { knowledge, kernel, report } = circumstances;
  const raw = textOf(text, line.key);
  if (holdsTemplate(raw)) return;
  const name = parseSysctlName(raw);
  const entry = knowledge.find(name);
  if (!entry) {
    if (!name.isGlob) diagnoseUnknownKey(knowledge, name, line.key, report);
    return;
  }
  const key = escapeMarkdown(name.dotted);
  const { presence } = entryAt(entry, kernel);
  if (presence.status === "removed") report("sysctl/removed-key", line.key, { key, since: presence.change.kernel });
  if (presence.status === "not-yet")
    report("sysctl/not-yet-key", line.key, { key, since: presence.change.kernel, kernel });
  if (presence.status === "present" && line.kind === "assignment") {
    diagnoseValue(circumstances, entry, key, textOf(text, line.value), line.value);
  }
}

function diagnoseUnknownKey(knowledge: Knowledge, name: SysctlName, span: Span, report: Report): void {
  if (knowledge.isKnown(name)) return;
  const close = knowledge.nearest(name);
  if (close.length === 0 && !completeTrees.has(name.segments[0] ?? "")) return;
  const suggestion =
    close.length > 0 ? fill(knowledge.data.wording["suggestion"], { keys: close.map(escapeMarkdown).join(", ") }) : "";
  report("sysctl/unknown-key", span, { key: escapeMarkdown(name.dotted), suggestion });
}

function diagnoseValue(
  { knowledge, current, report }: Circumstances,
  entry: SysctlEntry,
  key: string,
  value: string,
  span: Span,
): void {
  const outcome = predictWrite(entry, value, current);
  if (outcome.kind === "unknown") return;
  if (outcome.kind === "refused") {
    const reason = describeRefusal(knowledge, entry, value, outcome);
    report("sysctl/refused-value", span, { errno: outcome.errno, reason });
    return;
  }
  // A comment behind the value is ignored by the kernel and means no harm; further numbers were meant.
  const words = valueWords(value);
  const extra = words.slice(wordsTaken(entry)).filter((word) => typeof parseKernelNumber(word) === "bigint");
  const meant = words.findIndex((word) => word.startsWith("#")) === -1 ? extra.length : 0;
  if (outcome.keptElements > 0 || meant > 0) {
    const expected = wordsTaken(entry);
    report("sysctl/wrong-arity", span, { key, expected, found: expected - outcome.keptElements + meant });
  }
}
