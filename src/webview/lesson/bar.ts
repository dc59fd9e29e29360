import type { Language } from "../../core/knowledge/types";
import { button, element } from "../shared/elements";
import { createLessonList } from "./lessonList";
import { createMenu } from "./menu";
import type { ChosenPath, LessonPage, Part } from "./page";
import type { Search } from "./search";

interface BarParts {
  readonly contents: HTMLElement;
  readonly search: Search;
  readonly path: ChosenPath;
}

/** The bar over the lesson: other lessons, contents, search, the other language, and what else can be done. */
export function createBar(
  page: LessonPage,
  { contents, search, path }: BarParts,
): Part & { readonly element: HTMLElement } {
  const { labels, lesson, signal, post } = page;
  const list = createLessonList(page, path);
  const other: Language = lesson.language === "en" ? "zh-cn" : "en";
  const language = button(other === "en" ? "English" : "中文", () => post({ type: "setLanguage", language: other }), {
    class: "language",
    lang: other === "en" ? "en" : "zh-Hans",
  });
  const more = element(
    "ul",
    {},
    ...[
      button(labels["panel.openMarkdown"], () => post({ type: "openMarkdown", lesson: lesson.id })),
      button(labels["panel.exportHtml"], () => post({ type: "exportHtml", lesson: lesson.id })),
      button(labels["panel.resetLesson"], () => post({ type: "resetProgress", lesson: lesson.id })),
      button(labels["panel.resetAll"], () => post({ type: "resetProgress" })),
    ].map((one) => element("li", {}, one)),
  );
  const moreMenu = createMenu("⋯", more, signal, labels["panel.more"]);
  moreMenu.classList.add("more");
  more.addEventListener("click", () => (moreMenu.open = false));
  const bar = element(
    "header",
    { class: "bar" },
    createMenu(labels["panel.lessons"], list.element, signal),
    contents,
    button(labels["panel.search"], () => search.open(), { class: "search-door" }),
    element("span", { class: "space" }),
    language,
    moreMenu,
  );
  return { element: bar, receive: (message) => list.receive(message) };
}
