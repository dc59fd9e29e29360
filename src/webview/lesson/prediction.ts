import type { Prediction } from "../../core/lessons/lesson";
import type { LessonLabels } from "../../protocol/lesson";
import { button, element } from "../shared/elements";
import { renderInline } from "./markdown";
import type { LessonPage } from "./page";
import type { Simulations } from "./simulationCard";

/** Asks before a simulation is shown. An answer shows the reasoning behind all of them, and plays the simulation. */
export function createPredictions(page: LessonPage, body: HTMLElement, simulations: Simulations): void {
  const { lesson, labels, reading, post } = page;
  for (const place of body.querySelectorAll<HTMLElement>("[data-prediction]")) {
    const prediction = lesson.predictions.find(({ id }) => id === place.dataset["prediction"]);
    if (!prediction) continue;
    const question = element("p", { class: "asked", id: `prediction-${prediction.id}` });
    question.innerHTML = renderInline(prediction.question);
    const answers = element("div", { class: "answers" });
    const verdict = element("p", { class: "verdict", role: "status" });
    const section = element(
      "section",
      { class: "card prediction", "aria-labelledby": question.id },
      element("p", { class: "kicker" }, labels["panel.predict"]),
      question,
      answers,
      verdict,
    );
    const settle = (chosen: number): void => {
      const right = prediction.answers[chosen]?.right === true;
      verdict.textContent = labels[right ? "panel.wasRight" : "panel.wasWrong"];
      answers.replaceChildren(...prediction.answers.map((_, index) => reasoningOf(prediction, index, chosen, labels)));
    };
    const choose = (chosen: number): void => {
      post({ type: "answer", lesson: lesson.id, question: prediction.id, answer: chosen });
      settle(chosen);
      answers.querySelector<HTMLElement>(".chosen summary")?.focus();
      simulations.reveal(prediction.simulation, true);
    };
    const before = reading.answered[prediction.id];
    if (before !== undefined && before < prediction.answers.length) settle(before);
    else
      answers.replaceChildren(...prediction.answers.map(({ text }, index) => answerButton(text, () => choose(index))));
    place.replaceWith(section);
  }
}

function answerButton(text: string, choose: () => void): HTMLElement {
  const made = button("", choose, { class: "answer-button" });
  made.innerHTML = renderInline(text, { withoutLinks: true });
  return made;
}

/** The reasoning behind an answer: that of the chosen one is open. */
function reasoningOf({ answers }: Prediction, index: number, chosen: number, labels: LessonLabels): HTMLElement {
  const answer = answers[index];
  const isRight = answer?.right === true;
  const text = element("span", { class: "text" });
  text.innerHTML = renderInline(answer?.text ?? "", { withoutLinks: true });
  const why = element("p");
  why.innerHTML = renderInline(answer?.why ?? "");
  const mark = element(
    "span",
    { class: "mark" },
    isRight ? `✓ ${labels["panel.right"]}` : `✗ ${labels["panel.wrong"]}`,
  );
  const yours = index === chosen ? [element("span", { class: "yours" }, labels["panel.yourAnswer"])] : [];
  const classes = [isRight ? "right" : "wrong", ...(index === chosen ? ["chosen"] : [])].join(" ");
  return element("details", { class: classes, open: index === chosen }, element("summary", {}, text, ...yours, mark), why); // prettier-ignore
}
