import assert from "node:assert/strict";
import MarkdownIt from "markdown-it";
import type { Lesson } from "../../src/core/lessons/lesson";
import { realKnowledge } from "../support/knowledge";
import { readLesson } from "../support/lessons";

type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

const closing = {
  en: ["On your own host", "Myths", "In configuration", "What to remember"],
  zh: ["在自己的机器上", "常见误解", "在配置中", "要点"],
};

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

    it(`${id}: has the sections every lesson ends with`, () => {
      const headings = (tokens: readonly Token[]): string[] =>
        tokens.flatMap(({ type, tag }, index) => (type === "heading_open" && tag === "h2" ? [tokens[index + 1]?.content ?? ""] : [])); // prettier-ignore
      for (const [tokens, expected] of [
        [en, closing.en],
        [zh, closing.zh],
      ] as const) {
        const found = headings(tokens).filter((heading) => expected.includes(heading));
        assert.deepEqual(found, expected);
        assert.equal(headings(tokens).at(-1), expected.at(-1));
      }
    });

    it(`${id}: asks and plays the same in both languages`, () => {
      const questions = ({ predictions }: Lesson): unknown =>
        predictions.map(({ id: name, simulation, answers }) => [name, simulation, answers.map(({ right }) => right)]);
      assert.deepEqual(questions(chinese), questions(english));
      assert.ok(english.predictions.length > 0);
      const plays = ({ simulations }: Lesson): unknown => simulations.map((one) => ({ ...one, caption: "" }));
      assert.deepEqual(plays(chinese), plays(english));
      assert.ok(english.simulations.some(({ nodes }) => Object.keys(nodes ?? {}).length > 1));
    });

    it(`${id}: puts every question before what answers it`, () => {
      for (const { body, predictions } of [english, chinese]) {
        for (const { id: name, simulation } of predictions) {
          const [question, play] = [body.indexOf(`\`\`\`prediction\n${name}\n`), body.indexOf(`\`\`\`simulation\n${simulation}\n`)]; // prettier-ignore
          assert.ok(question >= 0 && play > question, name);
        }
      }
    });

    it(`${id}: Chinese text is not broken inside a paragraph`, () => {
      for (const token of zh) {
        if (token.type === "inline") assert.doesNotMatch(token.content, /\p{Script=Han}\n\p{Script=Han}/u);
      }
    });
  }
});
