import type { Offset, Span } from "./sysctlConf";

/** A sysctl named in a text of any kind, with the value it is given on the same line. */
export interface Mention {
  /** As written, without /proc/sys/ before it. */
  readonly key: Span;
  readonly value?: Span | undefined;
}

const trees = "net|vm|fs|kernel|user|dev|sunrpc|abi|debug|crypto";
const keyPattern = new RegExp(String.raw`(?:(/proc/sys/)|(?<![\w./-]))((?:${trees})(?:[./][\w*-]+)+)`, "g");

/** No key with what gives it a value is longer, and lines may be endless. */
export const reach = 500;
/** A value that is longer is taken for something else. */
export const longestValue = 2000;

const wholeName = new RegExp(String.raw`^(?:/proc/sys/)?((?:${trees})(?:[./][\w*-]+)+)$`);

/** What follows a name that goes on with a template, a placeholder or what a program adds: `#{i}`, `/<device>/`, `/' + x`. */
const isUnfinished = /^(?:[./]?(?:["']?(?:\$|#\{|\{\{|<%|%[({])|["']\s*\+)|[./][<{[])/;

/** Names of the same look: a boot parameter, attributes of users in configuration languages. */
const isNoSysctl = /^net\.(?!nf_conntrack_max$)[^./]+$|^user\.(?!max_)/;

/**
 * Finds what looks like a sysctl key in a line: dotted, with slashes, or as a path below /proc/sys. A value counts
 * as given by `key = value`, `key: value`, `"key": "value"` and by `echo value > /proc/sys/…`. Whether there is such
 * a key is for the caller to look up.
 */
export function findMentions(line: string): readonly Mention[] {
  return Array.from(line.matchAll(keyPattern)).flatMap((match): Mention[] => {
    const [all, path = "", written = ""] = match;
    // The rest of the name is only known when the program runs.
    if (isUnfinished.test(line.slice(match.index + all.length, match.index + all.length + 20))) return [];
    if (isNoSysctl.test(written)) return [];
    // A sentence may end behind the key.
    const end = match.index + all.length - (/[.]+$/.exec(written)?.[0].length ?? 0);
    const key = { start: match.index + path.length, end };
    const value = valueBehind(line, end) ?? (path ? echoedValue(line, match.index) : undefined);
    return [{ key, value }];
  });
}

/** The key, where a text names one and says nothing else; without /proc/sys/ before it. */
export function wholeKey(text: string): string | undefined {
  const name = text.length <= reach ? wholeName.exec(text)?.[1] : undefined;
  return name === undefined || isNoSysctl.test(name) ? undefined : name;
}

/** Cheaper than looking for keys, and false for nearly every line. */
export function mayHoldKey(text: string): boolean {
  return /(?:net|vm|fs|kernel|user|dev|sunrpc|abi|debug|crypto)[./]/.test(text);
}

/** The key named at a place of a line. */
export function mentionAt(line: string, at: Offset): Span | undefined {
  const from = Math.max(0, at - reach);
  const found = findMentions(line.slice(from, at + reach)).find(
    ({ key }) => key.start <= at - from && at - from <= key.end,
  );
  return found && { start: found.key.start + from, end: found.key.end + from };
}

/** `= value`, `: value`, quoted or not, up to a comment, a comma or the end. */
function valueBehind(line: string, from: Offset): Span | undefined {
  const match =
    /^["'`]?\]?\s*(?:=>|=(?![=~])|:(?!=))\s*(?:[\w.]*\bmk(?:Default|Force|Override\s+\d+)\s+)?(?:"([^"]*)"|'([^']*)'|([^\s"'#;,`&|][^"'#;,`&|]*))/d.exec(
      line.slice(from, from + longestValue),
    );
  const at = match?.indices?.[1] ?? match?.indices?.[2] ?? match?.indices?.[3];
  if (!at) return undefined;
  const [start, end] = at;
  const text = line.slice(from + start, from + end);
  const length = match?.indices?.[3] ? plainLength(text) : text.length;
  // A block scalar or a map begins below.
  if (/^(?:[>|][-+]?|[{[(])$/.test(line.slice(from + start, from + start + length))) return undefined;
  return length > 0 ? { start: from + start, end: from + start + length } : undefined;
}

/** How much of a text without quotes is the value: a template, a placeholder, or a word and what figures are behind it. */
function plainLength(text: string): number {
  const whole = /^(?:\{\{.*?\}\}|<[^<>]+>(?:[ \t]+<[^<>]+>)*)/.exec(text)?.[0];
  if (whole !== undefined) return whole.length;
  const words = /^[^\s"'#;,`&|]+(?:(?<=\w)[ \t]+(?:-?\d+(?![\w>.])|\$\w+))*/.exec(text)?.[0] ?? "";
  // A line's end in a string, and a closing tag.
  const [own = ""] = words.split(/\\[nt]|(?<=.)</, 1);
  // Brackets, a backslash and a sentence's marks behind it belong to what it stands in.
  return own.replace(/[({[]/.test(own) ? /\\+$/ : /[)}\]\\.:!?*]+$/, "").length;
}

/** `echo 1 > /proc/sys/…`, and the same through tee. */
function echoedValue(line: string, end: Offset): Span | undefined {
  const from = Math.max(0, end - reach);
  const match = /\b(?:echo|printf)\s+(?:-\w+\s+)?(?:"([^"]*)"|'([^']*)'|([^"'|>]*?))\s*(?:>{1,2}|\|\s*(?:sudo\s+)?tee(?:\s+-a)?)\s*["']?$/d.exec(line.slice(from, end)); // prettier-ignore
  const at = match?.indices?.[1] ?? match?.indices?.[2] ?? match?.indices?.[3];
  return at && at[0] < at[1] ? { start: from + at[0], end: from + at[1] } : undefined;
}
