import type { WatchItem, WatchLabels } from "../../protocol/watch";
import { element } from "../shared/elements";
import { figureNames, figureTexts, unitText } from "./figures";
import type { CounterList } from "./watchView";

/** The chosen counters as a table: the same as the charts, for those who read it. */
export function createTable(place: HTMLElement, items: readonly WatchItem[], labels: WatchLabels): CounterList {
  const head = [labels.counter, ...figureNames.map((name) => labels[name]), labels.unit, labels.meaning];
  const rows = items.map((item) => {
    const cells = figureNames.map(() => element("td", { class: "figure" }));
    const last = element("td", {}, item.summary);
    const name = element("th", { scope: "row" }, element("code", {}, item.id));
    const row = element("tr", {}, name, ...cells, element("td", {}, unitText(item, labels)), last);
    return { item, row, cells, last };
  });
  const columns = head.map((text) => element("th", { scope: "col" }, text));
  const table = element("table", {}, element("caption", {}, labels.title), element("thead", {}, element("tr", {}, ...columns)), element("tbody", {}, ...rows.map(({ row }) => row))); // prettier-ignore
  place.replaceChildren(...(items.length > 0 ? [element("div", { class: "table", role: "region", "aria-label": labels.title, tabindex: 0 }, table)] : [])); // prettier-ignore
  return {
    update: (history) => {
      for (const { item, row, cells, last } of rows) {
        const { texts, isMissing, isGrowing } = figureTexts(history, item);
        figureNames.forEach((name, at) => cells[at]?.replaceChildren(texts[name] || "–"));
        row.classList.toggle("growing", isGrowing);
        last.textContent = isMissing ? labels.missing : item.summary;
      }
    },
    dispose: () => place.replaceChildren(),
  };
}
