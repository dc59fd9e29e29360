import type { Offset } from "./sysctlConf";

/** Place in a text as people count it: both from 1, columns in UTF-16 code units as editors count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of a text into places. The text is looked through once, at the first question. */
export function createLineIndex(text: string): (at: Offset) => Place {
  let starts: readonly Offset[] | undefined;
  return (at) => {
    starts ??= findLineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}

function findLineStarts(text: string): readonly Offset[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}
