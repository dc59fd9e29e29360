import assert from "node:assert/strict";
import { locate } from "../../src/core/documents/locate";
import { parseSysctlLine, textOf, type Span } from "../../src/core/documents/sysctlConf";
import { explainKey, type ExplainOptions } from "../../src/core/explain/explainKey";
import { explainValue } from "../../src/core/explain/explainValue";
import { toMarkdown } from "../../src/core/explain/explanation";
import { stripMarkdown } from "../../src/core/explain/markdown";
import type { Knowledge } from "../../src/core/knowledge/knowledge";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { realKnowledge } from "./knowledge";
import { readCursor } from "./marks";

/** What a hover says, with checks that read as sentences. */
export interface HoverResult {
  readonly markdown: string | undefined;
  says(...phrases: readonly string[]): HoverResult;
  neverSays(...phrases: readonly string[]): HoverResult;
  saysNothing(): void;
  /** The span marked in the text is the one the hover covers. */
  coversSpan(): HoverResult;
}

/** Hovers at the `<|>` of one line, as the editor's provider does. */
export function hoverAt(
  marked: string,
  options: ExplainOptions = {},
  knowledge: Knowledge = realKnowledge(),
): HoverResult {
  const { text, cursor, spans } = readCursor(marked);
  const hit = locate(text, parseSysctlLine(text), cursor);
  const name = hit && parseSysctlName(textOf(text, hit.setting.key));
  const explanation =
    hit && name
      ? hit.part === "value" && hit.setting.kind === "assignment"
        ? explainValue(knowledge, name, textOf(text, hit.setting.value), hit.word, options)
        : explainKey(knowledge, name, { ...options, excluded: hit.setting.kind === "exclusion" })
      : undefined;
  return resultOf(explanation && toMarkdown(explanation), hit?.span, spans[0]);
}

function resultOf(markdown: string | undefined, covered: Span | undefined, marked: Span | undefined): HoverResult {
  const plain = markdown === undefined ? undefined : stripMarkdown(markdown);
  const result: HoverResult = {
    markdown,
    says(...phrases) {
      for (const phrase of phrases) assert.ok(plain?.includes(phrase), `expected "${phrase}" in:\n${plain}`);
      return result;
    },
    neverSays(...phrases) {
      assert.notEqual(plain, undefined, "expected a hover");
      for (const phrase of phrases) assert.ok(!plain?.includes(phrase), `did not expect "${phrase}" in:\n${plain}`);
      return result;
    },
    saysNothing: () => assert.equal(markdown, undefined),
    coversSpan() {
      assert.ok(marked, "the text has no «span»");
      assert.deepEqual({ ...covered }, { start: marked.start, end: marked.end });
      return result;
    },
  };
  return result;
}
