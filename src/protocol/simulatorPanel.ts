import type { LineChange } from "../core/simulation/writeBack";
import type { FigureRow } from "../core/simulation/figureRows";
import type { Sentence } from "../core/simulation/narrate";
import type { Difference } from "../core/simulation/narrateDifference";
import type { ProcFile } from "../core/simulator/proc/procFile";
import type { Timeline } from "../core/simulator/timeline/timeline";

/** A run as the panel was asked for it; small enough to be kept across a reload of the window. */
export interface PanelSpec {
  /** An id, or the address of a file that holds a scenario. */
  readonly scenario: string;
  /** Parameters of the run that is compared with, as written. */
  readonly set: Readonly<Record<string, string>>;
  /** What the reader has in the form besides. */
  readonly change: Readonly<Record<string, string>>;
  /** The address of the file whose settings are used. */
  readonly file?: string | undefined;
}

/** A control of the form. */
export interface PanelParameter {
  readonly name: string;
  readonly meaning: string;
  readonly input: "number" | "text" | "select" | "checkbox";
  /** A key of the kernel, so it may stand in a file. */
  readonly isSysctl: boolean;
  readonly unit?: string | undefined;
  /** What it has unless the reader changes it, and what the scenario or the kernel has. */
  readonly start: string;
  readonly preset: string;
  readonly value: string;
  readonly bounds?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  /** Where in the file it is set. */
  readonly line?: number | undefined;
}

/** Everything left of the picture. */
export interface PanelForm {
  readonly scenario: string;
  readonly title: string;
  readonly summary: string;
  readonly madeWith: string;
  readonly scenarios: readonly { readonly id: string; readonly title: string }[];
  readonly parameters: readonly PanelParameter[];
  readonly file?: { readonly name: string; readonly others: readonly PanelLine[] } | undefined;
  readonly notModelled: readonly string[];
}

/** A line of the file that is no parameter of the scenario. */
export interface PanelLine {
  readonly line: number;
  readonly text: string;
}

/** One run as it is shown. */
export interface PanelRun {
  readonly name: string;
  readonly timeline: Timeline;
  readonly sentences: readonly Sentence[];
  readonly log: readonly string[];
}

/** A row of a table, with the words that say why. */
export interface PanelRow extends FigureRow {
  readonly why: string;
  /** The name by which it is explained. */
  readonly explained?: string | undefined;
}

/** What came of one run, or of two. */
export interface PanelStudy {
  /** The one to compare with first. */
  readonly runs: readonly PanelRun[];
  readonly differences: readonly Difference[];
  readonly observed: readonly PanelRow[];
  readonly counters: readonly PanelRow[];
  readonly files: readonly ProcFile[];
  /** What tools call the counter of each place where packets get lost. */
  readonly dropCounters: Readonly<Record<string, string>>;
}

/** What writing the values back would do. */
export interface PanelWrite {
  readonly file: string;
  readonly changes: readonly LineChange[];
  readonly hindrances: readonly string[];
  readonly isStale: boolean;
}

export type PanelLabels = Readonly<Record<string, string>>;

/** From the extension to the panel. */
export type ToSimulatorPanel =
  | { readonly type: "showForm"; readonly form: PanelForm; readonly labels: PanelLabels; readonly language: string; readonly spec: PanelSpec }
  /** By parameter; the run is not made while there are any. */
  | { readonly type: "showMistakes"; readonly mistakes: Readonly<Record<string, string>> }
  /** How far a run is; `undefined` text: none is under way. */
  | { readonly type: "showProgress"; readonly text?: string | undefined }
  | { readonly type: "showStudy"; readonly study: PanelStudy; readonly spec: PanelSpec }
  | { readonly type: "showExplanation"; readonly name: string; readonly text: string }
  | { readonly type: "showWrite"; readonly write: PanelWrite }
  | { readonly type: "showNotice"; readonly text: string; readonly isFailure: boolean }; // prettier-ignore

