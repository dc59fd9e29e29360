import { figureRows, parameterRows, type FigureRow } from "../../core/lessons/figureRows";
import type { LessonSimulation } from "../../core/lessons/lesson";
import type { RunResult } from "../../core/simulator/scenario/run";
import type { LessonLabels } from "../../protocol/lesson";
import { element } from "../shared/elements";

/** What a simulation was given and what came of it: a column for each run. */
export function figureTable(
  simulation: LessonSimulation,
  results: readonly RunResult[],
  labels: LessonLabels,
): HTMLElement {
  const runs = results.length > 1 ? [labels["panel.before"], labels["panel.after"]] : [labels["panel.value"]];
  const parameters = parameterRows(simulation, results);
  const head = (name: string): HTMLElement =>
    element("tr", {}, ...[name, ...runs].map((text) => element("th", { scope: "col" }, text)));
  const rows = (list: readonly FigureRow[]): HTMLElement[] => list.map((row) => rowOf(row, labels));
  const table = element(
    "table",
    { class: "figures" },
    element("caption", { class: "unseen" }, labels["panel.figures"]),
    element("thead", {}, head(labels["panel.figure"])),
    ...(parameters.length > 0 ? [element("tbody", { class: "parameters" }, ...rows(parameters))] : []),
    element("tbody", {}, ...rows(figureRows(simulation, results))),
  );
  return element("div", { class: "table", tabindex: 0 }, table);
}

function rowOf({ name, where, values }: FigureRow, labels: LessonLabels): HTMLElement {
  const code = element("code", {}, name);
  const header = element("th", { scope: "row" }, ...(where === undefined ? [code] : [`${labels["panel.lostAt"]} ${where} `, code])); // prettier-ignore
  const [first] = values;
  const cells = values.map((value) => element("td", { class: value !== first && "changed" }, value));
  return element("tr", { class: where !== undefined && "loss" }, header, ...cells);
}
