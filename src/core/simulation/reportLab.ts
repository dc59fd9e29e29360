import { inlineCode } from "../explain/markdown";
import { fill, type Wording } from "../knowledge/wording";
import type { RunResult } from "../simulator/scenario/run";
import { document, figureText, prose, table, type ReportContext } from "./report";

/** What `lab --compare` prints as JSON. */
export interface LabReport {
  readonly kernel: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly observed: RunResult["observed"];
  readonly predicted: RunResult["observed"];
  readonly differences: readonly string[];
  /** Names of what is near enough, and of what the kernel chooses at random. */
  readonly near?: readonly string[];
  readonly chosen?: readonly string[];
}

/** A measurement on a real kernel beside the prediction, as a document. */
export function reportLab(report: LabReport, context: ReportContext): string {
  const { scenario, labels, wording, nameLink } = context;
  const { kernel, observed, predicted, params } = report;
  const rows = Object.entries(observed).map(([name, figure]) => {
    if (!(name in predicted)) return [nameLink(name), figureText(figure), "–", ""];
    return [nameLink(name), figureText(figure), figureText(predicted[name]), verdictOn(name, report, wording)];
  });
  const isSysctl = (name: string): boolean =>
    scenario.parameters.some((one) => one.type === "sysctl" && one.name === name);
  const parameters = Object.entries(params).map(([name, value]) => [
    isSysctl(name) ? nameLink(name) : inlineCode(name),
    figureText(value),
  ]);
  return document([
    `# ${prose(scenario.title)}`,
    prose(scenario.summary),
    table([labels.observed, fill(wording["simulation.measured"], { kernel }), wording["simulation.predicted"], ""], "lrr", rows), // prettier-ignore
    `## ${wording["simulation.parameters"]}`,
    table([wording["simulation.parameter"], wording["simulation.value"]], "lr", parameters),
    `## ${wording["simulation.again"]}`,
    `\`\`\`console\n${context.command}\n\`\`\``,
  ]);
}

function verdictOn(name: string, { differences, near, chosen }: LabReport, wording: Wording): string {
  if (differences.includes(name)) return `**${wording["simulation.differs"]}**`;
  if (chosen?.includes(name)) return wording["simulation.chosen"];
  return wording[near?.includes(name) ? "simulation.near" : "simulation.agrees"];
}

/** Whether a text is such a report; texts in an address may be anybody's. */
export function readLabReport(text: string): LabReport | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof LabReport, unknown>> | null;
    const isRecord = (one: unknown): boolean => typeof one === "object" && one !== null;
    const records = [value?.params, value?.observed, value?.predicted];
    const areLists = [value?.differences, value?.near ?? [], value?.chosen ?? []].every(Array.isArray);
    const isReport = typeof value?.kernel === "string" && records.every(isRecord) && areLists;
    return isReport ? (value as LabReport) : undefined;
  } catch {
    return undefined;
  }
}
