import { seriesOf } from "../../core/live/history";
import type { Sample } from "../../core/live/watch";
import type { WatchItem, WatchLabels } from "../../protocol/watch";
import { createChart, type Chart } from "../shared/chart";
import { button, element } from "../shared/elements";
import { prefersReducedMotion } from "../shared/theme";
import { figureNames, figureTexts, unitText } from "./figures";
import { inlineMarkdown } from "./inlineMarkdown";
import type { CounterList } from "./watchView";

type Open = (what: "counter" | "key" | "lesson", item: WatchItem) => void;

const chartHeightPx = 150;
/** Charts move this seldom for those who want nothing to move; the figures beside them are always new. */
const calmSamples = 10;
const colours = { normal: "charts-blue", watch: "charts-orange", bad: "charts-red" } as const;

/** The chosen counters as charts with what they mean, by group. */
export function createCards(
  place: HTMLElement,
  items: readonly WatchItem[],
  labels: WatchLabels,
  open: Open,
): CounterList {
  const cards = items.map((item) => createCard(item, labels, open));
  const groups = [...new Set(items.map(({ group }) => group))].map((group) => {
    const ofGroup = cards.filter(({ item }) => item.group === group).map(({ article }) => article);
    return element("section", {}, element("h2", {}, group), element("div", { class: "cards" }, ...ofGroup));
  });
  place.replaceChildren(...groups);
  let updates = 0;
  return {
    update: (history) => {
      const isCalm = prefersReducedMotion() && updates++ % calmSamples !== 0;
      for (const card of cards) card.update(history, isCalm);
    },
    dispose: () => {
      for (const card of cards) card.dispose();
      place.replaceChildren();
    },
  };
}

interface Card {
  readonly item: WatchItem;
  readonly article: HTMLElement;
  update(history: readonly Sample[], isCalm: boolean): void;
  dispose(): void;
}

function createCard(item: WatchItem, labels: WatchLabels, open: Open): Card {
  const figures = figureNames.map((name) => ({
    name,
    row: element("div", { class: name }, element("dt", {}, labels[name])),
    text: element("dd", {}),
  }));
  for (const { row, text } of figures) row.append(text);
  const drawing = element("div", {});
  const note = element("p", { class: "note", hidden: true });
  const article = element(
    "article",
    { class: item.growth, "aria-label": item.id },
    element("h3", {}, element("code", {}, item.id)),
    element("p", { class: "summary" }, ...inlineMarkdown(item.summary)),
    element("dl", {}, ...figures.map(({ row }) => row)),
    note,
    drawing,
    meaningOf(item, labels),
    doorsOf(item, labels, open),
  );
  let chart: Chart | undefined;
  return {
    item,
    article,
    update: (history, isCalm) => {
      const { texts, isMissing, isGrowing } = figureTexts(history, item);
      for (const { name, row, text } of figures) {
        row.hidden = texts[name] === "";
        text.textContent = name === "now" ? `${texts[name]} ${unitText(item, labels)}` : texts[name];
      }
      article.classList.toggle("growing", isGrowing);
      note.hidden = !isMissing && history.length > 0;
      note.textContent = isMissing ? labels.missing : labels.waiting;
      if (isMissing || history.length === 0 || (isCalm && chart)) return;
      chart ??= chartOf(drawing, item, labels);
      const { times, values, limits } = withNearLimit(seriesOf(history, item));
      chart.set(times, item.limitKey === undefined ? [values] : [values, limits]);
    },
    dispose: () => chart?.dispose(),
  };
}

function chartOf(place: HTMLElement, item: WatchItem, labels: WatchLabels): Chart {
  return createChart(place, {
    title: `${item.id}, ${unitText(item, labels)}, ${labels.secondsAgo}`,
    // It stands behind the figure above.
    unit: "",
    heightPx: chartHeightPx,
    series: [
      { label: item.id, colour: colours[item.growth] },
      ...(item.limitKey === undefined ? [] : [{ label: labels.limit, colour: "charts-foreground", dash: [6, 4] }]),
    ],
    timeText: (seconds) => (seconds === 0 ? "0" : `−${Math.round(-seconds * 10) / 10} s`),
  });
}

/** A limit far above the level would press the level to the ground: it is drawn once a quarter is reached. */
function withNearLimit(series: ReturnType<typeof seriesOf>): ReturnType<typeof seriesOf> {
  const peak = Math.max(0, ...series.values.map((value) => value ?? 0));
  return { ...series, limits: series.limits.map((limit) => (limit !== null && limit <= peak * 4 ? limit : null)) };
}

function meaningOf({ meaning, points, scope }: WatchItem, labels: WatchLabels): HTMLElement {
  return element(
    "details",
    {},
    element("summary", {}, labels.meaning),
    element("p", {}, ...inlineMarkdown(meaning)),
    ...(points === undefined ? [] : [element("p", {}, element("strong", {}, labels.points), " ", ...inlineMarkdown(points))]), // prettier-ignore
    element("p", { class: "scope" }, scope),
  );
}

function doorsOf(item: WatchItem, labels: WatchLabels, open: Open): HTMLElement {
  const { key, lesson, id } = item;
  const door = (what: "counter" | "key" | "lesson", label: string): HTMLElement =>
    button(label, () => open(what, item), { class: "link", "aria-label": `${label}: ${id}` });
  return element(
    "p",
    { class: "doors" },
    door("counter", labels.explain),
    ...(key === undefined ? [] : [door("key", labels.decides.replace("{key}", key))]),
    ...(lesson === undefined ? [] : [door("lesson", labels.lesson)]),
  );
}
