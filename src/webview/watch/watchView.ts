import { withSample } from "../../core/live/history";
import type { Sample } from "../../core/live/watch";
import type { FromWatchPanel, ToWatchPanel, WatchChoice, WatchItem } from "../../protocol/watch";
import { button, element } from "../shared/elements";
import { createCards } from "./cards";
import { createChooser } from "./chooser";
import { createTable } from "./table";

type Setup = Extract<ToWatchPanel, { type: "setup" }>;

/** The panel's content. */
export interface WatchView {
  add(sample: Sample): void;
  dispose(): void;
}

/** The chosen counters, as charts or as a table. */
export interface CounterList {
  /** Shows what is known now. */
  update(history: readonly Sample[]): void;
  dispose(): void;
}

/** Fills the page. What the reader chooses is shown at once, and told to the extension. */
export function createWatchView(main: HTMLElement, setup: Setup, post: (message: FromWatchPanel) => void): WatchView {
  const { labels, items } = setup;
  let { choice, history } = setup;
  let list: CounterList | undefined;
  document.documentElement.lang = setup.language === "zh-cn" ? "zh-Hans" : "en";
  document.title = labels.title;

  const status = element("span", { role: "status" });
  const pause = button("", () => choose({ ...choice, isPaused: !choice.isPaused }), { class: "primary" });
  const form = button("", () => choose({ ...choice, isTable: !choice.isTable }));
  const place = element("div", { class: "counters" });
  const chooser = createChooser(items, choice.chosen, labels, (chosen) => choose({ ...choice, chosen }));

  function choose(next: WatchChoice): void {
    const isOtherList = next.chosen !== choice.chosen || next.isTable !== choice.isTable;
    choice = next;
    post({ type: "choose", choice });
    label();
    if (isOtherList) drawList();
  }

  function label(): void {
    pause.textContent = choice.isPaused ? labels.resume : labels.pause;
    form.textContent = choice.isTable ? labels.asCharts : labels.asTable;
    status.textContent = choice.isPaused ? labels.paused : labels.running;
  }

  function drawList(): void {
    list?.dispose();
    const chosen = items.filter(({ id }) => choice.chosen.includes(id));
    const open = (what: "counter" | "key" | "lesson", { id }: WatchItem): void => post({ type: "open", what, id });
    list = choice.isTable ? createTable(place, chosen, labels) : createCards(place, chosen, labels, open);
    if (chosen.length === 0) place.append(element("p", {}, labels.nothingChosen));
    list.update(history);
  }

  main.replaceChildren(
    element("h1", {}, labels.title),
    element("p", { class: "about" }, labels.about),
    element(
      "div",
      { class: "tools" },
      pause,
      form,
      button(labels.export, () => post({ type: "export" })),
      status,
    ),
    chooser,
    place,
  );
  label();
  drawList();
  return {
    add: (sample) => {
      history = withSample(history, sample);
      list?.update(history);
    },
    dispose: () => list?.dispose(),
  };
}
