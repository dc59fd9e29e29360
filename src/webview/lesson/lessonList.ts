import type { LessonPath } from "../../core/knowledge/types";
import type { ReadingState, ToLessonPanel } from "../../protocol/lesson";
import { fill } from "../../core/knowledge/wording";
import { button, element } from "../shared/elements";
import type { ChosenPath, LessonPage } from "./page";

/** All lessons in the order of the chosen path, with marks on those that are read. */
export function createLessonList(
  page: LessonPage,
  path: ChosenPath,
): { readonly element: HTMLElement; receive(message: ToLessonPanel): void } {
  const { labels, paths } = page;
  let { reading } = page;
  const choices = element("div", { class: "paths", role: "group", "aria-label": labels["panel.path"] });
  const description = element("p", { class: "quiet" });
  const count = element("p", { class: "quiet" });
  const list = element("ol");

  const update = (): void => {
    const chosen = chosenPath(paths, path.id);
    const doors = paths.map(({ id, title }) =>
      button(title, () => choose(id), { "aria-pressed": String(id === chosen?.id) }),
    );
    choices.replaceChildren(...doors);
    description.textContent = chosen?.description ?? "";
    const items = chosen?.lessons ?? page.lessons.map(({ id }) => id);
    list.replaceChildren(...items.flatMap((id) => itemOf(page, id, reading)));
    const total = page.lessons.filter(({ available }) => available);
    const read = total.filter(({ id }) => reading.read.includes(id)).length;
    count.textContent = fill(labels["panel.readCount"], { read, total: total.length });
  };
  const choose = (id: string): void => {
    path.id = id;
    update();
    choices.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  };
  update();
  return {
    element: element("nav", { class: "lessons", "aria-label": labels["panel.lessons"] }, choices, description, list, count),
    receive: (message) => {
      if (message.type !== "reading") return;
      reading = message.reading;
      update();
    },
  }; // prettier-ignore
}

/** The path that is followed: the chosen one, else the first. */
export function chosenPath(paths: readonly LessonPath[], id: string | undefined): LessonPath | undefined {
  return paths.find((one) => one.id === id) ?? paths[0];
}

function itemOf({ lessons, lesson, labels, post }: LessonPage, id: string, reading: ReadingState): HTMLElement[] {
  const found = lessons.find((one) => one.id === id);
  if (!found) return [];
  if (!found.available) return [element("li", { class: "missing" }, found.title)];
  const isRead = reading.read.includes(id);
  const door = button("", () => post({ type: "openLesson", lesson: id }), {
    "aria-current": id === lesson.id && "page",
  });
  const mark = element("span", { class: "mark", "aria-hidden": "true" }, isRead ? "✓" : "");
  const facts = `${fill(labels["panel.minutes"], { count: found.minutes })} · ${labels[`panel.${found.difficulty}`]}`;
  door.append(mark, element("span", { class: "title" }, found.title), element("span", { class: "quiet" }, facts));
  if (isRead) door.append(element("span", { class: "unseen" }, labels["panel.read"]));
  return [element("li", {}, door)];
}
