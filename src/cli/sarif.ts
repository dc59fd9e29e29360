import path from "node:path";
import { pathToFileURL } from "node:url";
import { titleOf } from "../core/diagnose/finding";
import { stripMarkdown } from "../core/explain/markdown";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { Rule, Severity } from "../core/knowledge/types";
import type { PlacedFinding, PlacedFix, Problem, Region, Results } from "./report";

declare const VERSION: string;

/**
 * A hint is a note as well: `none` is for results that report no problem, and code scanning on GitHub names error,
 * warning and note as a rule's levels.
 */
const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const satisfies Record<
  Severity,
  string
>;

/** What GitHub sorts by. */
const problemSeverities = {
  error: "error",
  warning: "warning",
  information: "recommendation",
  hint: "recommendation",
} as const satisfies Record<Severity, string>;

/**
 * SARIF 2.1.0 with the rules' texts, fixes, what the files themselves ignore and what could not be read. One result a
 * line. The run has no `automationDetails`: they would overrule the category an upload is given.
 */
export function* sarif({ findings, problems }: Results, { data }: Knowledge): Iterable<string> {
  const run = {
    tool: { driver: { name: "Netstack Lens", semanticVersion: VERSION, rules: data.rules.map(describeRule) } },
    columnKind: "utf16CodeUnits",
    invocations: [describeRun(problems)],
  };
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[\n';
  yield `${JSON.stringify(run).slice(0, -1)},"results":[`;
  const indexOf = new Map(data.rules.map((rule, index) => [rule.code, index]));
  let separator = "\n";
  for (const one of findings) {
    yield `${separator}${JSON.stringify({ ruleIndex: indexOf.get(one.code), ...describeFinding(one) })}`;
    separator = ",\n";
  }
  yield "\n]}]}\n";
}

function describeRule({ code, message, page, severity }: Rule): object {
  const [reason = page] = page.split(/\n{2,}/, 1);
  return {
    id: code,
    // What differs from finding to finding stands in each.
    shortDescription: { text: stripMarkdown(titleOf({ message })) },
    fullDescription: { text: stripMarkdown(reason.replaceAll("\n", " ")), markdown: reason },
    help: { text: stripMarkdown(page), markdown: page },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: code.split("/", 1), "problem.severity": problemSeverities[severity] },
  };
}

function describeRun(problems: readonly Problem[]): object {
  return {
    executionSuccessful: !problems.some(({ isNamed }) => isNamed),
    toolExecutionNotifications: problems.map(({ message, isNamed }) => ({
      level: isNamed ? "error" : "warning",
      message: { text: message },
    })),
  };
}

function describeFinding({
  code,
  severity,
  message,
  file,
  fingerprint,
  ignoredBecause,
  fixes = [],
  ...region
}: PlacedFinding): object {
  // prettier-ignore
  const artifactLocation = { uri: uriOf(file) };
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: describeRegion(region) } }],
    partialFingerprints: { "netstackLensContext/v1": fingerprint },
    // One result that has the property says of those without that nobody looked.
    suppressions: ignoredBecause === undefined ? [] : [{ kind: "inSource", justification: ignoredBecause }],
    ...(fixes.length > 0 && {
      fixes: fixes.map((fix) => ({
        description: { text: fix.title },
        artifactChanges: [{ artifactLocation, replacements: [describeReplacement(fix)] }],
      })),
    }),
  };
}

function describeReplacement({ region, text, removesMark }: PlacedFix): object {
  // Lines and columns do not count the mark, so only bytes can name it.
  if (removesMark) return { deletedRegion: { byteOffset: 0, byteLength: 3 } };
  return { deletedRegion: describeRegion(region), insertedContent: { text } };
}

function describeRegion({ line, column, endLine, endColumn }: Region): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A path as a URI, a relative one as a reference. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file.toWellFormed().split(path.sep).map(encodeURIComponent).join("/");
}
