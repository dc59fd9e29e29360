import type { WatchItem, WatchLabels } from "../../protocol/watch";
import { element } from "../shared/elements";

/** Check boxes for all counters, by group. */
export function createChooser(
  items: readonly WatchItem[],
  chosen: readonly string[],
  labels: WatchLabels,
  onChange: (chosen: readonly string[]) => void,
): HTMLElement {
  const boxes = items.map((item) => {
    const box = element("input", { type: "checkbox", name: item.id, checked: chosen.includes(item.id) });
    box.addEventListener("change", () => onChange(boxes.filter((one) => one.box.checked).map(({ item: { id } }) => id)));
    return { item, box };
  }); // prettier-ignore
  const groups = [...new Set(items.map(({ group }) => group))].map((group) =>
    element(
      "fieldset",
      {},
      element("legend", {}, group),
      ...boxes
        .filter(({ item }) => item.group === group)
        .map(({ item, box }) =>
          element("label", { title: item.summary }, box, element("code", {}, item.id), ` ${item.summary}`),
        ),
    ),
  );
  return element("details", { class: "chooser" }, element("summary", {}, labels.choose), ...groups);
}
