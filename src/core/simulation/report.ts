import { inlineCode } from "../explain/markdown";
import { fill, type Wording } from "../knowledge/wording";
import type { Drop } from "../simulator/scenario/observe";
import type { RunResult } from "../simulator/scenario/run";
import type { Scenario, ScenarioLibrary } from "../simulator/scenario/types";
import type { FileSetting } from "./settings";

/** What every report is written with. */
export interface ReportContext {
  readonly scenario: Scenario;
  readonly labels: ScenarioLibrary["labels"];
  readonly wording: Wording;
  /** Markdown of a sysctl or counter: a link to its explanation, where there is one. */
  readonly nameLink: (name: string) => string;
  /** The command that shows the same in a terminal. */
  readonly command: string;
}

/** Settings a report is about, and what they were not good for. */
export interface ReportSettings {
  /** The file's name. */
  readonly file: string;
  readonly settings: readonly FileSetting[];
  /** Why the kernel would not take a setting; it was left out. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

type Figure = RunResult["observed"][string];

/** One run as a document. */
export function reportRun(result: RunResult, context: ReportContext, settings?: ReportSettings): string {
  const { labels, nameLink } = context;
  const rows = Object.entries(result.observed).map(([name, figure]) => [nameLink(name), figureText(figure)]);
  return document([
    ...headOf(result, context),
    table([labels.observed, ""], "lr", rows),
    ...dropsOf(
      result.drops.map((drop) => ({ drop, counts: [drop.count] })),
      [""],
      context,
    ),
    ...(settings ? settingsOf(result, settings, context) : []),
    ...tailOf(result, context),
  ]);
}

/** Title, summary, and what the run was made with. */
export function headOf({ kernel, seed }: RunResult, { scenario, wording }: ReportContext): string[] {
  return [
    `# ${prose(scenario.title)}`,
    prose(scenario.summary),
    fill(wording["simulation.madeWith"], { kernel, seed }),
  ];
}

/** Losses, a column of counts for each run; a sentence where there are none. */
export function dropsOf(
  rows: readonly { readonly drop: Drop; readonly counts: readonly number[] }[],
  columns: readonly string[],
  { labels, wording, nameLink }: ReportContext,
): string[] {
  if (rows.length === 0) return [labels.noDrops];
  const lines = rows.map(({ drop: { where, counter, command, sysctls }, counts }) => {
    const watch = fill(wording["simulation.watch"], { counter: nameLink(counter), command: inlineCode(command) });
    const decided = fill(wording["simulation.decided"], { names: sysctls.map(nameLink).join(", ") });
    return [...counts.map(String), prose(where), sysctls.length > 0 ? `${watch}; ${decided}` : watch];
  });
  const header = [...columns, wording["simulation.place"], wording["simulation.counter"]];
  return [`## ${labels.drops}`, table(header, "r".repeat(columns.length), lines)];
}

/** The settings of a file: used, without effect here, left out. */
export function settingsOf(
  { ignoredSysctls }: RunResult,
  { file, settings, refused }: ReportSettings,
  { labels, wording, nameLink }: ReportContext,
): string[] {
  const isTaken = ({ line }: FileSetting): boolean => !refused.some((one) => one.line === line);
  const used = settings.filter((one) => isTaken(one) && !ignoredSysctls.includes(one.name));
  const items = [
    ...used.map((setting) => `- ${settingText(setting, wording, nameLink)}`),
    ...refused.map(({ line, reason }) => {
      const leftOut = fill(wording["simulation.leftOut"], { reason: prose(reason) });
      return `- ${fill(wording["simulation.line"], { line, setting: leftOut })}`;
    }),
  ];
  return [
    `## ${fill(wording["simulation.settings"], { file: inlineCode(file) })}`,
    ...(items.length > 0 ? [items.join("\n")] : [wording["simulation.noneUsed"]]),
    ...(ignoredSysctls.length > 0 ? [`${labels.ignored}: ${ignoredSysctls.map(nameLink).join(", ")}`] : []),
  ];
}

/** A line of a file. */
export function settingText(
  { line, name, value }: FileSetting,
  wording: Wording,
  nameLink: ReportContext["nameLink"],
): string {
  return fill(wording["simulation.line"], { line, setting: `${nameLink(name)} = ${inlineCode(value)}` });
}

/** Parameters, limits of the model, and how to do it again. */
export function tailOf(result: RunResult, context: ReportContext): string[] {
  const { scenario, labels, wording, nameLink, command } = context;
  const parameters = scenario.parameters.map(({ name, type, meaning }) => [
    type === "sysctl" ? nameLink(name) : inlineCode(name),
    figureText(result.params[name] ?? "–"),
    prose(meaning),
  ]);
  return [
    ...(parameters.length > 0
      ? [
          `## ${wording["simulation.parameters"]}`,
          table([wording["simulation.parameter"], wording["simulation.value"], ""], "lr", parameters),
        ]
      : []),
    `## ${labels.notModelled}`,
    result.notModelled.map((one) => `- ${prose(one)}`).join("\n"),
    `## ${wording["simulation.again"]}`,
    `\`\`\`console\n${command}\n\`\`\``,
  ];
}

/** A Markdown table; `alignment` has a letter for each of the first columns. */
export function table(header: readonly string[], alignment: string, rows: readonly (readonly string[])[]): string {
  const rule = header.map((_, column) => (alignment[column] === "r" ? "---:" : "---"));
  return [header, rule, ...rows].map((cells) => `| ${cells.map(cellText).join(" | ")} |`).join("\n");
}

/** A figure as people read it. */
export function figureText(figure: Figure | undefined): string {
  const text = Array.isArray(figure) ? figure.join(", ") : String(figure ?? "–");
  return typeof figure === "string" ? prose(text) : text;
}

/** A text that may be somebody's own, as words of Markdown. */
export function prose(text: string): string {
  return text.toWellFormed().replace(/\s+/g, " ").replace(/[\\`*_[\]<>|&~]/g, "\\$&").replace(/^(?=[#>+-])/, "\\"); // prettier-ignore
}

/** The blocks of a document. */
export function document(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

/** Nothing in a cell can end it. */
function cellText(text: string): string {
  return text.replace(/\r?\n/g, " ").replace(/(?<!\\)\|/g, "\\|");
}
