import { isEmbedded } from "../documents/settings";
import type { Offset, Span } from "../documents/sysctlConf";
import { parseSysctlLine } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import { fill } from "../knowledge/wording";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import { numberBounds } from "../writes/predictWrite";
import type { Finding } from "./finding";
import type { Fix } from "./fixes/fix";
import { fixSlip } from "./fixes/slips";

export type { Fix } from "./fixes/fix";

/** The changes that may mend a finding, best first; none where only the author can know. `file` tells the syntax. */
export function fixesFor(
  text: string,
  finding: Pick<Finding, "code" | "span">,
  knowledge: Knowledge,
  file?: string,
): readonly Fix[] {
  const fixes = fixesInSettings(text, finding, knowledge);
  // What turns a line of sysctl.conf into a comment may cut a command or a list elsewhere.
  const isSafe = ({ span }: Fix): boolean => span.end > span.start || !isEmbedded(text, file);
  return fixes.filter(isSafe);
}

function fixesInSettings(
  text: string,
  { code, span }: Pick<Finding, "code" | "span">,
  knowledge: Knowledge,
): readonly Fix[] {
  switch (code) {
    case "sysctl/unknown-key":
      return fixKey(text, span, knowledge);
    case "sysctl/removed-key":
    case "sysctl/not-yet-key":
    case "sysctl/no-equals-sign":
    case "sysctl/section-header":
    case "sysctl/include-line":
    case "sysctl/shell-command":
    case "sysctl/foreign-comment":
    case "sysctl/all-without-effect":
    case "sysctl/few-open-files":
    case "sysctl/small-time-wait-table":
      return [commentOut(text, span, knowledge)];
    case "sysctl/key-without-effect":
    case "sysctl/default-value":
      return standsAlone(text, span) ? [commentOut(text, span, knowledge)] : [];
    case "sysctl/byte-order-mark":
      return [{ title: knowledge.data.wording["fix.byteOrderMark"], span, text: "", isPreferred: true }];
    case "sysctl/refused-value":
      return fixValue(text, span, knowledge);
    default:
      return fixSlip(text, code, span, knowledge);
  }
}

function fixKey(text: string, span: Span, knowledge: Knowledge): readonly Fix[] {
  const written = text.slice(span.start, span.end);
  const near = knowledge.nearest(parseSysctlName(written));
  const isSlashed = /[./]/.exec(written)?.[0] === "/";
  return near.map((key) => {
    const replacement = isSlashed ? key.replace(/[./]/g, (char) => (char === "." ? "/" : ".")) : key;
    const title = fill(knowledge.data.wording["fix.replaceKey"], { key: replacement });
    return { title, span, text: replacement, isPreferred: near.length === 1 };
  });
}

function commentOut(text: string, span: Span, knowledge: Knowledge): Fix {
  const start = lineStart(text, span.start);
  return {
    title: knowledge.data.wording["fix.commentOut"],
    span: { start, end: start },
    text: "# ",
    isPreferred: false,
  };
}

/** Nothing but the setting stands on its line, so that it is no part of another syntax. */
function standsAlone(text: string, span: Span): boolean {
  const start = lineStart(text, span.start);
  const line = parseSysctlLine(text, start, span.end);
  return line.kind === "assignment" && line.value.start === span.start && !/[\s"']/.test(text.slice(line.key.start, line.key.end)); // prettier-ignore
}

/** The bound that a figure passed, where that is what is wrong with it. */
function fixValue(text: string, span: Span, knowledge: Knowledge): readonly Fix[] {
  const start = lineStart(text, span.start);
  const lineEnd = text.indexOf("\n", start);
  const line = text.slice(start, lineEnd === -1 ? text.length : lineEnd);
  const parsed = parseSysctlLine(line);
  if (parsed.kind !== "assignment") return [];
  const entry = knowledge.find(parseSysctlName(line.slice(parsed.key.start, parsed.key.end)));
  const [word, ...rest] = valueWords(text.slice(span.start, span.end));
  const number = word === undefined ? undefined : parseKernelNumber(word);
  if (!entry?.value.range || typeof number !== "bigint" || rest.length > 0) return [];
  const [lowest, highest] = numberBounds(entry);
  if (number >= lowest && number <= highest) return [];
  const bound = String(number < lowest ? lowest : highest);
  return [
    { title: fill(knowledge.data.wording["fix.bound"], { value: bound }), span, text: bound, isPreferred: false },
  ];
}

function lineStart(text: string, at: Offset): Offset {
  return text.lastIndexOf("\n", at - 1) + 1;
}
