/** A text with its expectations taken out. Marks are characters the formats never contain. */
export interface Marked {
  readonly text: string;
  /** Offset of `<|>`; `undefined` without one. */
  readonly cursor: number | undefined;
  /** The `«…»` in order; `label` is what stands before `:` when it looks like a rule's code. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly label: string | undefined }[];
}

/** Takes `<|>`, `«span»` and `«code/of-rule:span»` out of a text. Throws for marks that do not pair or a second cursor. */
export function readMarks(marked: string): Marked {
  let text = "";
  let cursor: number | undefined;
  const spans: { start: number; end: number; label: string | undefined }[] = [];
  const open: { start: number; label: string | undefined }[] = [];
  for (let rest = marked; rest !== "";) {
    const mark = /^(?:<\|>|«(?:([a-z]+\/[a-z-]+):)?|»)/.exec(rest);
    if (!mark) {
      text += rest.charAt(0);
      rest = rest.slice(1);
      continue;
    }
    if (mark[0] === "<|>") {
      if (cursor !== undefined) throw new Error("two cursors");
      cursor = text.length;
    } else if (mark[0] === "»") {
      const begun = open.pop();
      if (!begun) throw new Error("» without «");
      spans.push({ ...begun, end: text.length });
    } else {
      open.push({ start: text.length, label: mark[1] });
    }
    rest = rest.slice(mark[0].length);
  }
  if (open.length > 0) throw new Error("« without »");
  return { text, cursor, spans: spans.sort((a, b) => a.start - b.start) };
}

/** Like `readMarks`, for a text with exactly one cursor. */
export function readCursor(marked: string): Marked & { readonly cursor: number } {
  const result = readMarks(marked);
  if (result.cursor === undefined) throw new Error(`no <|> in ${marked}`);
  return { ...result, cursor: result.cursor };
}
