import { diagnoseSysctl } from "../core/diagnose/diagnoseSysctl";
import { applySuppressions, type JudgedFinding } from "../core/diagnose/suppressions";
import { createLineIndex } from "../core/documents/lineIndex";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { KernelVersion, Rule } from "../core/knowledge/types";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command, type Options } from "./command";
import { findFiles } from "./findFiles";
import { reports, type PlacedFinding } from "./report";
import { readTextFile, UnreadableFile } from "./textFile";

/** `check FILE…`: what is wrong with the settings of files. A file that cannot be read does not stop the others. */
export const check: Command = {
  usage:
    "check FILE|DIR… [--kernel V] [--lang en|zh-cn] [--format text|json|sarif|github]\n        [--fail-on error|warning|information] [--baseline FILE] [--no-inline-ignore]",
  summary:
    "syntax, unknown and removed keys, wrong arity, values the kernel refuses; --baseline leaves out what an\n      earlier --format json listed",
  run: async (operands, options, { out, err }) => {
    if (operands.length === 0) throw new UsageError("check takes at least one file or folder");
    const format = formatOf(options, ["text", "json", "sarif", "github"]);
    const failing = failingSeverities(options);
    const kernel = kernelOf(options);
    const knowledge = await readKnowledge(languageOf(options));
    const known = await readBaseline(options.baseline);

    let isUnreadable = false;
    const findings: PlacedFinding[] = [];
    for await (const found of findFiles(operands)) {
      try {
        if ("problem" in found) throw new UnreadableFile(found.problem);
        findings.push(...(await checkFile(found.file, knowledge, kernel, options)));
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        isUnreadable = true;
        err(error.message);
      }
    }
    const fresh = findings.filter((finding) => !known.delete(identityOf(finding)));
    out(reports[format](fresh, knowledge));
    if (isUnreadable) return 2;
    const counts = fresh.some(({ severity, ignoredBecause }) => failing.has(severity) && ignoredBecause === undefined);
    return counts ? 1 : 0;
  },
};

async function checkFile(
  file: string,
  knowledge: Knowledge,
  kernel: KernelVersion | undefined,
  options: Options,
): Promise<PlacedFinding[]> {
  const text = await readTextFile(file);
  const placeOf = createLineIndex(text);
  const all = diagnoseSysctl(text, knowledge, { kernel, file });
  const judged = options["no-inline-ignore"] ? all : applySuppressions(text, all, knowledge);
  return judged.map((finding: JudgedFinding) => {
    const { span, code, severity, message, ignoredBecause } = finding;
    const start = placeOf(span.start);
    const end = placeOf(span.end);
    return { file, ...start, endLine: end.line, endColumn: end.column, code, severity, message, ignoredBecause };
  });
}

const severities: readonly Rule["severity"][] = ["error", "warning", "information"];

/** The severities that make the exit status 1: from the one of `--fail-on` upwards, all by default. */
function failingSeverities(options: Options): ReadonlySet<Rule["severity"]> {
  const least = options["fail-on"] ?? "information";
  const index = severities.findIndex((severity) => severity === least);
  if (index === -1) throw new UsageError(`--fail-on ${least}: one of ${severities.join(", ")} is needed`);
  return new Set(severities.slice(0, index + 1));
}

/** A finding stays the same when lines above it come and go. */
function identityOf({ file, code, message }: Pick<PlacedFinding, "file" | "code" | "message">): string {
  return JSON.stringify([file, code, message]);
}

/** The findings of an earlier run, each for one of now. */
async function readBaseline(file: string | undefined): Promise<{ delete: (identity: string) => boolean }> {
  const counts = new Map<string, number>();
  if (file !== undefined) {
    try {
      for (const finding of JSON.parse(await readTextFile(file)) as PlacedFinding[]) {
        const identity = identityOf(finding);
        counts.set(identity, (counts.get(identity) ?? 0) + 1);
      }
    } catch (error) {
      throw new UsageError(`--baseline ${file}: ${(error as Error).message}`);
    }
  }
  return {
    delete: (identity) => {
      const count = counts.get(identity) ?? 0;
      if (count > 0) counts.set(identity, count - 1);
      return count > 0;
    },
  };
}
