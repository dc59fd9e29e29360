import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt from "markdown-it";
import type { Lesson } from "../../src/core/lessons/lesson";
import { projectRoot, realKnowledge } from "../support/knowledge";

type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

function readLesson(id: string, language: string): Lesson {
  return JSON.parse(
    readFileSync(path.join(projectRoot, "dist/content/lessons", `${id}.${language}.json`), "utf8"),
  ) as Lesson;
}

describe("lessons", () => {
  const available = realKnowledge().data.lessons.filter((lesson) => lesson.available);

  it("exist in both languages", () => {
    const chinese = realKnowledge("zh-cn").data.lessons.filter((lesson) => lesson.available);
    assert.ok(available.length > 0);
    assert.deepEqual(chinese.map(({ id }) => id), available.map(({ id }) => id)); // prettier-ignore
  });

  for (const { id } of available) {
    const markdown = new MarkdownIt({ html: false });
    const english = readLesson(id, "en");
    const chinese = readLesson(id, "zh-cn");
    const parsed = [english, chinese].map((lesson) => markdown.parse(lesson.body, {}));
    const [en = [], zh = []] = parsed;
    const diagrams = (tokens: readonly Token[]): string[] =>
      tokens.filter((token) => token.type === "fence" && token.info === "mermaid").map((token) => token.content);

    it(`${id}: both languages have the same shape`, () => {
      const shape = (tokens: readonly Token[]): string[] =>
        tokens
          .filter((token) => /^(heading|table|fence|ordered_list)/.test(token.type))
          .map((token) => `${token.type} ${token.tag} ${token.info}`);
      assert.deepEqual(shape(zh), shape(en));
      assert.deepEqual([chinese.keys, chinese.sources, chinese.minutes, chinese.difficulty], [english.keys, english.sources, english.minutes, english.difficulty]); // prettier-ignore
    });

    it(`${id}: every diagram is described for those who do not see it, and followed by its text`, () => {
      for (const tokens of parsed) {
        assert.ok(diagrams(tokens).length > 0);
        for (const source of diagrams(tokens)) assert.match(source, /accTitle: .+\n\s*accDescr: .+/);
        for (const [index, token] of tokens.entries()) {
          if (token.info !== "mermaid") continue;
          assert.equal(tokens[index + 1]?.type, "paragraph_open");
          assert.match(tokens[index + 2]?.content ?? "", /^\*\*.+\*\*$/);
          assert.equal(tokens[index + 4]?.type, "ordered_list_open");
        }
      }
    });

    it(`${id}: diagrams have the same nodes and arrows in both languages`, () => {
      const skeleton = (source: string): string => source.replace(/acc\w+: .*/g, "").replace(/"[^"]*"/g, '""').replace(/\|[^|]*\|/g, "||"); // prettier-ignore
      assert.deepEqual(diagrams(zh).map(skeleton), diagrams(en).map(skeleton));
    });

    it(`${id}: Chinese text is not broken inside a paragraph`, () => {
      for (const token of zh) {
        if (token.type === "inline") assert.doesNotMatch(token.content, /\p{Script=Han}\n\p{Script=Han}/u);
      }
    });
  }
});
