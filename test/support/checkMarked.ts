import assert from "node:assert/strict";
import { diagnoseSysctl, type DiagnoseOptions } from "../../src/core/diagnose/diagnoseSysctl";
import { realKnowledge } from "./knowledge";
import { readMarks } from "./marks";

/** Compares all findings of a text with its «code:spans». */
export function checkMarked(marked: string, options?: DiagnoseOptions): void {
  const { text, spans } = readMarks(marked);
  assert.deepEqual(
    diagnoseSysctl(text, realKnowledge(), options).map(
      ({ code, span }) => `${code}:${text.slice(span.start, span.end)}@${span.start}`,
    ),
    spans.map(({ label, start, end }) => `${label}:${text.slice(start, end)}@${start}`),
  );
}

/** The messages of a text's findings, in their order. */
export function messagesOf(text: string, options?: DiagnoseOptions): readonly string[] {
  return diagnoseSysctl(text, realKnowledge(), options).map(({ message }) => message);
}
