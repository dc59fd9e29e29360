import { stripMarkdown } from "../explain/markdown";
import type { Lesson } from "./lesson";

/** A heading of a lesson with what stands under it: what a table of contents lists, and what a search finds. */
export interface Section {
  /** The words of the heading; empty for what stands before the first one. */
  readonly heading: string;
  /** Id of the heading in the page, the same for the same text everywhere. */
  readonly anchor: string;
  readonly level: number;
  /** What the section says, without the signs of Markdown, on one line. */
  readonly text: string;
}

/** A section of one of all lessons. */
export interface LessonSection extends Section {
  readonly lesson: string;
  /** Of the lesson. */
  readonly title: string;
}

/** What a search over lessons goes through: question and answer of each, then its sections. */
export function searchedSections(lessons: readonly Lesson[]): readonly LessonSection[] {
  return lessons.flatMap(({ id, title, question, answer, body }) => [
    { lesson: id, title, heading: "", anchor: "", level: 1, text: plainWords(`${question} ${answer}`) },
    ...sectionsOf(body).map((section) => ({ lesson: id, title, ...section })),
  ]);
}

/** What kinds of fences hold is no text to read: diagrams are followed by theirs. */
const withoutText = /^(?:mermaid|prediction|simulation)\b/;

/** The sections of a lesson's Markdown, in their order; the first may have no heading. */
export function sectionsOf(body: string): readonly Section[] {
  const sections: { heading: string; anchor: string; level: number; lines: string[] }[] = [];
  const taken = new Set<string>();
  let fence: { readonly mark: string; readonly isText: boolean } | undefined;
  for (const line of body.split("\n")) {
    const opening = /^\s*(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence) {
      if (opening?.[1]?.startsWith(fence.mark) && opening[2]?.trim() === "") fence = undefined;
      else if (fence.isText) sections.at(-1)?.lines.push(line);
      continue;
    }
    if (opening) {
      fence = { mark: opening[1] ?? "```", isText: !withoutText.test(opening[2]?.trim() ?? "") };
      continue;
    }
    const [, signs, words] = /^(#{2,6})\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (signs && words !== undefined) {
      const heading = plainWords(words);
      sections.push({ heading, anchor: anchorOf(heading, taken), level: signs.length, lines: [] });
    } else {
      if (sections.length === 0 && line.trim() !== "") sections.push({ heading: "", anchor: "", level: 2, lines: [] });
      sections.at(-1)?.lines.push(plainWords(line));
    }
  }
  return sections.map(({ lines, ...section }) => ({ ...section, text: lines.join(" ").replace(/\s+/g, " ").trim() }));
}

/** The id of a heading; a number keeps those apart that say the same. */
function anchorOf(heading: string, taken: Set<string>): string {
  const base = heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "section"; // prettier-ignore
  let anchor = base;
  for (let count = 2; taken.has(anchor); count++) anchor = `${base}-${count}`;
  taken.add(anchor);
  return anchor;
}

/** A line without the signs of Markdown: of links the words, of tables the cells. */
function plainWords(line: string): string {
  const isRule = /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(line);
  if (isRule) return "";
  const cells = line.startsWith("|") ? line.replace(/(?<!\\)\|/g, " ") : line;
  const linked = cells.replace(/\[([^\]]*)\]\([^)\s]*\)/g, "$1").replace(/^\s*(?:[-*+]|\d+\.|>)\s+/, "");
  return stripMarkdown(linked).replace(/(?<![\w])_|_(?![\w])/g, "");
}
