import { fill } from "../../core/knowledge/wording";
import { explainableName } from "../../core/simulation/explainable";
import { counterRows, observedRows, type FigureRow } from "../../core/simulation/figureRows";
import type { RunInput } from "../../core/simulation/job";
import { narrate } from "../../core/simulation/narrate";
import { narrateDifference } from "../../core/simulation/narrateDifference";
import type { FileSetting } from "../../core/simulation/settings";
import type { Study } from "../../core/simulation/study";
import type { RunResult } from "../../core/simulator/scenario/run";
import type { PanelRow, PanelRun, PanelStudy } from "../../protocol/simulatorPanel";
import type { ReadyRun } from "./inputs";
import { nameOf, type RunSpec } from "./runSpec";

/** How finely the panel's runs are recorded: enough for a wide screen, little enough to send. */
export const panelRecord: NonNullable<RunInput["record"]> = { mostPoints: 600, mostEvents: 1000, logLines: 500 };

/** The runs of a panel: what the reader has now, and what that is compared with. */
export interface PanelRuns {
  readonly before: RunSpec | undefined;
  readonly after: RunSpec;
  /** What each is called. */
  readonly names: readonly string[];
}

/** What the panel shows of a study. */
export function studyView(study: Study, { before, after, names }: PanelRuns, { knowledge, library }: ReadyRun): PanelStudy {
  const { wording } = knowledge.data;
  const results = study.before ? [study.before, study.after] : [study.after];
  const context = { wording, drops: library.drops };
  const placed = (name: string): string => causeWords(name, before, after, wording["simulator.fromLine"]);
  const withWhy = (row: FigureRow): PanelRow => ({
    ...row,
    why: row.because.map(placed).join(wording["simulator.because.and"]),
    explained: explainableName(knowledge, row.name),
  });
  return {
    runs: results.map((result, index) => runView(result, names[index] ?? "", context)),
    differences: study.before ? narrateDifference({ ...study, before: study.before }, wording, placed) : [],
    observed: observedRows(study).map(withWhy),
    counters: counterRows(study).map(withWhy),
    files: study.files,
    dropCounters: Object.fromEntries(Object.entries(library.drops).map(([place, { counter }]) => [place, counter])),
  };
} // prettier-ignore

function runView(result: RunResult, name: string, context: Parameters<typeof narrate>[1]): PanelRun {
  const { timeline = emptyTimeline, log = [] } = result;
  return { name, timeline, sentences: narrate(result, context), log };
}

const emptyTimeline = { stepNs: 1, endNs: 0, series: [], events: [], eventsLeftOut: 0, stations: [], latencies: [] };

/** A parameter, with the line that gives it where it is one of a file. */
function causeWords(name: string, before: RunSpec | undefined, after: RunSpec, fromLine: string): string {
  const line = after.settings?.lines.find((one): one is FileSetting => one.name === name);
  const isOwn = Object.hasOwn(after.set, name) && after.set[name] !== before?.set[name];
  const value = after.set[name] ?? line?.value;
  const shown = value === undefined ? name : `${name} = ${value}`;
  if (!line || isOwn || !after.settings) return shown;
  return `${shown} (${fill(fromLine, { line: line.line, file: nameOf(after.settings.file) })})`;
}
