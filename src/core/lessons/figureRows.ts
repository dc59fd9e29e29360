import type { RunResult } from "../simulator/scenario/run";
import type { LessonSimulation } from "./lesson";

/** One figure of a simulation, of its run or of both. */
export interface FigureRow {
  /** An observed name, or the counter of a loss. */
  readonly name: string;
  /** Where packets were lost. */
  readonly where?: string;
  /** One for each run, as people read it; digits are grouped. */
  readonly values: readonly string[];
}

/** The figures a lesson lists of a simulation, then the losses of all its runs. */
export function figureRows({ show }: LessonSimulation, results: readonly RunResult[]): readonly FigureRow[] {
  const figures = show.map((name) => ({ name, values: results.map(({ observed }) => shownFigure(observed[name])) }));
  const places = new Map(results.flatMap(({ drops }) => drops.map((drop) => [drop.place, drop] as const)));
  const losses = [...places.values()].map(({ place, where, counter }) => ({
    name: counter,
    where,
    values: results.map(({ drops }) => shownFigure(drops.find((drop) => drop.place === place)?.count ?? 0)),
  }));
  return [...figures, ...losses];
}

/** The parameters a simulation is about, with their value in each run. */
export function parameterRows(
  { set = {}, change = {} }: LessonSimulation,
  results: readonly RunResult[],
): readonly FigureRow[] {
  const names = [...new Set([...Object.keys(set), ...Object.keys(change)])];
  return names.map((name) => ({ name, values: results.map(({ params }) => shownFigure(params[name] ?? undefined)) }));
}

/** A figure as people read it. */
export function shownFigure(figure: RunResult["observed"][string] | undefined): string {
  if (typeof figure === "number") return grouped(figure);
  return typeof figure === "object" ? figure.map((one) => (typeof one === "number" ? grouped(one) : String(one))).join(", ") : (figure ?? "–"); // prettier-ignore
}

function grouped(figure: number): string {
  const [whole = "", fraction] = String(figure).split(".");
  const digits = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}
