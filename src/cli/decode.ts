import { cellsOf, fieldOf, findDumps } from "../core/dumps/findDumps";
import { createLineIndex } from "../core/documents/lineIndex";
import { textOf } from "../core/documents/sysctlConf";
import { stripMarkdown } from "../core/explain/markdown";
import { qualifiedNameOf } from "../core/knowledge/dumpIndex";
import { formatOf, languageOf, readKnowledge, UsageError, type Command } from "./command";
import { readOrComplain } from "./textFile";

/** `decode FILE`: the figures of the dumps in a text, what each is and whether it looks wrong. */
export const decode: Command = {
  usage: "decode FILE|- [--lang en|zh-cn] [--format text|json]",
  summary: "a /proc dump or the output of ss, nstat, ethtool … as names, values and meanings; ! marks what looks wrong",
  run: async (operands, options, { out, err }) => {
    const [file, ...rest] = operands;
    if (file === undefined || rest.length > 0) throw new UsageError("decode takes one file, or - for standard input");
    const format = formatOf(options, ["text", "json"]);
    const text = await readOrComplain(file, err);
    if (text === undefined) return 2;
    const knowledge = await readKnowledge(languageOf(options));
    const index = knowledge.dumps();
    const placeOf = createLineIndex(text);

    const figures = [];
    for (const region of findDumps(text)) {
      for (const cell of cellsOf(text, region)) {
        const hit = cell.value && fieldOf(cell, index);
        if (!cell.value || !hit) continue;
        const value = textOf(text, cell.value);
        const isHex = (hit.field.numbers ?? hit.dump.numbers) === "hex" && /^[0-9a-f]+$/i.test(value);
        const number = isHex ? Number.parseInt(value, 16) : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
        const isWrong = hit.field.kind === "counter" && hit.field.growth === "bad" && number !== null && number > 0;
        const name = qualifiedNameOf(hit);
        figures.push({ name, value, number, ...placeOf(cell.value.start), unit: hit.field.unit, looksWrong: isWrong, summary: stripMarkdown(hit.field.summary), pointsTo: isWrong ? stripMarkdown(hit.field.points ?? "") : null }); // prettier-ignore
      }
    }
    if (figures.length === 0) {
      err(`${file}: no dump was recognised`);
      return 1;
    }
    if (format === "json") out(`${JSON.stringify(figures, undefined, 2)}\n`);
    else {
      const nameWidth = figures.reduce((width, { name }) => Math.max(width, name.length), 0);
      const valueWidth = figures.reduce((width, { value }) => Math.max(width, value.length), 0);
      for (const { name, value, number, looksWrong, summary, pointsTo } of figures) {
        const decoded = number !== null && String(number) !== value ? ` = ${number}` : "";
        out(
          `${looksWrong ? "!" : " "} ${name.padEnd(nameWidth)}  ${(value + decoded).padStart(valueWidth)}  ${summary}\n`,
        );
        if (pointsTo) out(`  ${" ".repeat(nameWidth)}  ${" ".repeat(valueWidth)}  → ${pointsTo}\n`);
      }
    }
    return 0;
  },
};
