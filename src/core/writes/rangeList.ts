import { accept, refuse, type WriteOutcome } from "./outcome";
import { parseKernelNumber, longestNumbers } from "./kernelNumber";

/**
 * A list of numbers and ranges, `1,5-9`, kept as a bitmap (`proc_do_large_bitmap`): no blanks, a comma or a line feed
 * behind each item. `largest` is the last number the bitmap has room for. Of a longer text one write takes what fits
 * into a page, up to the last whole item.
 */
export function predictRangeList(value: string, largest: bigint): WriteOutcome {
  const ranges: (readonly [first: bigint, last: bigint])[] = [];
  const isSound = readRanges(value.slice(0, longestNumbers), value.length > longestNumbers, largest, ranges);
  return isSound ? accept(formatRanges(ranges)) : refuse("not-a-list");
}

/** Puts the items of `text` into `ranges`. Returns whether all are sound; a cut one at the end is left for later. */
function readRanges(text: string, isCut: boolean, largest: bigint, ranges: (readonly [bigint, bigint])[]): boolean {
  let at = 0;
  /** One number and the character that ends it, which must be one of `ends`; an end of text always may. */
  const next = (ends: string): bigint | undefined => {
    const [token = ""] = /^-?[0-9a-zA-Z]*/.exec(text.slice(at, at + 64)) ?? [];
    const number = parseKernelNumber(token);
    if (typeof number !== "bigint") return undefined;
    const end = at + token.length;
    if (end < text.length && !ends.includes(text[end] ?? "")) return undefined;
    at = end;
    return token.startsWith("-") || number > largest ? undefined : number;
  };
  const skipLineFeeds = (): void => {
    while (text[at] === "\n") at++;
  };

  skipLineFeeds();
  while (at < text.length) {
    const first = next("-,\n");
    if (isCut && text.length - at <= 1) return true;
    if (first === undefined) return false;
    const isRange = text[at++] === "-";
    const last = isRange ? next(",\n\0") : first;
    if (isRange && isCut && at >= text.length) return true;
    if (last === undefined || last < first) return false;
    if (isRange) at++;
    ranges.push([first, last]);
    skipLineFeeds();
  }
  return true;
}

function formatRanges(ranges: readonly (readonly [bigint, bigint])[]): string {
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => Number(a[0] - b[0]))) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1n) before[1] = last > before[1] ? last : before[1];
    else merged.push([first, last]);
  }
  return merged.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
