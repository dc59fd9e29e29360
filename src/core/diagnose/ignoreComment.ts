import type { Offset } from "../documents/sysctlConf";

/** A comment that leaves a finding out: the reason goes between `before` and `after`, at the start of a line. */
export interface IgnoreComment {
  readonly at: Offset;
  readonly before: string;
  readonly after: string;
}

const slashes = /\.(?:jsonc|js|ts|go|rs|groovy)$|Jenkinsfile$/;
const markup = /\.(?:md|markdown|html|xml)$/;
const noComments = /\.(?:json|txt|rst|adoc)$/;

/**
 * The comment above the line of a finding, in the syntax of its file. `undefined` where the syntax has none, and
 * inside a command that goes on over several lines, which a comment would cut.
 */
export function ignoreCommentFor(text: string, found: Offset, code: string, file = ""): IgnoreComment | undefined {
  if (noComments.test(file)) return undefined;
  const at = text.lastIndexOf("\n", found - 1) + 1;
  if (/\\\r?\n$/.test(text.slice(Math.max(0, at - 3), at))) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(at, found))?.[0] ?? "";
  const [sign, end] = markup.test(file) && !isInFence(text, at) ? ["<!--", " -->"] : [slashes.test(file) ? "//" : "#", ""]; // prettier-ignore
  return { at, before: `${indent}${sign} netstack-lens-ignore ${code} -- `, after: `${end}\n` };
}

/** A line of a code block in Markdown, where a comment of Markdown would be part of the code. */
function isInFence(text: string, at: Offset): boolean {
  return (text.slice(0, at).match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}
