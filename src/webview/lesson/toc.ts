import type { Section } from "../../core/lessons/sections";
import { element } from "../shared/elements";
import { goTo, type LessonPage } from "./page";
import { createMenu } from "./menu";

/** Wide enough for the contents to stand beside the text. */
const besideTheText = "(min-width: 76em)";
/** A heading counts as reached so far below the bar. */
const reachedPx = 90;

/** The contents of the lesson: a menu of the bar in narrow panels, beside the text in wide ones. */
export function createContents(
  { labels, signal }: LessonPage,
  article: HTMLElement,
  sections: readonly Section[],
): HTMLElement {
  const links = new Map<string, HTMLAnchorElement>();
  for (const { heading, anchor, level } of sections) {
    if (anchor === "" || level > 3) continue;
    const link = element("a", { href: `#${encodeURIComponent(anchor)}`, class: `level-${level}` }, heading);
    links.set(anchor, link);
  }
  const list = element("ol", {}, ...[...links.values()].map((link) => element("li", {}, link)));
  const nav = element("nav", { class: "contents", "aria-label": labels["panel.contents"] }, list);
  const menu = createMenu(labels["panel.contents"], nav, signal);
  menu.classList.add("contents-menu");

  const wide = matchMedia(besideTheText);
  const arrange = (): void => void (menu.open = wide.matches);
  wide.addEventListener("change", arrange, { signal });
  arrange();

  for (const [anchor, link] of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (!wide.matches) menu.open = false;
      const heading = document.getElementById(anchor);
      if (heading) goTo(heading);
    });
  }
  markCurrent(article, links, signal);
  return menu;
}

/** Marks the section that is being read. */
function markCurrent(article: HTMLElement, links: ReadonlyMap<string, HTMLElement>, signal: AbortSignal): void {
  let current: HTMLElement | undefined;
  const update = (): void => {
    const headings = [...article.querySelectorAll<HTMLElement>(".body [id]")].filter(({ id }) => links.has(id));
    const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const reached = headings.findLast((one) => one.getBoundingClientRect().top <= (isAtEnd ? innerHeight : reachedPx));
    const link = reached && links.get(reached.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
  };
  let isDue = false;
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      if (!signal.aborted) update();
    });
  };
  window.addEventListener("scroll", soon, { signal, passive: true });
  soon();
}
