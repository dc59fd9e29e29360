import type { Offset, Span } from "../documents/sysctlConf";

/** One figure or word of a dump and the field it belongs to. */
export interface Cell {
  /** Names the field for `DumpIndex.find`; further ones are tried in turn. */
  readonly names: readonly string[];
  /** Where its value stands; a header has none. */
  readonly value?: Span | undefined;
  /** Where its name stands, if it does on this line. */
  readonly label?: Span | undefined;
}

/** A word of a line with its place in the text. */
export interface Word extends Span {
  readonly text: string;
}

/** A line without the quoting of a mail, a comment or a list before it. */
export interface DumpLine {
  /** What is left, without white space at the end. */
  readonly text: string;
  /** Where that begins in the whole text. */
  readonly start: Offset;
}

/** What a reader remembers from the line that opened a dump. */
export interface Opened {
  /** Id of the dump, a first guess where several look alike. */
  readonly dump: string;
  /** The cells of a line; `undefined` where the dump has ended. */
  readonly read: (line: DumpLine) => readonly Cell[] | undefined;
  /** All lines behind the opening one look so; finding where the dump ends is then cheaper than reading it. */
  readonly row?: RegExp;
  /** A line is only understood with those before it, from the last one that looks so. */
  readonly carriesOver?: RegExp;
}

/** Recognises one kind of dump by the line it begins with. */
export interface Reader {
  /** Whether a line may open it; all readers' patterns are tried on every line, so it is cheap and strict. */
  readonly opening: RegExp;
  readonly open: (line: DumpLine, next: DumpLine | undefined) => Opened | undefined;
}

const quoting = /^[ \t]*(?:[>|*#]+[ \t]+|\/\/+[ \t]*)*/;

/** The line from `start` to `end`, for readers. White space in front is kept where nothing is quoted. */
export function dumpLine(text: string, start: Offset, end: Offset): DumpLine {
  const line = text.slice(start, end).trimEnd();
  const skipped = /^[ \t]*[>|*#/]/.test(line) ? (quoting.exec(line)?.[0].length ?? 0) : 0;
  return { text: line.slice(skipped), start: start + skipped };
}

/** The words of a line as `pattern` finds them, by default what stands between white space. */
export function wordsOf(line: DumpLine, pattern = /\S+/g): Word[] {
  return Array.from(line.text.matchAll(pattern), (match) => {
    const start = line.start + match.index;
    return { text: match[0], start, end: start + match[0].length };
  });
}

/** The part of a line a capture group of a match with indices covers. */
export function groupSpan(line: DumpLine, match: RegExpExecArray, group: number): Span | undefined {
  const at = match.indices?.[group];
  return at && { start: line.start + at[0], end: line.start + at[1] };
}

/** Cells of a row whose words stand in the order of the columns. */
export function columnCells(dump: string, words: readonly Word[], first = 1): Cell[] {
  return words.map((word, index) => ({ names: [`${dump}:${index + first}`], value: word }));
}
