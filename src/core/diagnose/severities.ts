import type { Severity } from "../knowledge/types";
import type { JudgedFinding } from "./suppressions";

/** All severities, the one that matters most first. */
export const severities = ["error", "warning", "information", "hint"] as const satisfies readonly Severity[];

/** What somebody wants rules to count as; `off` silences one. A key is a rule's code, or `area/*` for all of an area. */
export type SeverityLevels = Readonly<Record<string, Severity | "off">>;

/** Gives findings the severity their reader chose and leaves out what is off. A code goes before its area. */
export function adjustSeverities(findings: readonly JudgedFinding[], levels: SeverityLevels): readonly JudgedFinding[] {
  if (Object.keys(levels).length === 0) return findings;
  return findings.flatMap((finding) => {
    const { code, message, span, ignoredBecause } = finding;
    const severity = levelOf(code, levels) ?? finding.severity;
    if (severity === "off") return [];
    return [severity === finding.severity ? finding : { code, severity, message, span, ignoredBecause }];
  });
}

/** What is chosen for a rule; `undefined` where it keeps its own severity. */
export function levelOf(code: string, levels: SeverityLevels): Severity | "off" | undefined {
  // Keys come from a person, so a name every object has must not answer.
  const key = [code, `${areaOf(code)}/*`].find((candidate) => Object.hasOwn(levels, candidate));
  return key === undefined ? undefined : levels[key];
}

/** Whether a key of `SeverityLevels` speaks of any of these rules. */
export function namesRule(key: string, rules: readonly { readonly code: string }[]): boolean {
  return rules.some(({ code }) => code === key || `${areaOf(code)}/*` === key);
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf("/"));
}
