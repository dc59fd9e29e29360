import type { Offset, Span } from "../documents/sysctlConf";
import type { DumpIndex, FieldHit } from "../knowledge/dumpIndex";
import { nameReaders } from "./nameReaders";
import { dumpLine, type Cell, type DumpLine, type Opened, type Reader } from "./reader";
import { tableReaders } from "./tableReaders";
import { tokenReaders } from "./tokenReaders";

/** Lines of a text that are one dump. */
export interface DumpRegion {
  /** Id of the dump, a guess where several look alike. */
  readonly dump: string;
  /** From the first character of its first line to the end of its last. */
  readonly span: Span;
  readonly reader: Reader;
}

const readers: readonly Reader[] = [...tableReaders, ...nameReaders, ...tokenReaders];
/** One expression tells the few lines that may open a dump from all others. */
const anyOpening = new RegExp(readers.map(({ opening }) => `(?:${opening.source})`).join("|"));

/** Finds the dumps in a text of any kind, by their content. One pass; never throws. */
export function* findDumps(text: string): Generator<DumpRegion, undefined> {
  for (let start = 0; start <= text.length;) {
    const end = lineEnd(text, start);
    const region = findRegion(text, start, end);
    if (region) yield region;
    start = (region?.span.end ?? end) + 1;
  }
}

/** The dump that begins on a line, as far as it goes. */
function findRegion(text: string, start: Offset, end: Offset): DumpRegion | undefined {
  const first = dumpLine(text, start, end);
  if (!anyOpening.test(first.text)) return undefined;
  for (const reader of readers) {
    const opened = openAt(text, start, reader);
    const regionEnd = opened && endOf(text, opened, start);
    if (regionEnd !== undefined) return { dump: opened?.dump ?? "", span: { start, end: regionEnd }, reader };
  }
  return undefined;
}

function openAt(text: string, start: Offset, reader: Reader): Opened | undefined {
  const end = lineEnd(text, start);
  const first = dumpLine(text, start, end);
  if (!reader.opening.test(first.text)) return undefined;
  return reader.open(first, end < text.length ? dumpLine(text, end + 1, lineEnd(text, end + 1)) : undefined);
}

/** The end of the last line of a dump; `undefined` where nothing in it has a name. */
function endOf(text: string, { row, read }: Opened, start: Offset): Offset | undefined {
  let last: Offset | undefined;
  let hasCells = false;
  for (const line of linesFrom(text, start)) {
    // With rows that look alike, one that is read shows that there are cells.
    const isRow = row?.test(line.text) ?? false;
    if (!isRow || !hasCells) {
      const cells = read(line);
      if (!cells) break;
      hasCells ||= cells.length > 0;
    }
    last = line.start + line.text.length;
  }
  return hasCells && last !== undefined ? lineEnd(text, last) : undefined;
}

/** Everything in a dump that has a name, in its order. */
export function* cellsOf(text: string, { span, reader }: DumpRegion): Generator<Cell, undefined> {
  const opened = openAt(text, span.start, reader);
  for (const line of linesFrom(text, span.start)) {
    const cells = line.start <= span.end ? opened?.read(line) : undefined;
    if (!cells) return;
    yield* cells;
  }
}

/** The cell of a dump that covers a place, its name or its value. Reads no more lines than it takes to understand that one. */
export function cellAt(text: string, region: DumpRegion, at: Offset): Cell | undefined {
  const touches = (span: Span | undefined): boolean => span !== undefined && span.start <= at && at <= span.end;
  const opened = openAt(text, region.span.start, region.reader);
  if (!opened) return undefined;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  let found: readonly Cell[] = [];
  const from = opened.carriesOver ? lastLine(text, region.span.start, start, opened.carriesOver) : start;
  for (const line of linesFrom(text, from)) {
    found = opened.read(line) ?? [];
    if (line.start >= start) break;
  }
  return found.find((cell) => touches(cell.value)) ?? found.find((cell) => touches(cell.label));
}

/** Where the last line begins that looks like `pattern`, from one line back to another, else the latter. */
function lastLine(text: string, first: Offset, from: Offset, pattern: RegExp): Offset {
  let start = from;
  while (start > first && !pattern.test(dumpLine(text, start, lineEnd(text, start)).text))
    start = text.lastIndexOf("\n", start - 2) + 1;
  return Math.max(first, start);
}

function* linesFrom(text: string, from: Offset): Generator<DumpLine, undefined> {
  for (let start = from; start <= text.length;) {
    const end = lineEnd(text, start);
    yield dumpLine(text, start, end);
    start = end + 1;
  }
}

function lineEnd(text: string, from: Offset): Offset {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The field a cell is about. `undefined` where none of its names is described. */
export function fieldOf(cell: Cell, index: DumpIndex): FieldHit | undefined {
  for (const name of cell.names) {
    const [hit] = index.find(name);
    if (hit) return hit;
  }
  return undefined;
}
