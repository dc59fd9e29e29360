import { fill } from "../knowledge/wording";
import type { RunResult } from "../simulator/scenario/run";
import { document, figureText, prose, table, type ReportContext } from "./report";

/** What `lab --compare` prints as JSON. */
export interface LabReport {
  readonly kernel: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly observed: RunResult["observed"];
  readonly predicted: RunResult["observed"];
  readonly differences: readonly string[];
}

/** A measurement on a real kernel beside the prediction, as a document. */
export function reportLab(report: LabReport, context: ReportContext): string {
  const { scenario, labels, wording, nameLink } = context;
  const { kernel, observed, predicted, params, differences } = report;
  const rows = Object.entries(observed).map(([name, figure]) => {
    if (!(name in predicted)) return [nameLink(name), figureText(figure), "–", ""];
    const verdict = differences.includes(name) ? `**${wording["simulation.differs"]}**` : wording["simulation.agrees"];
    return [nameLink(name), figureText(figure), figureText(predicted[name]), verdict];
  });
  const parameters = Object.entries(params).map(([name, value]) => [nameLink(name), figureText(value)]);
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

/** Whether a text is such a report; texts in an address may be anybody's. */
export function readLabReport(text: string): LabReport | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof LabReport, unknown>> | null;
    const isRecord = (one: unknown): boolean => typeof one === "object" && one !== null;
    const records = [value?.params, value?.observed, value?.predicted];
    const isReport = typeof value?.kernel === "string" && records.every(isRecord) && Array.isArray(value.differences);
    return isReport ? (value as LabReport) : undefined;
  } catch {
    return undefined;
  }
}
