import { sectionsOf } from "../../core/lessons/sections";
import { fill } from "../../core/knowledge/wording";
import type { LessonResults } from "../../core/lessons/plainLesson";
import { element } from "../shared/elements";
import type { Diagrams } from "./diagrams";
import { exportStyle } from "./exportStyle";
import { figureTable } from "./figureTable";
import { renderInline, renderMarkdown } from "./markdown";
import type { LessonPage, Part } from "./page";
import { sourceList } from "./sources";

/** Makes the lesson a file of its own whenever the extension asks for it. */
export function answerPageRequests(page: LessonPage, diagrams: Diagrams): Part {
  return {
    receive: (message) => {
      if (message.type !== "makePage") return;
      const { request, results } = message;
      void diagrams.drawOnPaper().then((drawings) => {
        if (!page.signal.aborted) page.post({ type: "page", request, html: pageOf(page, drawings, results) });
      });
    },
  };
}

/** One file that needs nothing else: no script, nothing from elsewhere, which its own policy also forbids. */
function pageOf(page: LessonPage, drawings: readonly (SVGSVGElement | undefined)[], results: LessonResults): string {
  const { lesson } = page;
  const file = document.implementation.createHTMLDocument(lesson.title);
  file.documentElement.lang = lesson.language === "zh-cn" ? "zh-Hans" : "en";
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  file.head.prepend(
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("style", {}, exportStyle),
  );
  file.body.append(element("main", {}, articleOf(page, drawings, results)));
  return `<!DOCTYPE html>\n${file.documentElement.outerHTML}\n`;
}

function articleOf(
  page: LessonPage,
  drawings: readonly (SVGSVGElement | undefined)[],
  results: LessonResults,
): HTMLElement {
  const { lesson, labels } = page;
  const answer = element("p", { class: "answer" });
  answer.innerHTML = renderInline(lesson.answer);
  const body = element("div");
  body.innerHTML = renderMarkdown(lesson.body, sectionsOf(lesson.body));
  fillDiagrams(body, drawings);
  fillSimulations(body, page, results);
  fillPredictions(body, page);
  // Numbers lead to their simulation within the file.
  for (const link of body.querySelectorAll("a.figure")) link.removeAttribute("data-figure");
  const keys = lesson.keys.map((key) => element("li", {}, element("code", {}, key)));
  const sources = sourceList(lesson.sources, labels);
  return element(
    "article",
    {},
    element("h1", {}, lesson.title),
    element("p", { class: "question" }, lesson.question),
    answer,
    element("p", { class: "facts" }, fill(labels["panel.minutes"], { count: lesson.minutes })),
    body,
    element("h2", {}, labels["panel.keys"]),
    element("ul", {}, ...keys),
    sources,
  );
}

function fillDiagrams(body: HTMLElement, drawings: readonly (SVGSVGElement | undefined)[]): void {
  for (const [index, figure] of [...body.querySelectorAll("figure.diagram")].entries()) {
    const drawing = drawings[index];
    if (drawing) figure.replaceChildren(drawing);
  }
}

function fillSimulations(body: HTMLElement, { lesson, labels }: LessonPage, results: LessonResults): void {
  for (const place of body.querySelectorAll<HTMLElement>("[data-simulation]")) {
    const simulation = lesson.simulations.find(({ id }) => id === place.dataset["simulation"]);
    const made = simulation && results[simulation.id];
    if (!simulation) continue;
    const title = element("h3");
    title.innerHTML = renderInline(simulation.caption);
    const kicker = element("p", { class: "kicker" }, labels["panel.simulation"]);
    const card = element("section", { class: "card", id: `simulation-${simulation.id}` }, kicker, title);
    if (made) card.append(figureTable(simulation, made, labels));
    place.replaceWith(card);
  }
}

/** Questions, with all the reasoning folded away. */
function fillPredictions(body: HTMLElement, { lesson, labels }: LessonPage): void {
  for (const place of body.querySelectorAll<HTMLElement>("[data-prediction]")) {
    const prediction = lesson.predictions.find(({ id }) => id === place.dataset["prediction"]);
    if (!prediction) continue;
    const question = element("p", { class: "asked" });
    question.innerHTML = renderInline(prediction.question);
    const answers = prediction.answers.map(({ text, right, why }) => {
      const summary = element("summary");
      summary.innerHTML = renderInline(text, { withoutLinks: true });
      const reasoning = element("p");
      reasoning.innerHTML = renderInline(why);
      reasoning.prepend(element("strong", {}, labels[right ? "panel.right" : "panel.wrong"]), " ");
      return element("details", {}, summary, reasoning);
    });
    place.replaceWith(element("section", { class: "card" }, element("p", { class: "kicker" }, labels["panel.predict"]), question, ...answers)); // prettier-ignore
  }
}
