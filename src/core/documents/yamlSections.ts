import { mayHoldKey } from "./mentions";
import type { Offset, Span } from "./sysctlConf";

/** What a reader of settings needs besides their names: what aliases stand for, and fields of the outermost map. */
const needed = /(?:^|[\s,[{])[&*][\w-]|^(?:val|value|state|ensure|path|dest|hostNetwork)\s*:/m;

/**
 * The parts of a YAML text that are worth parsing, document by document. A part is one entry of a document's
 * outermost map or list, and can be parsed by itself; in large files most of them name no sysctl.
 */
export function* splitSections(text: string): Generator<readonly Span[], undefined> {
  for (const document of documentsOf(text)) {
    if (!mayHoldKey(text.slice(document.start, document.end))) continue;
    yield sectionsOf(text, document).filter(({ start, end }) => {
      const section = text.slice(start, end);
      return mayHoldKey(section) || needed.test(section);
    });
  }
}

function* documentsOf(text: string): Generator<Span, undefined> {
  const marker = /^(?:---(?=\s|$)|\.\.\.\s*$)/gm;
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    yield { start, end: match.index };
    start = match.index + 3;
  }
  yield { start, end: text.length };
}

function sectionsOf(text: string, document: Span): Span[] {
  const sections: Span[] = [];
  let start = document.start;
  let isList: boolean | undefined;
  const lines = text.slice(document.start, document.end).matchAll(/^[^\s#}\])]/gm);
  for (const { 0: first, index } of lines) {
    const at: Offset = document.start + index;
    isList ??= first === "-";
    // A list may stand below its key without being indented.
    if (!isList && first === "-") continue;
    if (at > start) sections.push({ start, end: at });
    start = at;
  }
  sections.push({ start, end: document.end });
  return sections;
}
