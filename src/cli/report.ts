import type { Finding } from "../core/diagnose/finding";
import type { Knowledge } from "../core/knowledge/knowledge";

/** A finding with its place as people count it, from 1. */
export interface PlacedFinding extends Pick<Finding, "severity" | "code" | "message"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly ignoredBecause?: string | undefined;
}

/** Writes findings in one of the formats of `check`. Ignored ones only appear in SARIF, marked. */
export type Report = (findings: readonly PlacedFinding[], knowledge: Knowledge) => string;

export const reports = { text, json, sarif, github } as const satisfies Record<string, Report>;

const open = (findings: readonly PlacedFinding[]): readonly PlacedFinding[] =>
  findings.filter(({ ignoredBecause }) => ignoredBecause === undefined);

function text(findings: readonly PlacedFinding[]): string {
  return open(findings).map((one) => `${one.file}:${one.line}:${one.column}: ${one.severity} ${one.code} ${one.message}\n`).join(""); // prettier-ignore
}

function json(findings: readonly PlacedFinding[]): string {
  return `${JSON.stringify(open(findings), undefined, 2)}\n`;
}

const commands = { error: "error", warning: "warning", information: "notice", hint: "notice" } as const;

/** Workflow commands, which GitHub shows beside the lines of a change. */
function github(findings: readonly PlacedFinding[]): string {
  const escape = (value: string): string =>
    value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (value: string): string => escape(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return open(findings)
    .map((one) => {
      const place = `file=${property(one.file)},line=${one.line},endLine=${one.endLine},col=${one.column},endColumn=${one.endColumn}`;
      return `::${commands[one.severity]} ${place},title=${property(one.code)}::${escape(one.message)}\n`;
    })
    .join("");
}

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

/** SARIF 2.1.0, with the rules' texts and what the files themselves ignore. */
function sarif(findings: readonly PlacedFinding[], { data }: Knowledge): string {
  const indexOf = new Map(data.rules.map((rule, index) => [rule.code, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Netstack Lens",
            semanticVersion: VERSION,
            rules: data.rules.map((rule) => ({
              id: rule.code,
              shortDescription: { text: rule.message },
              help: { text: rule.page, markdown: rule.page },
              defaultConfiguration: { level: levels[rule.severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((one) => ({
          ruleId: one.code,
          ruleIndex: indexOf.get(one.code),
          level: levels[one.severity],
          message: { text: one.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(one.file) },
                region: {
                  startLine: one.line,
                  startColumn: one.column,
                  endLine: one.endLine,
                  endColumn: one.endColumn,
                },
              },
            },
          ],
          ...(one.ignoredBecause !== undefined && {
            suppressions: [{ kind: "inSource", justification: one.ignoredBecause }],
          }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

declare const VERSION: string;

/** A path as a URI reference. */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${path}` : path;
}
