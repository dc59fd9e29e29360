import { PathReader, tightRows, type PathRow } from "../../core/simulation/pathReader";
import type { PanelStudy } from "../../protocol/simulatorPanel";
import { element } from "../shared/elements";
import { createRow, type RowPicture } from "./stage";
import type { Words } from "./words";

/** The path of one run, or of two above each other. */
export interface PathView {
  at(ns: number, fromNs: number): void;
  /** What is seen at a moment, in words. */
  words(ns: number): string;
  /** Readers of the runs shown, and the rows chosen. */
  readonly readers: readonly PathReader[];
  readonly rows: readonly PathRow[];
}

/** Chosen unless the reader chooses: where it gets tight. */
export const tight = "tight";

/** Draws the path, `wanted` of it; the reader may choose another way through another host. */
export function createPath(parent: HTMLElement, { runs, dropCounters }: PanelStudy, words: Words, wanted: string, onChoose: (row: string) => void): PathView {
  const readers = runs.map(({ timeline }) => new PathReader(timeline));
  const all = readers.flatMap(({ rows }) => rows).filter(({ id }, at, list) => list.findIndex((one) => one.id === id) === at);
  const named = (row: PathRow): string => words(row.way, { host: row.host });
  const chosen = all.some(({ id }) => id === wanted) ? wanted : tight;
  const options = [element("option", { value: tight }, words("showTight")), ...all.map((row) => element("option", { value: row.id }, named(row)))];
  const select = element("select", { id: "path-row" }, ...options);
  select.value = chosen;
  select.addEventListener("change", () => {
    onChoose(select.value);
    document.getElementById("path-row")?.focus();
  });
  const rows = chosen === tight ? tightRows(readers) : all.filter(({ id }) => id === chosen);
  const pictures: { readonly run: string; readonly picture: RowPicture }[] = [];
  const blocks = runs.map(({ name }, index) => {
    const reader = readers[index];
    const own = reader ? rows.map((row) => createRow(reader, row, named(row), dropCounters, words)) : [];
    for (const picture of own) pictures.push({ run: name, picture });
    const which = runs.length > 1 ? `${words(index === 0 ? "before" : "after")}: ${name}` : name;
    return element("section", { class: "run" }, element("h3", {}, which), ...own.map(({ node }) => node));
  });
  const legend = element("ul", { class: "legend", "aria-label": words("contexts") },
    ...["hardware", "hardirq", "softirq", "ksoftirqd", "process"].map((context) => element("li", { class: context }, words(`context.${context}`))));
  parent.setAttribute("role", "region");
  parent.setAttribute("aria-label", words("path"));
  parent.replaceChildren(
    element("div", { class: "choice" }, element("label", { for: "path-row" }, words("show")), select, legend), ...blocks);
  return {
    readers,
    rows,
    at: (ns, fromNs) => {
      for (const { picture } of pictures) picture.at(ns, fromNs);
    },
    words: (ns) => pictures.map(({ run, picture }) => ({ run, text: picture.words(ns) })).filter(({ text }) => text !== "").map(({ run, text }) => (runs.length > 1 ? `${run}: ${text}` : text)).join(". "),
  };
} // prettier-ignore