export const exportFormats = ["json", "csv", "svg", "markdown"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** From the panel to the extension. */
export type FromSimulatorPanel =
  | { readonly type: "ready" }
  | { readonly type: "choose"; readonly scenario: string }
  | { readonly type: "run"; readonly change: Readonly<Record<string, string>> }
  | { readonly type: "cancel" }
  | { readonly type: "explain"; readonly name: string }
  /** The same as a document. */
  | { readonly type: "openExplanation"; readonly name: string }
  | { readonly type: "openLine"; readonly line: number }
  | { readonly type: "openFile"; readonly host: string; readonly name: string; readonly atNs: number }
  | { readonly type: "openDocument" }
  | { readonly type: "export"; readonly format: ExportFormat; readonly atNs: number }
  | { readonly type: "copyCommand" }
  | { readonly type: "planWrite" }
  | { readonly type: "write" };

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 10_000;
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(isItem); // prettier-ignore
const isTexts = (value: unknown): value is Record<string, string> => isRecord(value) && Object.values(value).every(isText); // prettier-ignore

/** Whether something names a run: the arguments of the command, and what a panel kept. */
export function isPanelSpec(value: unknown): value is PanelSpec {
  if (!isRecord(value) || !isText(value["scenario"])) return false;
  return isTexts(value["set"]) && isTexts(value["change"]) && (value["file"] === undefined || isText(value["file"]));
}

const incoming: Readonly<Record<FromSimulatorPanel["type"], (message: Fields) => boolean>> = {
  ready: () => true,
  choose: ({ scenario }) => isText(scenario),
  run: ({ change }) => isTexts(change) && Object.keys(change).length <= 200,
  cancel: () => true,
  explain: ({ name }) => isText(name),
  openExplanation: ({ name }) => isText(name),
  openLine: ({ line }) => isCount(line) && Number.isInteger(line),
  openFile: ({ host, name, atNs }) => isText(host) && isText(name) && isCount(atNs),
  openDocument: () => true,
  export: ({ format, atNs }) => exportFormats.some((one) => one === format) && isCount(atNs),
  copyCommand: () => true,
  planWrite: () => true,
  write: () => true,
};

/** Whether something the panel sent is a message of ours. */
export function isFromSimulatorPanel(value: unknown): value is FromSimulatorPanel {
  if (!isRecord(value) || typeof value["type"] !== "string" || !Object.hasOwn(incoming, value["type"])) return false;
  return incoming[value["type"] as FromSimulatorPanel["type"]](value);
}

const isSeries = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value["name"]) &&
  isList(value["times"], isCount) &&
  isList(value["values"], Number.isFinite);
const isStation = (value: unknown): boolean =>
  isRecord(value) && [value["id"], value["host"], value["kind"], value["context"]].every(isText) && [value["vessels"], value["activity"], value["drops"]].every(Array.isArray); // prettier-ignore
const isTimeline = (value: unknown): boolean =>
  isRecord(value) && isCount(value["endNs"]) && isList(value["series"], isSeries) && isList(value["stations"], isStation) && isList(value["events"], isRecord) && isList(value["latencies"], isRecord); // prettier-ignore
const isRun = (value: unknown): boolean =>
  isRecord(value) && isText(value["name"]) && isTimeline(value["timeline"]) && isList(value["sentences"], isRecord) && isList(value["log"], isText); // prettier-ignore
const isStudy = (value: unknown): boolean =>
  isRecord(value) && isList(value["runs"], isRun) && [value["differences"], value["observed"], value["counters"], value["files"]].every((list) => isList(list, isRecord)) && isTexts(value["dropCounters"]); // prettier-ignore
const isParameter = (value: unknown): boolean =>
  isRecord(value) && [value["name"], value["meaning"], value["input"], value["start"], value["preset"], value["value"]].every(isText); // prettier-ignore
const isForm = (value: unknown): boolean =>
  isRecord(value) && [value["scenario"], value["title"], value["summary"], value["madeWith"]].every(isText) && isList(value["parameters"], isParameter) && isList(value["scenarios"], isRecord) && isList(value["notModelled"], isText); // prettier-ignore

const outgoing: Readonly<Record<ToSimulatorPanel["type"], (message: Fields) => boolean>> = {
  showForm: ({ form, labels, spec, language }) => isForm(form) && isTexts(labels) && isPanelSpec(spec) && isText(language), // prettier-ignore
  showMistakes: ({ mistakes }) => isTexts(mistakes),
  showProgress: ({ text }) => text === undefined || isText(text),
  showStudy: ({ study, spec }) => isStudy(study) && isPanelSpec(spec),
  showExplanation: ({ name, text }) => isText(name) && typeof text === "string",
  showWrite: ({ write }) => isRecord(write) && isText(write["file"]) && isList(write["changes"], isRecord) && isList(write["hindrances"], isText), // prettier-ignore
  showNotice: ({ text, isFailure }) => isText(text) && typeof isFailure === "boolean",
};

/** Whether something that arrived in the panel is a message of ours. */
export function isToSimulatorPanel(value: unknown): value is ToSimulatorPanel {
  if (!isRecord(value) || typeof value["type"] !== "string" || !Object.hasOwn(outgoing, value["type"])) return false;
  return outgoing[value["type"] as ToSimulatorPanel["type"]](value);
}
