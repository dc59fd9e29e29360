import { createLineIndex } from "../core/documents/lineIndex";
import { readSettings } from "../core/documents/settings";
import { keyOf, textOf, valueOf } from "../core/documents/sysctlConf";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { formatOf, UsageError, type Command } from "./command";
import { readOrComplain } from "./textFile";

/** `locate FILE`: every setting of a file with its place. */
export const locate: Command = {
  usage: "locate FILE|- [--format text|json]",
  summary: "every setting found in a file: key, value, line, column, dialect",
  run: async (operands, options, { out, err }) => {
    const [file, ...rest] = operands;
    if (file === undefined || rest.length > 0) throw new UsageError("locate takes one file");
    const format = formatOf(options, ["text", "json"]);
    const text = await readOrComplain(file, err);
    if (text === undefined) return 2;
    const placeOf = createLineIndex(text);
    const { dialect, lines } = readSettings(text, file);
    const settings = [];
    for (const line of lines) {
      if (line.kind !== "assignment" && line.kind !== "exclusion") continue;
      const written = textOf(text, line.key);
      settings.push({
        key: parseSysctlName(keyOf(text, line)).dotted,
        written,
        value: line.kind === "assignment" ? valueOf(text, line) : null,
        ...placeOf(line.key.start),
        valueColumn: line.kind === "assignment" ? placeOf(line.value.start).column : null,
        dialect,
        ...(line.kind === "exclusion" && { excluded: true }),
        ...(line.kind === "assignment" && line.ignoresErrors && { ignoresErrors: true }),
        ...(line.kind === "assignment" && line.place && { place: line.place }),
      });
    }
    if (format === "json") out(`${JSON.stringify(settings, undefined, 2)}\n`);
    else
      out(
        settings
          .map((one) => `${file}:${one.line}:${one.column}: ${one.key} = ${one.value ?? "(excluded)"}\n`)
          .join(""),
      );
    return 0;
  },
};
