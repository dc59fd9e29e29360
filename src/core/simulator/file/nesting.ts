import { CST, Lexer } from "yaml";

/** Far above what a scenario needs. */
const deepestFlow = 32;
const deepestIndent = 120;
const mostOnLine = 8;

/**
 * Whether a YAML text is nested so deeply that reading it could use up the stack. Looks at its tokens one by one:
 * brackets that are open, the indentation of lines, and marks of lists and keys on one line.
 */
export function isNestedTooDeeply(text: string): boolean {
  let open = 0;
  let onLine = 0;
  let isLineStart = true;
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    if (type === "newline") onLine = 0;
    else if (type === "flow-seq-start" || type === "flow-map-start") open++;
    else if (type === "flow-seq-end" || type === "flow-map-end") open = Math.max(0, open - 1);
    else if (type === "seq-item-ind" || type === "explicit-key-ind") onLine++;
    const isIndent = isLineStart && type === "space";
    if (open > deepestFlow || onLine > mostOnLine || (isIndent && source.length > deepestIndent)) return true;
    isLineStart = type === "newline";
  }
  return false;
}
