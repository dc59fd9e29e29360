import { splitWords, type Offset, type Setting, type Span, type SysctlLine } from "./sysctlConf";

/** What stands under the cursor: the key of a setting, or one word of its value. */
export type Hit =
  | { readonly part: "key"; readonly setting: Setting; readonly span: Span }
  | { readonly part: "value"; readonly setting: Setting; readonly span: Span; readonly word: number };

/** A hover at the very end of a word still means that word, as editors count it. */
function touches(span: Span, at: Offset): boolean {
  return span.start <= at && at <= span.end && span.start < span.end;
}

/**
 * Finds the key or the value word of `line` that covers `at`.
 * `undefined` means a comment, a blank, the `=` or the white space around it.
 */
export function locate(text: string, line: SysctlLine, at: Offset): Hit | undefined {
  if (line.kind !== "assignment" && line.kind !== "exclusion") return undefined;
  if (touches(line.key, at)) return { part: "key", setting: line, span: line.key };
  if (line.kind === "exclusion" || !touches(line.value, at)) return undefined;
  const words = splitWords(text, line.value);
  const word = words.findIndex((span) => touches(span, at));
  const span = words[word];
  return span && { part: "value", setting: line, span, word };
}
