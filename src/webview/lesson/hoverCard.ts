import type { Subject } from "../../core/lessons/samples";
import { linkedCommands } from "../../protocol/lesson";
import { element } from "../shared/elements";
import { renderExplanation } from "./markdown";
import type { LessonPage, Part } from "./page";

/** The mouse rests for so long before a word is explained, and may take so long to reach the card. */
const restMs = 250;
const leaveMs = 250;

/** A card beside a word that explains it, by mouse or keyboard, as hovers do in the editor. */
export interface HoverCard extends Part {
  explains(place: HTMLElement, subject: Subject): void;
}

export function createHoverCard({ signal, post }: Pick<LessonPage, "signal" | "post">, main: HTMLElement): HoverCard {
  const card = element("div", { class: "hover", id: "hover", role: "region", "aria-live": "polite", hidden: true });
  main.append(card);
  const known = new Map<string, string>();
  const waiting = new Map<number, string>();
  let requests = 0;
  let shown: { readonly place: HTMLElement; readonly subject: string } | undefined;
  let timer: number | undefined;

  const close = (): void => {
    clearTimeout(timer);
    shown?.place.setAttribute("aria-expanded", "false");
    shown?.place.removeAttribute("aria-describedby");
    shown = undefined;
    card.hidden = true;
  };
  const fillIn = (): void => {
    const markdown = shown && known.get(shown.subject);
    if (!shown || markdown === undefined) return;
    card.innerHTML = renderExplanation(markdown);
    card.hidden = false;
    putBeside(card, shown.place);
    shown.place.setAttribute("aria-expanded", "true");
    shown.place.setAttribute("aria-describedby", card.id);
  };
  const open = (place: HTMLElement, subject: Subject): void => {
    clearTimeout(timer);
    const name = JSON.stringify(subject);
    if (shown?.place === place) return;
    close();
    shown = { place, subject: name };
    if (known.has(name)) fillIn();
    else {
      waiting.set(++requests, name);
      post({ type: "explain", request: requests, subject });
    }
  };
  const later = (act: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  };

  card.addEventListener("mouseenter", () => clearTimeout(timer));
  card.addEventListener("mouseleave", () => later(close, leaveMs));
  card.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && (card.contains(relatedTarget) || relatedTarget === shown?.place))) close();
  });
  card.addEventListener("click", (event) => followCommand(event, post));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    const { place } = shown;
    const wasInside = card.contains(document.activeElement);
    close();
    if (wasInside) place.focus();
  }, { signal }); // prettier-ignore
  signal.addEventListener("abort", () => {
    close();
    card.remove();
  });
  return {
    explains: (place, subject) => {
      place.addEventListener("mouseenter", () => later(() => open(place, subject), restMs));
      place.addEventListener("mouseleave", () => later(close, leaveMs));
      place.addEventListener("focus", () => open(place, subject));
      place.addEventListener("click", () => open(place, subject));
      place.addEventListener("blur", ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && card.contains(relatedTarget))) close();
      });
      place.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open(place, subject);
        card.querySelector<HTMLElement>("a")?.focus();
      });
    },
    receive: (message) => {
      const name = message.type === "explanation" ? waiting.get(message.request) : undefined;
      if (message.type !== "explanation" || name === undefined) return;
      waiting.delete(message.request);
      known.set(name, message.markdown);
      fillIn();
    },
  };
}

/** Below the word, or above where there is more room; never beyond the edges. */
function putBeside(card: HTMLElement, place: HTMLElement): void {
  const word = place.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(8, Math.min(word.left, document.documentElement.clientWidth - width - 8));
  const isBelow = word.bottom + height + 8 <= innerHeight || word.top < innerHeight - word.bottom;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(isBelow ? word.bottom + 4 : word.top - height - 4) + scrollY}px`;
}

/** Links to commands are messages to the extension; to others than ours nothing happens. */
function followCommand(event: Event, post: LessonPage["post"]): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const [, name, json = ""] = /^command:([\w.]+)\?(.*)$/.exec(link?.getAttribute("href") ?? "") ?? [];
  if (name === undefined) return;
  event.preventDefault();
  const command = linkedCommands.find((one) => one === name);
  const argument = argumentOf(json);
  if (command && argument !== undefined) post({ type: "command", command, argument });
}

function argumentOf(json: string): string | undefined {
  try {
    const [argument] = JSON.parse(decodeURIComponent(json)) as unknown[];
    return typeof argument === "string" ? argument : undefined;
  } catch {
    return undefined;
  }
}
