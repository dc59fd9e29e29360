import { findMentions } from "../documents/mentions";
import type { Offset, Span } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import { kernelDocumentUrl } from "./kernelDocument";

/** A key somewhere in a text, and the page of the kernel's documentation that treats it. */
export interface KeyLink {
  readonly span: Span;
  readonly url: string;
}

const pathBefore = "/proc/sys/";
/** An address longer than that is looked at no further. */
const addressReach = 200;

/** Whether a text may name a key: a cheap look, for those that do not. */
export function mayNameKeys(text: string): boolean {
  return /\b(?:net|vm|fs|kernel|user|dev|sunrpc)[./]\w/.test(text);
}

/** The keys of a text that have a page, each with the /proc/sys/ before it, in their order. Never throws. */
export function linkKeys(text: string, knowledge: Knowledge): readonly KeyLink[] {
  const links: KeyLink[] = [];
  let base = 0;
  for (const line of text.split("\n")) {
    if (mayNameKeys(line)) {
      for (const { start, end } of keysIn(line)) {
        const entry = knowledge.find(parseSysctlName(line.slice(start, end)));
        const url = entry && kernelDocumentUrl(entry.name, entry.sources);
        if (!url || isInAddress(line, start)) continue;
        const first = line.endsWith(pathBefore, start) ? start - pathBefore.length : start;
        links.push({ span: { start: base + first, end: base + end }, url });
      }
    }
    base += line.length + 1;
  }
  return links;
}

/** A dash at the beginning belongs to the loader, or to a patch. */
function keysIn(line: string): readonly Span[] {
  return findMentions(line.replace(/^(\s*)-/, "$1 ")).map(({ key }) => key);
}

/** The editor itself links web addresses. */
function isInAddress(line: string, at: Offset): boolean {
  return /:\/\/\S*$/.test(line.slice(Math.max(0, at - addressReach), at));
}
