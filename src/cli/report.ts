import path from "node:path";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { Severity } from "../core/knowledge/types";
import { sarif } from "./sarif";

/** From a place to behind another, as people count them, from 1. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding with its place. */
export interface PlacedFinding extends Region {
  readonly file: string;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Stays the same when other lines of the file come and go. */
  readonly fingerprint: string;
  readonly ignoredBecause?: string | undefined;
  /** Best first. */
  readonly fixes?: readonly PlacedFix[] | undefined;
}

/** A change that mends a finding: what stands in a region gives way to a text. */
export interface PlacedFix {
  readonly title: string;
  readonly region: Region;
  readonly text: string;
  /** It takes away the byte order mark, which is no part of the text. */
  readonly removesMark: boolean;
}

/** What could not be read. */
export interface Problem {
  readonly message: string;
  /** An operand itself, not something below one. */
  readonly isNamed: boolean;
}

export interface Results {
  readonly findings: readonly PlacedFinding[];
  readonly problems: readonly Problem[];
}

/** Writes results in one of the formats of `check`, piece by piece. Ignored findings only appear in SARIF, marked. */
export type Report = (results: Results, knowledge: Knowledge) => Iterable<string>;

export const reports = { text, json, sarif, github } as const satisfies Record<string, Report>;

function* text({ findings }: Results): Iterable<string> {
  for (const one of open(findings))
    yield `${one.file}:${one.line}:${one.column}: ${one.severity} ${one.code} ${one.message}\n`;
}

function* json({ findings }: Results): Iterable<string> {
  let separator = "";
  yield "[";
  for (const one of open(findings)) {
    yield `${separator}\n  ${JSON.stringify(one, undefined, 2).replaceAll("\n", "\n  ")}`;
    separator = ",";
  }
  yield separator === "" ? "]\n" : "\n]\n";
}

const commands = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
} as const satisfies Record<Severity, string>;

/** Workflow commands, which GitHub shows beside the lines of a change. */
function* github({ findings }: Results): Iterable<string> {
  const escape = (value: string): string =>
    value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (value: string): string => escape(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
  for (const one of open(findings)) {
    const file = property(one.file.replaceAll(path.sep, "/"));
    const place = `file=${file},line=${one.line},endLine=${one.endLine},col=${one.column},endColumn=${one.endColumn}`;
    yield `::${commands[one.severity]} ${place},title=${property(one.code)}::${escape(one.message)}\n`;
  }
}

function* open(findings: readonly PlacedFinding[]): Iterable<PlacedFinding> {
  for (const one of findings) if (one.ignoredBecause === undefined) yield one;
}
