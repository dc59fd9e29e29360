import type { Source } from "../../core/knowledge/types";
import type { Lesson } from "../../core/lessons/lesson";
import type { LessonLabels } from "../../protocol/lesson";
import { followTheme } from "../shared/theme";
import { drawDiagrams } from "./diagrams";
import { element } from "../shared/elements";
import { renderMarkdown } from "./markdown";

let shown: string | undefined;
let stopFollowing = (): void => {};

/** Shows a lesson; text first, then its diagrams. The place of the reader is kept when the same lesson comes again. */
export function renderLesson(main: HTMLElement, lesson: Lesson, labels: LessonLabels): void {
  stopFollowing();
  document.documentElement.lang = lesson.language === "zh-cn" ? "zh-Hans" : "en";
  document.title = lesson.title;
  const article = element("article", {});
  article.append(
    element("h1", {}, lesson.title),
    element("p", { class: "question" }, lesson.question),
    element("p", { class: "answer" }, lesson.answer),
    element("p", { class: "facts" }, labels.minutes),
  );
  const body = element("div", { class: "body" });
  body.innerHTML = renderMarkdown(lesson.body);
  article.append(body, keyList(lesson, labels), sourceList(lesson, labels));
  main.replaceChildren(article);
  if (shown !== lesson.id) window.scrollTo(0, 0);
  shown = lesson.id;

  const draw = (): void => void drawDiagrams(article, labels);
  draw();
  stopFollowing = followTheme(draw);
}

/** Shows why there is no lesson to read. */
export function renderFailure(main: HTMLElement, message: string): void {
  stopFollowing();
  main.replaceChildren(element("p", { class: "failure", role: "alert" }, message));
}

function keyList(lesson: Lesson, labels: LessonLabels): HTMLElement {
  const list = element("ul", { class: "keys" });
  for (const key of lesson.keys) {
    const item = element("li", {});
    item.append(element("code", {}, key));
    list.append(item);
  }
  const section = element("section", {});
  section.append(element("h2", {}, labels.keys), list);
  return section;
}

function sourceList(lesson: Lesson, labels: LessonLabels): HTMLElement {
  const list = element("ul", {});
  for (const source of lesson.sources) list.append(sourceItem(source));
  const details = element("details", { class: "sources" });
  details.append(element("summary", {}, labels.sources), list);
  return details;
}

function sourceItem(source: Source): HTMLElement {
  const item = element("li", {});
  if ("doc" in source) {
    item.append(
      link(`https://docs.kernel.org/${source.doc.replace(/\.rst$/, ".html")}`, `Documentation/${source.doc}`),
    );
  } else if ("code" in source) {
    item.append(element("code", {}, source.symbol), ` — ${source.code}`);
  } else if ("rfc" in source) {
    item.append(
      link(`https://www.rfc-editor.org/rfc/rfc${source.rfc}`, `RFC ${source.rfc}`),
      source.section ? ` §${source.section}` : "",
    );
  } else if ("commit" in source) {
    item.append(element("code", {}, source.commit));
  } else {
    item.append(`Linux ${source.kernel}: ${source.measured}`);
  }
  return item;
}

function link(href: string, text: string): HTMLElement {
  return element("a", { href }, text);
}
