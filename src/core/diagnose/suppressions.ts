import type { Knowledge } from "../knowledge/knowledge";
import { fill } from "../knowledge/wording";
import { stripMarkdown } from "../explain/markdown";
import type { Finding } from "./finding";

/** A finding, and why the file's author wants it left out. */
export interface JudgedFinding extends Finding {
  readonly ignoredBecause?: string | undefined;
}

const comment = /(?:#|;|\/\/|<!--|--)[ \t]*netstack-lens-ignore[ \t]+([\w/-]+(?:[ \t]*,[ \t]*[\w/-]+)*)(?:[ \t]+--[ \t]+(\S[^\n]*?))?[ \t\r]*(?:-->)?[ \t\r]*$/gm; // prettier-ignore
const ruleCode = "lens/ignore-without-reason";

/**
 * Marks the findings that an ignore comment speaks of: on its own line, it covers the next line that is none; behind
 * a setting, that line. A comment without a reason is itself a finding.
 */
export function applySuppressions(
  text: string,
  findings: readonly Finding[],
  knowledge: Knowledge,
): readonly JudgedFinding[] {
  if (!text.includes("netstack-lens-ignore")) return findings;
  const reasons = new Map<string, string>();
  const complaints: Finding[] = [];
  for (const match of text.matchAll(comment)) {
    const [all, codes = "", reason] = match;
    if (reason === undefined) complaints.push(complain(knowledge, match.index, all, codes));
    else
      for (const code of codes.split(","))
        reasons.set(`${coveredLine(text, match.index)} ${code.trim()}`, reason.trim());
  }
  const judged = findings.map((finding): JudgedFinding => {
    const { code, severity, message, span } = finding;
    const ignoredBecause = reasons.get(`${lineStart(text, span.start)} ${code}`);
    return ignoredBecause === undefined ? finding : { code, severity, message, span, ignoredBecause };
  });
  return [...judged, ...complaints].sort((a, b) => a.span.start - b.span.start);
}

function complain(knowledge: Knowledge, start: number, comment: string, codes: string): Finding {
  const rule = knowledge.data.rules.find(({ code }) => code === ruleCode);
  return {
    code: ruleCode,
    severity: rule?.severity ?? "warning",
    message: stripMarkdown(fill(rule?.message ?? "", { codes })),
    span: { start, end: start + comment.trimEnd().length },
  };
}

/** Where the line begins that a comment speaks of. */
function coveredLine(text: string, at: number): number {
  let start = lineStart(text, at);
  if (text.slice(start, at).trim() !== "") return start;
  // Further comments may stand between it and the setting.
  do start = nextLine(text, start);
  while (start < text.length && /^[ \t]*(?:#|;|\/\/|<!--|--|\r?$)/.test(lineAt(text, start)));
  return start;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function nextLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end + 1;
}

function lineAt(text: string, start: number): string {
  return text.slice(start, nextLine(text, start)).replace(/\n$/, "");
}
