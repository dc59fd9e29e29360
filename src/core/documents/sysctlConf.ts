/** Position in a text, in UTF-16 code units from its start. */
export type Offset = number;

/** Half-open range of offsets: `start` is inside, `end` is not. */
export interface Span {
  readonly start: Offset;
  readonly end: Offset;
}

interface Line {
  /** First character of the line. */
  readonly start: Offset;
  /** Just behind its last character, the line feed not included. */
  readonly end: Offset;
}

export interface BlankLine extends Line {
  readonly kind: "blank";
}

export interface CommentLine extends Line {
  readonly kind: "comment";
}

/** Who writes the setting, where that is no loader of files on the machine itself. */
export interface SettingPlace {
  readonly kind: "pod" | "container";
  /** The pod or container shares the network namespace of its machine, as far as the file says. */
  readonly hostNetwork: boolean;
}

/** `key = value`; both spans without the white space around them. */
export interface Assignment extends Line {
  readonly kind: "assignment";
  readonly key: Span;
  /** The key, where the text does not have it in one piece: `['net']['core']['somaxconn']`. */
  readonly name?: string | undefined;
  /** Empty (start = end) for `key =`. */
  readonly value: Span;
  /** A leading `-`: the loader goes on quietly when the write fails. */
  readonly ignoresErrors: boolean;
  readonly place?: SettingPlace | undefined;
  /** The key only gets the value where that raises it, or only where that lowers it. */
  readonly isConditional?: boolean;
}

/** `-key` without `=`: keeps a glob elsewhere from setting this key (sysctl.d of systemd, procps since 4.0). */
export interface Exclusion extends Line {
  readonly kind: "exclusion";
  readonly key: Span;
}

/** A line loaders skip with a complaint. */
export interface MalformedLine extends Line {
  readonly kind: "malformed";
  readonly reason: "no-equals-sign" | "empty-key";
  /** What stands on the line, without the white space around it. */
  readonly content: Span;
}

export type SysctlLine = BlankLine | CommentLine | Assignment | Exclusion | MalformedLine;

/** A line that names a key. */
export type Setting = Assignment | Exclusion;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const BYTE_ORDER_MARK = 0xfeff;

/** isspace(3) in the C locale without the line feed: tab, vertical tab, form feed, carriage return, space. */
export function isBlank(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN && code !== LINE_FEED);
}

function skipBlanks(text: string, from: Offset, end: Offset): Offset {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function trimBlanks(text: string, start: Offset, from: Offset): Offset {
  let at = from;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/**
 * Reads one line of sysctl.conf(5) or sysctl.d(5) the way procps-ng and systemd do.
 * Lines do not depend on each other, so an editor needs to read only the line it is asked about.
 * `start` and `end` enclose the line without its line feed. Never throws.
 */
export function parseSysctlLine(text: string, start: Offset = 0, end: Offset = text.length): SysctlLine {
  const mark = start === 0 && end > 0 && hasByteOrderMark(text) ? 1 : 0;
  const first = skipBlanks(text, start + mark, end);
  if (first === end) return { kind: "blank", start, end };

  const code = text.charCodeAt(first);
  if (code === HASH || code === SEMICOLON) return { kind: "comment", start, end };

  const last = trimBlanks(text, first, end);
  const dashed = code === DASH;
  const keyStart = dashed ? skipBlanks(text, first + 1, last) : first;

  let equals = keyStart;
  while (equals < last && text.charCodeAt(equals) !== EQUALS) equals++;

  if (equals === last && !dashed) {
    return { kind: "malformed", start, end, reason: "no-equals-sign", content: { start: first, end: last } };
  }
  const key = { start: keyStart, end: trimBlanks(text, keyStart, equals) };
  if (key.start === key.end) {
    return { kind: "malformed", start, end, reason: "empty-key", content: { start: first, end: last } };
  }
  if (equals === last) return { kind: "exclusion", start, end, key };

  // `key = ` has nothing behind the sign but what was trimmed already.
  const valueStart = skipBlanks(text, equals + 1, last);
  return { kind: "assignment", start, end, key, value: { start: valueStart, end: last }, ignoresErrors: dashed };
}

/**
 * Reads a whole sysctl.conf line by line, the last line included when it is empty. A line is made when it is asked
 * for and kept by nobody, so the size of the file costs no memory. Never throws; offsets are exact whatever the
 * line ends are.
 */
export function* parseSysctlConf(text: string): Generator<SysctlLine, undefined> {
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
    yield parseSysctlLine(text, start, end);
    start = end + 1;
  }
  yield parseSysctlLine(text, start, text.length);
}

/** The text begins with U+FEFF, which loaders take for part of the first line. */
export function hasByteOrderMark(text: string): boolean {
  return text.charCodeAt(0) === BYTE_ORDER_MARK;
}

/** The words inside a span, ended as the kernel's number parsers end them: at spaces and tabs. */
export function splitWords(text: string, span: Span): Span[] {
  const separates = (at: Offset): boolean => text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB;
  const words: Span[] = [];
  let at = span.start;
  while (at < span.end) {
    while (at < span.end && separates(at)) at++;
    const start = at;
    while (at < span.end && !separates(at)) at++;
    if (at > start) words.push({ start, end: at });
  }
  return words;
}

/** The characters a span covers. */
export function textOf(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

/** The key a setting is for, as the text writes it or puts it together. */
export function keyOf(text: string, setting: Setting): string {
  return (setting.kind === "assignment" ? setting.name : undefined) ?? textOf(text, setting.key);
}

/** The value a setting gives, on one line: YAML folds the lines of a scalar into one. */
export function valueOf(text: string, { value }: Assignment): string {
  const written = textOf(text, value);
  return written.includes("\n") ? written.split("\n").map((line) => line.trim()).join(" ") : written; // prettier-ignore
}
