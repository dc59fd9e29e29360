import type { RunResult } from "../simulator/scenario/run";
import { fill, type Wording } from "../knowledge/wording";
import type { Source } from "../knowledge/types";
import { inlineCode } from "../explain/markdown";
import { prose, table } from "../simulation/report";
import { figureRows, parameterRows } from "./figureRows";
import type { Lesson, LessonSimulation, Prediction } from "./lesson";

/** What the simulations of a lesson came to, by their ids; those that could not be run are missing. */
export type LessonResults = Readonly<Record<string, readonly RunResult[]>>;

/**
 * A lesson as Markdown that needs no panel: diagrams by what they say, questions with their answers at the end,
 * simulations as tables of their figures.
 */
export function plainLesson(lesson: Lesson, results: LessonResults, wording: Wording): string {
  const body = lesson.body.replace(
    /^(`{3,})(mermaid|prediction|simulation)\n([^]*?)\n\1$/gm,
    (_, _marks: string, kind: string, content: string) => {
      if (kind === "mermaid") return plainDiagram(content, wording);
      if (kind === "prediction") return plainQuestion(lesson.predictions.find(({ id }) => id === content.trim()), wording); // prettier-ignore
      const simulation = lesson.simulations.find(({ id }) => id === content.trim());
      return simulation ? plainSimulation(simulation, results[simulation.id], wording) : "";
    },
  );
  const blocks = [
    `# ${lesson.title}`,
    `*${lesson.question}*`,
    lesson.answer,
    fill(wording["panel.minutes"], { count: lesson.minutes }),
    withoutFigureLinks(body).trim(),
    ...plainAnswers(lesson.predictions, wording),
    `## ${wording["panel.keys"]}`,
    lesson.keys.map((key) => `- ${inlineCode(key)}`).join("\n"),
    `## ${wording["panel.sources"]}`,
    lesson.sources.map((source) => `- ${sourceText(source)}`).join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** A source as Markdown, linked where it stands on the web. */
export function sourceText(source: Source): string {
  if ("doc" in source) return `[Documentation/${source.doc}](https://docs.kernel.org/${source.doc.replace(/\.rst$/, ".html")})`; // prettier-ignore
  if ("code" in source) return `${inlineCode(source.symbol)} — ${prose(source.code)}`;
  if ("rfc" in source) {
    const section = source.section ? ` §${source.section}` : "";
    return `[RFC ${source.rfc}](https://www.rfc-editor.org/rfc/rfc${source.rfc})${section}`;
  }
  if ("commit" in source) return inlineCode(source.commit);
  return `Linux ${source.kernel}: ${prose(source.measured)}`;
}

/** What a diagram is called and what it shows, as its source says. */
export function diagramTexts(source: string): { readonly title: string; readonly description: string } {
  const [, title = ""] = /^\s*accTitle\s*:\s*(.+)$/m.exec(source) ?? [];
  const [, line, block] = /^\s*accDescr\s*(?::\s*(.+)|\{([^}]*)\})/m.exec(source) ?? [];
  return { title: title.trim(), description: (line ?? block ?? "").replace(/\s+/g, " ").trim() };
}

/** Whether the nodes of a diagram can show a run. */
export function isFlowchart(source: string): boolean {
  return /^\s*(?:flowchart|graph)\b/.test(source);
}

/** Numbers that lead to their simulation, as numbers. */
export function withoutFigureLinks(markdown: string): string {
  return markdown.replace(/\[([^\]\n]*)\]\(sim:[^)\s]*\)/g, "$1");
}

function plainDiagram(source: string, wording: Wording): string {
  const { title, description } = diagramTexts(source);
  return `**${wording["panel.diagram"]}${wording["punctuation.colon"]}${title}**\n\n${description}`;
}

function plainQuestion(prediction: Prediction | undefined, wording: Wording): string {
  if (!prediction) return "";
  const answers = prediction.answers.map(({ text }, index) => `${index + 1}. ${text}`).join("\n");
  return `**${wording["panel.predict"]}** ${prediction.question}\n\n${answers}`;
}

function plainAnswers(predictions: readonly Prediction[], wording: Wording): string[] {
  return predictions.flatMap(({ question, answers }) => [
    `## ${wording["panel.answers"]}`,
    withoutFigureLinks(question),
    answers
      .map(({ text, right, why }, index) => {
        const verdict = wording[right ? "panel.right" : "panel.wrong"];
        return withoutFigureLinks(`${index + 1}. ${text} — **${verdict}** ${why}`);
      })
      .join("\n"),
  ]);
}

function plainSimulation(
  simulation: LessonSimulation,
  results: readonly RunResult[] | undefined,
  wording: Wording,
): string {
  const title = `**${wording["panel.simulation"]}${wording["punctuation.colon"]}${simulation.caption}**`;
  if (!results) return title;
  const runs = results.length > 1 ? [wording["panel.before"], wording["panel.after"]] : [wording["panel.value"]];
  const parameters = parameterRows(simulation, results).map(({ name, values }) => [inlineCode(name), ...values]);
  const figures = figureRows(simulation, results).map(({ name, where, values }) => [
    where === undefined ? inlineCode(name) : `${prose(where)} (${inlineCode(name)})`,
    ...values,
  ]);
  const align = `l${"r".repeat(runs.length)}`;
  return [
    title,
    ...(parameters.length > 0 ? [table([wording["panel.parameter"], ...runs], align, parameters)] : []),
    table([wording["panel.figure"], ...runs], align, figures),
  ].join("\n\n");
}
