import type { Offset } from "../documents/sysctlConf";

/** What a text is made of, as far as it decides where a word with dots is meant as a key. */
export type TextKind = "settings" | "prose" | "code";

/** A key that is being typed. */
export interface BegunKey {
  /** Below /proc/sys/, or a name of its own. */
  readonly kind: "path" | "name";
  readonly start: Offset;
  /** Up to the cursor. */
  readonly typed: string;
}

const begunName = /(?:^|[^\w./@-])((?:net|vm|fs|kernel|user|dev|sunrpc)\.[\w.*/-]*)$/;
const pathBefore = "/proc/sys/";
/** No key is longer, and lines may be endless. */
const reach = 500;

/**
 * The key that ends at the end of `before`, the line up to the cursor. A path is one anywhere. A name begins with a
 * tree and a dot; in code, where `fs.` is a module, it must be quoted, and in prose, where a sentence may end on the
 * net, it needs two directories, a quotation, or sysctl in front.
 */
export function begunKey(before: string, text: TextKind): BegunKey | undefined {
  const from = Math.max(0, before.length - reach);
  const near = before.slice(from);
  const path = near.lastIndexOf(pathBefore);
  if (path !== -1) {
    const typed = near.slice(path + pathBefore.length);
    if (/^[\w.:@/-]*$/.test(typed)) return { kind: "path", start: before.length - typed.length, typed };
  }
  const typed = begunName.exec(near)?.[1];
  if (typed === undefined) return undefined;
  const start = before.length - typed.length;
  const kind = isComment(before) && text === "settings" ? "prose" : text;
  const isMeant =
    kind === "settings" ||
    /["'`]$/.test(near.slice(0, near.length - typed.length)) ||
    (kind === "prose" && (typed.split(".").length > 2 || /\bsysctl\b/.test(near)));
  return isMeant ? { kind: "name", start, typed } : undefined;
}

function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/)/.test(line);
}

/** More lines above are not looked at for what a list or map belongs to. */
export const linesLookedAt = 40;

/**
 * The key that is being typed at a place of a YAML text where nothing but a key can stand: an item or a map's key
 * below `sysctls:`, or the `name:` of such an item. `above` are the lines before, nearest first.
 */
export function begunYamlKey(before: string, above: Iterable<string>): BegunKey | undefined {
  const match = /^(\s*)(-\s+)?(name:\s+)?["']?([\w.*/-]*)$/.exec(before);
  if (!match) return undefined;
  const [, indent = "", dash, name, typed = ""] = match;
  const owner = ownerOf(indent.length, dash !== undefined, name !== undefined, above);
  if (owner === undefined) return undefined;
  const holdsKeys = name ? /sysctl[\w.-]*["']?\s*:\s*$/i : /sysctls["']?\s*:\s*$/i;
  return holdsKeys.test(owner) ? { kind: "name", start: before.length - typed.length, typed } : undefined;
}

/** The line that opens the list or map a line stands in; `undefined` where that cannot be told. */
function ownerOf(
  indent: number,
  isItem: boolean,
  mayContinueItem: boolean,
  above: Iterable<string>,
): string | undefined {
  let column = indent;
  let item = isItem;
  let looked = 0;
  for (const line of above) {
    if (++looked > linesLookedAt) return undefined;
    if (line.trim() === "" || isComment(line)) continue;
    const [, spaces = "", dash = ""] = /^(\s*)(-\s+)?/.exec(line) ?? [];
    const at = spaces.length;
    const content = at + dash.length;
    if (at > column || (at === column && item === (dash !== ""))) continue;
    if (content < column || (at === column && item)) return line;
    // The item this line goes on with; its other parts are no keys.
    if (item || content > column || !mayContinueItem) return undefined;
    column = at;
    item = true;
  }
  return undefined;
}
