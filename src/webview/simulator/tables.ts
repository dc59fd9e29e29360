import { element } from "../shared/elements";

type Cell = string | Node;

/** A table with a name; the first cell of each row is its head. */
export function createTable(name: string, header: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement {
  const head = element("tr", {}, ...header.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map(([first = "", ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((cell) => element("td", {}, cell))),
  );
  const table = element("table", {}, element("caption", {}, name), element("thead", {}, head), element("tbody", {}, ...body)); // prettier-ignore
  // Wide tables scroll by themselves; who uses the keyboard has to be able to, too.
  return element("div", { class: "table", role: "region", "aria-label": name, tabindex: 0 }, table);
}
