import { neighboursOn } from "../../core/lessons/reading";
import { button, element } from "../shared/elements";
import { chosenPath } from "./lessonList";
import type { ChosenPath, LessonPage, Part } from "./page";

/** The end of a lesson: mark it as read, and go on. Whoever scrolls here has read it. */
export function createFooter(page: LessonPage, path: ChosenPath): Part & { readonly element: HTMLElement } {
  const { labels, lesson, signal, post } = page;
  let isRead = page.reading.read.includes(lesson.id);
  // A lesson that has been reset at its end is not marked again by the next turn of the wheel.
  let marksItself = !isRead;
  const mark = button("", () => {
    marksItself = false;
    post({ type: "markRead", lesson: lesson.id, read: !isRead });
  });
  const neighbours = element("div", { class: "neighbours" });
  const footer = element("footer", { class: "end" }, mark, neighbours);

  const update = (): void => {
    mark.textContent = isRead ? labels["panel.isRead"] : labels["panel.markRead"];
    mark.setAttribute("aria-pressed", String(isRead));
    neighbours.replaceChildren(...doorsOf(page, path.id));
  };
  update();
  window.addEventListener("scroll", () => {
    if (!marksItself || footer.getBoundingClientRect().top > innerHeight) return;
    marksItself = false;
    post({ type: "markRead", lesson: lesson.id, read: true });
  }, { signal, passive: true }); // prettier-ignore
  // The path may have been chosen meanwhile.
  new IntersectionObserver(() => update()).observe(footer);
  return {
    element: footer,
    receive: (message) => {
      if (message.type !== "reading") return;
      isRead = message.reading.read.includes(lesson.id);
      update();
    },
  };
}

function doorsOf({ labels, lesson, lessons, paths, post }: LessonPage, path: string | undefined): HTMLElement[] {
  const chosen = chosenPath(paths, path) ?? { lessons: lessons.map(({ id }) => id) };
  const titles = new Map(lessons.flatMap(({ id, title, available }) => (available ? [[id, title]] : [])));
  const { previous, next } = neighboursOn(chosen, lesson.id, (id) => titles.has(id));
  return (["previous", "next"] as const).map((way) => {
    const id = way === "previous" ? previous : next;
    if (id === undefined) return element("span");
    const door = button("", () => post({ type: "openLesson", lesson: id }), { class: way });
    door.append(element("span", { class: "quiet" }, labels[`panel.${way}`]), element("span", {}, titles.get(id) ?? id));
    return door;
  });
}
