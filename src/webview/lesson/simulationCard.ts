import type { LessonSimulation } from "../../core/lessons/lesson";
import type { SimulationState } from "../../protocol/lesson";
import { fill } from "../../core/knowledge/wording";
import { button, element } from "../shared/elements";
import type { Diagrams } from "./diagrams";
import { figureTable } from "./figureTable";
import { renderInline } from "./markdown";
import { whenNear, type LessonPage, type Part } from "./page";
import { createRunView } from "./runView";
import { timeText } from "./player";

/** The simulations of a lesson, a card each. */
export interface Simulations extends Part {
  cardOf(id: string): HTMLElement | undefined;
  /** Shows what comes of a simulation; played from its beginning if the reader has just asked for it. */
  reveal(id: string, isPlayed: boolean): void;
}

/** Says that there is something new below an element, for those that work on the words of the page. */
export function tellGrown(grown: HTMLElement): void {
  grown.dispatchEvent(new Event("grown", { bubbles: true }));
}

/** Fills in the cards. A run is made when its card comes near, or once the reader has answered what is asked of it. */
export function createSimulations(page: LessonPage, body: HTMLElement, diagrams: Diagrams): Simulations {
  const { lesson, reading, signal } = page;
  const cards = new Map<string, Card>();
  for (const place of body.querySelectorAll<HTMLElement>("[data-simulation]")) {
    const simulation = lesson.simulations.find(({ id }) => id === place.dataset["simulation"]);
    if (!simulation) continue;
    const asked = lesson.predictions.filter((one) => one.simulation === simulation.id);
    const isOpen = asked.every(({ id }) => reading.answered[id] !== undefined);
    const card = createCard(page, simulation, diagrams, isOpen);
    place.replaceWith(card.element);
    cards.set(simulation.id, card);
  }
  const elements = [...cards.values()].map((card) => card.element);
  whenNear(elements, signal, 300, (near) => {
    for (const card of cards.values()) if (near.includes(card.element)) card.comeNear();
  });
  return {
    cardOf: (id) => cards.get(id)?.element,
    reveal: (id, isPlayed) => cards.get(id)?.reveal(isPlayed),
    receive: (message) => {
      if (message.type === "simulation" && message.lesson === lesson.id) cards.get(message.id)?.show(message.state);
    },
  };
}

interface Card {
  readonly element: HTMLElement;
  comeNear(): void;
  reveal(isPlayed: boolean): void;
  show(state: SimulationState): void;
}

function createCard(page: LessonPage, simulation: LessonSimulation, diagrams: Diagrams, isOpen: boolean): Card {
  const { labels, lesson, post } = page;
  const { id } = simulation;
  const title = element("h3", { id: `simulation-${id}-title` });
  title.innerHTML = renderInline(simulation.caption);
  const content = element("div", { class: "content" });
  const status = element("p", { class: "quiet", role: "status" });
  const doors = element("p", { class: "doors" });
  const card = element(
    "section",
    { class: "card simulation", id: `simulation-${id}`, "aria-labelledby": title.id },
    element("p", { class: "kicker" }, labels["panel.simulation"]),
    title,
    status,
    content,
    doors,
  );
  let phase: "locked" | "waiting" | "asked" | "done" = isOpen ? "waiting" : "locked";
  let isPlayed = false;

  const run = (): void => {
    phase = "asked";
    status.textContent = labels["panel.running"];
    content.replaceChildren(button(labels["panel.cancel"], () => post({ type: "cancel", lesson: lesson.id, id })));
    doors.replaceChildren(button(labels["panel.openSimulator"], () => post({ type: "openSimulator", lesson: lesson.id, id }))); // prettier-ignore
    post({ type: "simulate", lesson: lesson.id, id });
  };
  if (phase === "locked") {
    status.textContent = labels["panel.answerFirst"];
    content.replaceChildren(button(labels["panel.showAnyway"], run));
  }
  const ended = (reason: string): void => {
    phase = "waiting";
    status.textContent = reason;
    content.replaceChildren(button(labels["panel.runAgain"], run));
  };
  return {
    element: card,
    comeNear: () => {
      if (phase === "waiting") run();
    },
    reveal: (played) => {
      isPlayed = played;
      if (phase !== "asked" && phase !== "done") run();
    },
    show: (state) => {
      if (state.kind === "running") {
        const words = { time: timeText(state.atNs), events: state.events.toLocaleString(lesson.language) };
        status.textContent = fill(labels["panel.progress"], words);
      } else if (state.kind === "cancelled") ended(labels["panel.cancelled"]);
      else if (state.kind === "failed") ended(`${labels["panel.runFailed"]} ${state.message}`);
      else {
        phase = "done";
        status.textContent = "";
        const view = createRunView(page, simulation, state.results, diagrams);
        content.replaceChildren(figureTable(simulation, state.results, labels), ...(view ? [view.element] : []));
        tellGrown(content);
        if (isPlayed) view?.play();
      }
    },
  };
}
