import { element } from "../shared/elements";

/** A button of the bar that opens something below it. Escape and a click elsewhere close it. */
export function createMenu(
  label: string,
  content: HTMLElement,
  signal: AbortSignal,
  title?: string,
): HTMLDetailsElement {
  const summary = element("summary", { title, "aria-label": title }, label);
  const menu = element("details", { class: "menu" }, summary, element("div", { class: "sheet" }, content));
  const close = (): void => {
    if (getComputedStyle(summary).display !== "none") menu.open = false;
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  }, { signal }); // prettier-ignore
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) close();
  });
  return menu;
}
