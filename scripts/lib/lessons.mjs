// @ts-check
import { parse } from "yaml";

/** @typedef {import("../../src/core/knowledge/types").Language} Language */
/** @typedef {import("../../src/core/lessons/lesson").Lesson} Lesson */

/**
 * Reads a lesson: its front matter, and the fences whose YAML is data rather than text. These keep their place in the
 * body, where only the id is left.
 * @param {string} file relative to content/
 * @param {string} text
 * @param {Language} language
 * @param {(schema: string, file: string, data: any) => boolean} check
 * @param {string[]} problems
 * @returns {Lesson | undefined}
 */
export function readLesson(file, text, language, check, problems) {
  const { data, body } = splitMarkdown(text);
  const blocks = { prediction: /** @type {any[]} */ ([]), simulation: /** @type {any[]} */ ([]) };
  const left = body.replace(
    /^```(prediction|simulation)\n([\s\S]*?)\n```$/gm,
    (_, /** @type {keyof typeof blocks} */ kind, yaml) => {
      const block = parseBlock(yaml, `${file} ${kind}`, problems);
      blocks[kind].push(block);
      return `\`\`\`${kind}\n${block?.id}\n\`\`\``;
    },
  );
  const lesson = { ...data, predictions: blocks.prediction, simulations: blocks.simulation };
  if (!check("lesson.schema.json", file, lesson)) return undefined;
  problems.push(...inconsistencies(lesson).map((problem) => `${file}: ${problem}`));
  return { ...lesson, language, body: left };
}

/**
 * @param {string} yaml
 * @param {string} place
 * @param {string[]} problems
 */
function parseBlock(yaml, place, problems) {
  try {
    return parse(yaml);
  } catch (error) {
    problems.push(`${place}: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** @param {Pick<Lesson, "predictions" | "simulations">} lesson */
function inconsistencies({ predictions, simulations }) {
  const ids = [...predictions, ...simulations].map(({ id }) => id);
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} stands twice`),
    ...predictions
      .filter(({ simulation }) => !simulations.some(({ id }) => id === simulation))
      .map(({ id, simulation }) => `prediction ${id}: no simulation ${simulation}`),
    ...predictions
      .filter(({ answers }) => answers.filter(({ right }) => right).length !== 1)
      .map(({ id }) => `prediction ${id}: exactly one answer has to be right`),
  ];
}

/**
 * Front matter and what follows it.
 * @param {string} text
 */
export function splitMarkdown(text) {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  return { data: match ? parse(match[1] ?? "") : {}, body: match ? text.slice(match[0].length) : text };
}
