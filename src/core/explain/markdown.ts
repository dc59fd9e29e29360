/** Longest piece of a user's text an explanation repeats. */
const longestQuote = 80;

/** Cuts a user's text to a readable length and makes its control characters visible. */
function quotable(text: string): string {
  const cut = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  // Lone surrogates would not survive being sent to a webview or terminal.
  return cut.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}");
}

/** A user's text as an inline code span; nothing in it can end the span. */
export function inlineCode(text: string): string {
  const quoted = quotable(text);
  const runs = quoted.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = /^`|`$|^ .* $/.test(quoted) || quoted === "" ? " " : "";
  return `${fence}${padding}${quoted}${padding}${fence}`;
}

/** A user's text as plain characters of a Markdown paragraph. */
export function escapeMarkdown(text: string): string {
  return quotable(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:@$^=/]/g, "\\$&");
}

/** The words of inline Markdown (code spans, emphasis, backslash escapes) without its signs. */
export function stripMarkdown(markdown: string): string {
  return markdown.replace(
    /(`+)([^`]|[^`].*?[^`])\1(?!`)|\\([!-/:-@[-`{-~])|\*+/g,
    (_, fence: string | undefined, code: string | undefined, escaped: string | undefined) =>
      fence ? (code ?? "").replace(/^ (.*[^ ].*) $/, "$1") : (escaped ?? ""),
  );
}
