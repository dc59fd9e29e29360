import type { KeyPlace, LiveNote } from "../../protocol/lesson";
import { button, element } from "../shared/elements";
import { renderInline } from "./markdown";
import { whenNear, type LessonPage, type Part } from "./page";

/** The keys a lesson touches, with doors to what is known of them, a sample file, and the reader's own files. */
export function createKeys(page: LessonPage): Part & { readonly section: HTMLElement } {
  const { lesson, labels, signal, post } = page;
  const places = new Map<string, HTMLElement>();
  const notes = new Map<string, HTMLElement>();
  const items = lesson.keys.map((key) => {
    const own = element("ul", { class: "places", hidden: true });
    const live = element("p", { class: "quiet live", hidden: true });
    places.set(key, own);
    notes.set(key, live);
    const doors = element(
      "span",
      { class: "doors" },
      button(labels["panel.explain"], () => post({ type: "command", command: "netstackLens.explain", argument: key })),
      button(labels["panel.openSample"], () => post({ type: "openSample", lesson: lesson.id, key })),
    );
    for (const door of doors.children) door.setAttribute("aria-label", `${door.textContent}${labels["punctuation.colon"]}${key}`); // prettier-ignore
    return element("li", { "data-key": key }, element("code", {}, key), doors, live, own);
  });
  const heading = element("h2", { id: "keys-of-lesson" }, labels["panel.keys"]);
  const section = element("section", { class: "keys", "aria-labelledby": heading.id }, heading, element("ul", {}, ...items)); // prettier-ignore
  if (items.length === 0) section.hidden = true;
  whenNear([section], signal, 200, () => post({ type: "findPlaces", lesson: lesson.id }));
  return {
    section,
    receive: (message) => {
      if (message.type === "liveNotes" && message.lesson === lesson.id) showNotes(notes, message.notes);
      if (message.type !== "places" || message.lesson !== lesson.id) return;
      for (const [key, list] of places) {
        const found = message.places.filter((one) => one.key === key);
        list.hidden = found.length === 0;
        list.replaceChildren(...found.map((one) => element("li", {}, ...placeDoors(one, page))));
      }
    },
  };
}

/** What keys hold on this host. */
function showNotes(notes: ReadonlyMap<string, HTMLElement>, found: readonly LiveNote[]): void {
  for (const { key, markdown } of found) {
    const note = notes.get(key);
    if (!note) continue;
    note.innerHTML = renderInline(markdown);
    note.hidden = false;
  }
}

function placeDoors({ key, label, line, value, file, canSimulate }: KeyPlace, { labels, post }: LessonPage): Node[] {
  const door = button("", () => post({ type: "openPlace", file, line }), { class: "place" });
  door.append(`${label}:${line} `, element("code", {}, value));
  if (!canSimulate) return [door];
  const simulate = button(labels["panel.simulatePlace"], () => post({ type: "simulatePlace", file, key }), {
    class: "place",
    "aria-label": `${labels["panel.simulatePlace"]}${labels["punctuation.colon"]}${key} = ${value}, ${label}:${line}`,
  });
  return [door, simulate];
}
