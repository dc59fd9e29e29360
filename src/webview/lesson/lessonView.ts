import { fill } from "../../core/knowledge/wording";
import { sectionsOf } from "../../core/lessons/sections";
import type { ToLessonPanel } from "../../protocol/lesson";
import { element } from "../shared/elements";
import { createBar } from "./bar";
import { addCopyButtons } from "./codeBlocks";
import { createDiagrams } from "./diagrams";
import { answerPageRequests } from "./exportPage";
import { linkFigures } from "./figureLinks";
import { createFooter } from "./footer";
import { createKeys } from "./keys";
import { renderInline, renderMarkdown } from "./markdown";
import type { ChosenPath, LessonPage, Part } from "./page";
import { createPredictions } from "./prediction";
import { explainSamples } from "./samples";
import { createSearch } from "./search";
import { createSimulations } from "./simulationCard";
import { sourceList } from "./sources";
import { createContents } from "./toc";

/** A lesson on the page. */
export interface ShownLesson {
  readonly article: HTMLElement;
  receive(message: ToLessonPanel): void;
}

/** Puts a lesson on the page, text first; what is costly comes when it is near. */
export function showLesson(main: HTMLElement, page: LessonPage, path: ChosenPath): ShownLesson {
  const { lesson, labels } = page;
  document.documentElement.lang = lesson.language === "zh-cn" ? "zh-Hans" : "en";
  document.title = lesson.title;
  const sections = sectionsOf(lesson.body);
  const body = element("div", { class: "body" });
  body.innerHTML = renderMarkdown(lesson.body, sections);
  const keys = createKeys(page);
  const footer = createFooter(page, path);
  const sources = sourceList(lesson.sources, labels);
  const article = element("article", {}, ...headOf(page), body, keys.section, sources, footer.element);
  const search = createSearch(page);
  const bar = createBar(page, { contents: createContents(page, article, sections), search, path });
  main.replaceChildren(bar.element, article, search.dialog);

  const diagrams = createDiagrams(page, article);
  const simulations = createSimulations(page, body, diagrams);
  createPredictions(page, body, simulations);
  linkFigures(page, article, simulations);
  addCopyButtons(page, article);
  const samples = explainSamples(page, article, main);
  const parts: readonly Part[] = [bar, search, simulations, samples, keys, footer, answerPageRequests(page, diagrams)];
  return { article, receive: (message) => parts.forEach((part) => part.receive(message)) };
}

/** Shows why there is no lesson to read. */
export function showFailure(main: HTMLElement, message: string): void {
  main.replaceChildren(element("p", { class: "failure", role: "alert" }, message));
}

function headOf(page: LessonPage): HTMLElement[] {
  const { lesson, labels } = page;
  const answer = element("p", { class: "answer" });
  answer.innerHTML = renderInline(lesson.answer);
  const minutes = fill(labels["panel.minutes"], { count: lesson.minutes });
  return [
    element("h1", {}, lesson.title),
    element("p", { class: "question" }, lesson.question),
    answer,
    element("p", { class: "facts" }, `${minutes} · ${labels[`panel.${lesson.difficulty}`]}`, ...prerequisitesOf(page)),
  ];
}

function prerequisitesOf({ lesson, lessons, labels, post }: LessonPage): (Node | string)[] {
  const needed = lessons.filter(({ id }) => lesson.prerequisites.includes(id));
  if (needed.length === 0) return [];
  const doors = needed.flatMap(({ id, title, available }, index) => {
    const link = element("a", { href: "#" }, title);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      post({ type: "openLesson", lesson: id });
    });
    return [index > 0 ? labels["panel.listSeparator"] : "", available ? link : title];
  });
  return [" · ", labels["panel.prerequisites"], labels["punctuation.colon"], ...doors];
}
