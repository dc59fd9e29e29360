import * as vscode from "vscode";
import { labCommand, simulateCommand } from "../../core/simulation/commandLine";
import { reportRun, type ReportContext, type ReportSettings } from "../../core/simulation/report";
import { readLabReport, reportLab } from "../../core/simulation/reportLab";
import { reportComparison } from "../../core/simulation/reportComparison";
import { toMarkdown } from "../../core/explain/explanation";
import { inlineCode } from "../../core/explain/markdown";
import { explainableName } from "../../core/simulation/explainable";
import { parseTime } from "../../core/simulator/time";
import { fill } from "../../core/knowledge/wording";
import { explain } from "../explainSetting";
import { guarded, type Host } from "../host";
import { contentLanguage } from "../settings";
import { registerMadeFiles } from "./fileSystem";
import { readyRun, type ReadyRun } from "./inputs";
import { addressOf, nameOf, readAddress, simulationScheme, type RunSpec, type View } from "./runSpec";
import { RefusedRun, type Simulator } from "./simulator";

/** So many documents are kept as they were made; others are made again when they are looked at. */
const mostKept = 16;

/** The documents of the simulator: made from their address, so that they come back after a reload. */
export interface SimulationDocuments extends vscode.Disposable {
  /**
   * Makes a document before it is opened, so that mistakes and the user's cancelling do not end in one. The address
   * of it, `undefined` when it was cancelled. Throws `RefusedRun`.
   */
  prepare(spec: RunSpec, view: View): Promise<vscode.Uri | undefined>;
  /** The run somebody last asked for; `undefined` before the first. */
  lastRun(): RunSpec | undefined;
}

export function createDocuments(host: Host, simulator: Simulator): SimulationDocuments {
  const kept = new Map<string, Promise<string | undefined>>();
  let last: RunSpec | undefined;

  function textOf(uri: vscode.Uri): Promise<string | undefined> {
    const key = keyOf(uri);
    const known = kept.get(key);
    if (known) return known;
    const text = make(host, simulator, uri);
    kept.set(key, text);
    // What failed or was cancelled is made anew the next time.
    const forget = (): boolean => kept.delete(key);
    text.then((made) => made ?? forget(), forget);
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
    return text;
  }

  async function shown(uri: vscode.Uri): Promise<string> {
    const { wording } = (await host.knowledge(contentLanguage())).data;
    try {
      return (await textOf(uri)) ?? `${wording["simulation.cancelled"]}\n`;
    } catch (error) {
      if (!(error instanceof RefusedRun)) throw error;
      return `${fill(wording["simulation.refused"], { reason: error.message })}\n`;
    }
  }

  const files = registerMadeFiles(simulationScheme, (uri) => guarded(host, () => shown(uri), ""));
  return {
    prepare: async (spec, view) => {
      const uri = addressOf(spec, view);
      // The file of a scenario may be another now.
      const wasKept = kept.delete(keyOf(uri));
      if ((await textOf(uri)) === undefined) return undefined;
      last = spec;
      if (wasKept) files.refresh(uri);
      return uri;
    },
    lastRun: () => last,
    dispose: () => void files.dispose(),
  };
}

/** A document is another one in another language. */
function keyOf(uri: vscode.Uri): string {
  return `${contentLanguage()} ${uri.toString()}`;
}

async function make(host: Host, simulator: Simulator, uri: vscode.Uri): Promise<string | undefined> {
  const name = /^\/explain\/(.+)\.md$/.exec(uri.path)?.[1];
  if (name !== undefined) return toMarkdown((await explain(host, name)) ?? []);
  const address = readAddress(uri);
  if (!address) return "";
  const { spec, view } = address;
  const ready = await readyRun(host, simulator, spec);
  const { input } = ready;
  const title = vscode.l10n.t("Simulating {0}", input.scenario.title);
  const settings: ReportSettings | undefined = spec.settings && {
    file: nameOf(spec.settings.file),
    settings: spec.settings.lines,
    refused: ready.refused,
  };
  switch (view.kind) {
    case "run": {
      const result = await simulator.perform({ kind: "run", input }, title);
      return result && reportRun(result, contextOf(spec, ready), settings);
    }
    case "compare": {
      const comparison = settings && (await simulator.perform({ kind: "compare", input }, title));
      return comparison && reportComparison(comparison, settings, contextOf(spec, ready));
    }
    case "lab": {
      const report = readLabReport(view.measured);
      return report ? reportLab(report, contextOf(spec, ready, "lab")) : "";
    }
    case "file": {
      const { host: owner, name } = view;
      const atNs = view.at === undefined ? undefined : parseTime(view.at);
      return simulator.perform({ kind: "file", input, file: { host: owner, name, atNs } }, title);
    }
  }
}

function contextOf(
  spec: RunSpec,
  { input, knowledge, library }: ReadyRun,
  command: "simulate" | "lab" = "simulate",
): ReportContext {
  const scenario = spec.scenario === input.scenario.id ? spec.scenario : pathOf(spec.scenario);
  const config = spec.settings && pathOf(spec.settings.file);
  return {
    scenario: input.scenario,
    labels: library.labels,
    wording: knowledge.data.wording,
    nameLink: (name) => {
      const known = explainableName(knowledge, name);
      return known === undefined ? inlineCode(name) : `[${inlineCode(name)}](explain/${encodeURIComponent(known)}.md)`;
    },
    command: command === "lab" ? labCommand(spec) : simulateCommand({ ...spec, scenario, config }),
  };
}

/** A file as a shell names it. */
export function pathOf(address: string): string {
  const uri = vscode.Uri.parse(address);
  return uri.scheme === "file" || uri.scheme === "vscode-remote" ? uri.fsPath : nameOf(address);
}
