import { diagnoseSysctl } from "../core/diagnose/diagnoseSysctl";
import { createLineIndex } from "../core/documents/lineIndex";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command } from "./command";
import { readTextFile, UnreadableFile } from "./textFile";

/** `check FILE…`: what is wrong with the settings of files. A file that cannot be read does not stop the others. */
export const check: Command = {
  usage: "check FILE… [--kernel V] [--lang en|zh-cn] [--format text|json]",
  summary: "syntax, unknown and removed keys, wrong arity, values the kernel refuses",
  run: async (operands, options, { out, err }) => {
    if (operands.length === 0) throw new UsageError("check takes at least one file");
    const format = formatOf(options, ["text", "json"]);
    const kernel = kernelOf(options);
    const knowledge = await readKnowledge(languageOf(options));

    let unreadable = false;
    const findings = [];
    for (const file of operands) {
      try {
        const text = await readTextFile(file);
        const placeOf = createLineIndex(text);
        for (const { span, code, severity, message } of diagnoseSysctl(text, knowledge, { kernel, file })) {
          const start = placeOf(span.start);
          const end = placeOf(span.end);
          findings.push({ file, ...start, endLine: end.line, endColumn: end.column, severity, code, message });
        }
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        unreadable = true;
        err(error.message);
      }
    }
    if (format === "json") out(`${JSON.stringify(findings, undefined, 2)}\n`);
    else {
      const lines = findings.map(
        (one) => `${one.file}:${one.line}:${one.column}: ${one.severity} ${one.code} ${one.message}\n`,
      );
      out(lines.join(""));
    }
    if (unreadable) return 2;
    return findings.length > 0 ? 1 : 0;
  },
};
