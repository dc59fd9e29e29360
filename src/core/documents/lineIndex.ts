import type { Offset } from "./sysctlConf";

/** Place in a text as people count it: both from 1, columns in UTF-16 code units as editors count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into places by halving: for lists of findings, not for single lines. */
export function createLineIndex(lines: readonly { readonly start: Offset }[]): (at: Offset) => Place {
  return (at) => {
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle]?.start ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (lines[low]?.start ?? 0) + 1 };
  };
}
