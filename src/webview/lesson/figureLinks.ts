import { readFigureReference } from "../../core/lessons/figureReference";
import { fill } from "../../core/knowledge/wording";
import { goTo, type LessonPage } from "./page";
import type { Simulations } from "./simulationCard";

/** Numbers that come from a simulation say so, and lead to it. */
export function linkFigures({ lesson, labels }: LessonPage, article: HTMLElement, simulations: Simulations): void {
  for (const link of article.querySelectorAll<HTMLAnchorElement>("a.figure")) {
    const reference = readFigureReference(link.dataset["figure"] ?? "");
    const simulation = lesson.simulations.find(({ id }) => id === reference?.simulation);
    if (!reference || !simulation) {
      link.replaceWith(...link.childNodes);
      continue;
    }
    const what = reference.kind === "drops" ? `${labels["panel.drops"]} ${reference.name}` : reference.name;
    link.title = fill(labels["panel.figureOf"], { figure: what, simulation: simulation.caption.replace(/[`*]/g, "") });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const card = simulations.cardOf(simulation.id);
      if (card) goTo(card);
    });
  }
}
