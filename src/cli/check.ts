import type { Knowledge } from "../core/knowledge/knowledge";
import type { Severity } from "../core/knowledge/types";
import { readBaseline } from "./baseline";
import { createChecker } from "./checkText";
import { formatOf, readKnowledge, languageOf, UsageError, type Command, type Options } from "./command";
import { findFiles, type FoundFile } from "./findFiles";
import { createProgress } from "./progress";
import { reports, type PlacedFinding, type Problem, type Results } from "./report";
import { failingSeverities, ruleLevels } from "./severityOptions";
import { readStandardInput, readTextFile, UnreadableFile } from "./textFile";

/** What findings of standard input are placed in, unless it was given a name. */
const nameOfStandardInput = "<stdin>";

/** `check FILE…`: what is wrong with the settings of files. A file that cannot be read does not stop the others. */
export const check: Command = {
  usage:
    "check FILE|DIR|GLOB|-… [--stdin-name NAME] [--kernel V] [--lang en|zh-cn]\n        [--format text|json|sarif|github] [--fail-on error|warning|information|hint] [--rule CODE=SEVERITY]…\n        [--baseline FILE] [--no-inline-ignore]",
  summary:
    "syntax, unknown and removed keys, wrong arity, values the kernel refuses. --stdin-name says as what file to\n      read standard input; --rule gives a rule another severity, or off, and takes AREA/* too; --fail-on hint also\n      lists hints; --baseline leaves out what an earlier --format json listed. What cannot be read below a folder\n      or a glob is told and skipped; an operand that cannot be read makes the exit status 2",
  run: async (operands, options, output) => {
    checkOperands(operands, options);
    const format = formatOf(options, ["text", "json", "sarif", "github"]);
    const failing = failingSeverities(options);
    const knowledge = await readKnowledge(languageOf(options));
    const isKnown = readBaseline(options.baseline);
    const all = await checkFiles(operands, options, knowledge, output.err);
    // What nobody asked to fail on is only listed where something is wrong with it.
    const isListed = ({ severity }: PlacedFinding): boolean => severity !== "hint" || failing.has(severity);
    const results = { ...all, findings: all.findings.filter((finding) => isListed(finding) && !isKnown(finding)) };
    writeAll(reports[format](results, knowledge), output.out);
    return exitStatus(results, failing);
  },
};

function checkOperands(operands: readonly string[], options: Options): void {
  if (operands.length === 0) throw new UsageError("check takes at least one file or folder, or - for standard input");
  const count = operands.filter((operand) => operand === "-").length;
  if (count > 1) throw new UsageError("standard input can be checked once only");
  if (options["stdin-name"] !== undefined && count === 0)
    throw new UsageError("--stdin-name is for standard input, which - stands for");
}

/** Checks file by file; complaints are made at once. */
async function checkFiles(
  operands: readonly string[],
  options: Options,
  knowledge: Knowledge,
  complain: (text: string) => void,
): Promise<Results> {
  const check = createChecker(knowledge, options, ruleLevels(options, knowledge.data.rules));
  const progress = createProgress(process.stderr);
  const findings: PlacedFinding[] = [];
  const problems: Problem[] = [];
  let files = 0;
  for await (const found of findFiles(operands)) {
    try {
      const { name, text } = await read(found, options);
      for (const finding of check(name, text)) findings.push(finding);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      progress.erase();
      complain(found.isNamed ? error.message : `skipped ${error.message}`);
      problems.push({ message: error.message, isNamed: found.isNamed });
    }
    files++;
    if (!found.isNamed) progress.update(files, findings.length);
  }
  progress.erase();
  return { findings, problems };
}

async function read(found: FoundFile, options: Options): Promise<{ readonly name: string; readonly text: string }> {
  if ("problem" in found) throw new UnreadableFile(found.problem);
  if (found.file !== "-") return { name: found.file, text: readTextFile(found.file) };
  return { name: options["stdin-name"] ?? nameOfStandardInput, text: await readStandardInput() };
}

/** Writes a report in pieces: the whole may be longer than a string can be. */
function writeAll(report: Iterable<string>, out: (text: string) => void): void {
  const enough = 65_536;
  let piece = "";
  for (const text of report) {
    piece += text;
    if (piece.length < enough) continue;
    out(piece);
    piece = "";
  }
  if (piece !== "") out(piece);
}

function exitStatus({ findings, problems }: Results, failing: ReadonlySet<Severity>): number {
  if (problems.some(({ isNamed }) => isNamed)) return 2;
  const counts = findings.some(({ severity, ignoredBecause }) => failing.has(severity) && ignoredBecause === undefined);
  return counts ? 1 : 0;
}
