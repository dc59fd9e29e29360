import * as vscode from "vscode";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import type { SimulationDocuments } from "./documents";
import { scenarioOf } from "./inputs";
import { pickParameters } from "./pickParameters";
import { pickScenario } from "./pickScenario";
import { presetOf } from "./presets";
import { commanded, showRun } from "./showRun";

/** What the command may be called with; without a scenario, both are asked for. */
interface RunScenarioArgs {
  readonly scenario?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: number;
}

/** Command "Run Scenario…": one run with chosen parameters. */
export function runScenario(host: Host, documents: SimulationDocuments): vscode.Disposable {
  return vscode.commands.registerCommand("netstackLens.runScenario", (args: unknown) =>
    commanded(host, () => run(host, documents, typeof args === "object" && args !== null ? args : {})),
  );
}

async function run(host: Host, documents: SimulationDocuments, args: RunScenarioArgs): Promise<void> {
  const file = vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file("/");
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, file);
  const library = await host.scenarios(contentLanguage());
  const scenario = args.scenario === undefined ? await pickScenario(library) : scenarioOf(library, args.scenario);
  if (!scenario) return;
  const context = { knowledge, kernel, presetOf: presetOf(library, knowledge, kernel) };
  const set = args.scenario === undefined ? await pickParameters(scenario, {}, context) : (args.set ?? {});
  if (set) await showRun(documents, { scenario: scenario.id, kernel, seed: args.seed ?? 1, set }, { kind: "run" });
}
