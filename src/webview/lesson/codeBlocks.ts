import { commandsOf } from "../../core/lessons/reading";
import { button, element } from "../shared/elements";
import type { LessonPage } from "./page";

/** So long a button says that it has done its work. */
const saidForMs = 1500;

/** Buttons on code: the commands alone, without their prompts, or all of it. */
export function addCopyButtons({ labels, signal }: LessonPage, article: HTMLElement): void {
  for (const pre of article.querySelectorAll<HTMLElement>(".body pre:not(.diagram-source)")) {
    const text = pre.textContent.trimEnd();
    const commands = pre.classList.contains("console") ? commandsOf(text) : "";
    const tools = element("div", { class: "copy" });
    const add = (label: string, copied: string): void => {
      tools.append(copyButton(label, labels["panel.copied"], copied, signal));
    };
    if (commands !== "") add(labels["panel.copyCommands"], commands);
    if (commands !== text) add(commands === "" ? labels["panel.copy"] : labels["panel.copyAll"], text);
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", labels["panel.code"]);
    const frame = element("div", { class: "code" });
    pre.replaceWith(frame);
    frame.append(pre, tools);
  }
}

function copyButton(label: string, done: string, text: string, signal: AbortSignal): HTMLElement {
  const made = button(label, () => {
    void navigator.clipboard.writeText(text).then(() => {
      made.textContent = done;
      const timer = setTimeout(() => (made.textContent = label), saidForMs);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });
  });
  made.setAttribute("aria-live", "polite");
  return made;
}
