import type { Source } from "../../core/knowledge/types";
import { sourceText } from "../../core/lessons/plainLesson";
import type { LessonLabels } from "../../protocol/lesson";
import { element } from "../shared/elements";
import { renderInline } from "./markdown";

/** What the lesson was written from, folded away. */
export function sourceList(sources: readonly Source[], labels: LessonLabels): HTMLElement {
  const items = sources.map((source) => {
    const item = element("li");
    item.innerHTML = renderInline(sourceText(source));
    return item;
  });
  return element("details", { class: "sources" }, element("summary", {}, labels["panel.sources"]), element("ul", {}, ...items)); // prettier-ignore
}
