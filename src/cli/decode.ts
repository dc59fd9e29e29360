import { distance } from "fastest-levenshtein";
import { createLineIndex, type Place } from "../core/documents/lineIndex";
import { textOf } from "../core/documents/sysctlConf";
import { cellsOf, fieldOf, findDumps } from "../core/dumps/findDumps";
import { readAs, type FigureHit } from "../core/dumps/readAs";
import { stripMarkdown } from "../core/explain/markdown";
import { qualifiedNameOf, type DumpIndex } from "../core/knowledge/dumpIndex";
import type { Dump } from "../core/knowledge/types";
import { formatOf, languageOf, readKnowledge, UsageError, type Command } from "./command";
import { readOrComplain } from "./textFile";

/** One figure of a dump, as `--format json` writes it. */
interface Figure extends Place {
  readonly name: string;
  readonly value: string;
  readonly number: number | null;
  readonly unit: string;
  readonly looksWrong: boolean;
  readonly summary: string;
  readonly pointsTo: string | null;
}

/** `decode FILE`: the figures of the dumps in a text, what each is and whether it looks wrong. */
export const decode: Command = {
  usage: "decode FILE|- [--as NAME] [--lang en|zh-cn] [--format text|json]",
  summary:
    "a /proc dump or the output of ss, nstat, ethtool … as names, values and meanings; ! marks what looks wrong.\n      --as reads rows without their header as the dump NAME, such as tcp, softnet_stat or /proc/net/tcp",
  run: async (operands, options, { out, err }) => {
    const [file, ...rest] = operands;
    if (file === undefined || rest.length > 0) throw new UsageError("decode takes one file, or - for standard input");
    const format = formatOf(options, ["text", "json"]);
    const knowledge = await readKnowledge(languageOf(options));
    const dump = options.as === undefined ? undefined : dumpNamed(knowledge.dumps(), options.as);
    const text = await readOrComplain(file, err);
    if (text === undefined) return 2;
    const hits = dump ? readAs(text, dump, knowledge.dumps()) : recognise(text, knowledge.dumps());
    const figures = [...figuresOf(text, hits)];
    if (figures.length === 0) {
      err(
        `${file}: ${dump ? `nothing in it reads as ${dump.id}` : "no dump was recognised; --as NAME says what it is"}`,
      );
      return 1;
    }
    if (format === "json") out(`${JSON.stringify(figures, undefined, 2)}\n`);
    else writeTable(figures, out);
    return 0;
  },
};

/** The dump of an id or a place. Throws `UsageError` for a name there is not, with the nearest ones. */
function dumpNamed(index: DumpIndex, name: string): Dump {
  const [dump] = index.findDumps(name);
  if (dump) return dump;
  const written = name.slice(0, 100);
  const near = index.outlines
    .map(({ id }) => ({ id, far: distance(written, id) - (id.includes(written) ? written.length : 0) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 5);
  throw new UsageError(`--as ${name}: there is no such dump; close to it: ${near.map(({ id }) => id).join(", ")}`);
}

function* recognise(text: string, index: DumpIndex): Generator<FigureHit, undefined> {
  for (const region of findDumps(text)) {
    for (const cell of cellsOf(text, region)) {
      const hit = cell.value && fieldOf(cell, index);
      if (hit) yield { cell, hit };
    }
  }
}

function* figuresOf(text: string, hits: Iterable<FigureHit>): Generator<Figure, undefined> {
  const placeOf = createLineIndex(text);
  for (const { cell, hit } of hits) {
    if (!cell.value) continue;
    const { field, dump } = hit;
    const value = textOf(text, cell.value);
    const isHex = (field.numbers ?? dump.numbers) === "hex" && /^[0-9a-f]+$/i.test(value);
    const number = isHex ? Number.parseInt(value, 16) : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
    const looksWrong = field.kind === "counter" && field.growth === "bad" && number !== null && number > 0;
    const pointsTo = looksWrong ? stripMarkdown(field.points ?? "") : null;
    const summary = stripMarkdown(field.summary);
    yield { name: qualifiedNameOf(hit), value, number, ...placeOf(cell.value.start), unit: field.unit, looksWrong, summary, pointsTo }; // prettier-ignore
  }
}

function writeTable(figures: readonly Figure[], out: (text: string) => void): void {
  const rows = figures.map((figure) => ({ ...figure, shown: shownValue(figure) }));
  const nameWidth = rows.reduce((width, { name }) => Math.max(width, name.length), 0);
  const valueWidth = rows.reduce((width, { shown }) => Math.max(width, shown.length), 0);
  for (const { name, shown, looksWrong, summary, pointsTo } of rows) {
    out(`${looksWrong ? "!" : " "} ${name.padEnd(nameWidth)}  ${shown.padStart(valueWidth)}  ${summary}\n`);
    if (pointsTo) out(`  ${" ".repeat(nameWidth)}  ${" ".repeat(valueWidth)}  → ${pointsTo}\n`);
  }
}

/** A value with its decimal reading: `0000012c = 300`. */
function shownValue({ value, number }: Figure): string {
  return number === null || String(number) === value ? value : `${value} = ${number}`;
}
