import type MiniSearch from "minisearch";
import { queryWords, searchWords } from "../../core/lessons/searchWords";
import { fill } from "../../core/knowledge/wording";
import type { LessonSection } from "../../core/lessons/sections";
import { button, element } from "../shared/elements";
import { goTo, type LessonPage, type Part } from "./page";

/** A dialog that searches all lessons. */
export interface Search extends Part {
  readonly dialog: HTMLDialogElement;
  open(): void;
}

const mostResults = 30;
const snippetLength = 140;

/** The index is built when somebody first searches in a language, and kept as long as the page. */
const indexes = new Map<string, { readonly index: MiniSearch; readonly sections: readonly LessonSection[] }>();

export function createSearch(page: LessonPage): Search {
  const { labels, lesson, post, signal } = page;
  const input = element("input", { type: "text",
    role: "searchbox", "aria-label": labels["panel.searchAll"], placeholder: labels["panel.searchAll"] }); // prettier-ignore
  const status = element("p", { class: "quiet", role: "status" });
  const list = element("ol", { class: "results" });
  const dialog = element("dialog", { class: "search", "aria-label": labels["panel.search"] });
  dialog.append(
    element(
      "div",
      { class: "field" },
      input,
      button(labels["panel.close"], () => dialog.close(), { class: "close" }),
    ),
    status,
    list,
  );

  const go = (found: LessonSection): void => {
    dialog.close();
    const heading = found.lesson === lesson.id ? document.getElementById(found.anchor) : null;
    if (heading) goTo(heading);
    else post({ type: "openLesson", lesson: found.lesson, anchor: found.anchor });
  };
  const update = (): void => {
    const known = indexes.get(lesson.language);
    const query = input.value.trim();
    const found = known && query !== "" ? find(known, query) : [];
    list.replaceChildren(
      ...found.map((one) =>
        element(
          "li",
          {},
          resultDoor(one, query, () => go(one)),
        ),
      ),
    );
    status.textContent = !known
      ? labels["panel.loading"]
      : query === "" ? "" : found.length === 0 ? labels["panel.nothingFound"] : fill(labels["panel.foundCount"], { count: found.length }); // prettier-ignore
  };
  input.addEventListener("input", update);
  dialog.addEventListener("keydown", (event) => {
    const doors = [...list.querySelectorAll("button")];
    const at = doors.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Enter" && document.activeElement === input) doors[0]?.click();
    else if (event.key === "ArrowDown") doors[Math.min(doors.length - 1, at + 1)]?.focus();
    else if (event.key === "ArrowUp") (doors[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  const open = (): void => {
    if (!indexes.has(lesson.language)) post({ type: "loadSearch", language: lesson.language });
    if (!dialog.open) dialog.showModal();
    input.select();
    update();
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  }, { signal }); // prettier-ignore
  return {
    dialog,
    open,
    receive: (message) => {
      if (message.type === "searchSections") void build(message.language, message.sections).then(update);
    },
  };
}

async function build(language: string, sections: readonly LessonSection[]): Promise<void> {
  const { default: Index } = await import("minisearch");
  const index = new Index({
    fields: ["heading", "text", "title"],
    tokenize: searchWords,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: queryWords,
      combineWith: "AND",
      prefix: true,
      fuzzy: (term) => (/^[a-z]{5,}$/.test(term) ? 0.2 : false),
      boost: { heading: 3, title: 2 },
    },
  });
  index.addAll(sections.map(({ heading, text, title }, id) => ({ id, heading, text, title })));
  indexes.set(language, { index, sections });
}

function find(
  { index, sections }: { readonly index: MiniSearch; readonly sections: readonly LessonSection[] },
  query: string,
): readonly LessonSection[] {
  const hits = index.search(query).slice(0, mostResults);
  return hits.flatMap(({ id }) => sections[id as number] ?? []);
}

function resultDoor(found: LessonSection, query: string, go: () => void): HTMLElement {
  const door = button("", go);
  const place = found.heading === "" ? found.title : `${found.title} › ${found.heading}`;
  door.append(
    element("span", { class: "title" }, place),
    element("span", { class: "quiet" }, ...snippet(found.text, query)),
  );
  return door;
}

/** The words around the first hit, with the hit marked. */
function snippet(text: string, query: string): (Node | string)[] {
  const wanted = [query, ...queryWords(query)].map((word) => word.toLowerCase());
  const lower = text.toLowerCase();
  const hit = wanted.map((word) => ({ word, at: lower.indexOf(word) })).find(({ at }) => at >= 0);
  if (!hit) return [text.slice(0, snippetLength)];
  const from = Math.max(0, hit.at - snippetLength / 3);
  const end = hit.at + hit.word.length;
  const upTo = Math.max(end, from + snippetLength);
  const before = from > 0 ? `…${text.slice(from, hit.at).replace(/^[\w-]*\s/, "")}` : text.slice(0, hit.at);
  const after = upTo < text.length ? `${text.slice(end, upTo).replace(/\s[\w-]*$/, "")}…` : text.slice(end);
  return [before, element("mark", {}, text.slice(hit.at, end)), after];
}
