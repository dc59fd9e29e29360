import type { Term } from "../../core/lessons/samples";
import type { SampleText } from "../../protocol/lesson";
import { element } from "../shared/elements";
import { createHoverCard } from "./hoverCard";
import { whenNear, type LessonPage, type Part } from "./page";

/** Where words are explained: samples of commands, and code in sentences that stands in no link or button. */
const explainable = "pre.console > code, code:not(pre code, a code, button code, summary code, dialog code)";

/** Makes the words of samples that the editor would explain explain themselves. */
export function explainSamples({ signal, post }: LessonPage, article: HTMLElement, main: HTMLElement): Part {
  const waiting = new Map<number, readonly HTMLElement[]>();
  let requests = 0;
  const card = createHoverCard({ signal, post }, main);

  const ask = (near: readonly HTMLElement[]): void => {
    waiting.set(++requests, near);
    post({ type: "findTerms", request: requests, texts: near.map(sampleOf) });
  };
  const follow = (place: ParentNode): void => whenNear(place.querySelectorAll(explainable), signal, 300, ask);
  follow(article);
  article.addEventListener("grown", ({ target }) => target instanceof Element && follow(target), { signal });
  article.addEventListener("keydown", moveWithinSample, { signal });
  return {
    receive: (message) => {
      card.receive(message);
      if (message.type !== "terms") return;
      for (const [index, code] of (waiting.get(message.request) ?? []).entries()) {
        const terms = wrapTerms(code, message.terms[index] ?? []);
        for (const { place, term } of terms) card.explains(place, term.subject);
      }
      waiting.delete(message.request);
    },
  };
}

function sampleOf(code: HTMLElement): SampleText {
  return { kind: code.parentElement?.matches("pre") ? "console" : "code", text: code.textContent };
}

/** Puts an element around each term. Of a sample's many, the Tab key stops at one; arrows lead to the others. */
function wrapTerms(code: HTMLElement, terms: readonly Term[]): { readonly place: HTMLElement; readonly term: Term }[] {
  const text = code.textContent;
  const wrapped: { readonly place: HTMLElement; readonly term: Term }[] = [];
  const content: (Node | string)[] = [];
  let at = 0;
  for (const term of terms) {
    if (term.start < at || term.end <= term.start || term.end > text.length) continue;
    const tabindex = wrapped.length === 0 ? 0 : -1;
    const place = element("span", { class: "term", role: "button", tabindex, "aria-expanded": "false" }, text.slice(term.start, term.end)); // prettier-ignore
    content.push(text.slice(at, term.start), place);
    wrapped.push({ place, term });
    at = term.end;
  }
  if (wrapped.length > 0) code.replaceChildren(...content, text.slice(at));
  return wrapped;
}

const ways: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveWithinSample(event: KeyboardEvent): void {
  const way = ways[event.key];
  const { target } = event;
  if (way === undefined || !(target instanceof HTMLElement) || !target.matches("pre .term")) return;
  const terms = [...(target.closest("pre")?.querySelectorAll<HTMLElement>(".term") ?? [])];
  const next = terms[terms.indexOf(target) + way];
  if (!next) return;
  event.preventDefault();
  target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
