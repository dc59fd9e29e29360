import * as vscode from "vscode";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import type { SimulationDocuments } from "./documents";
import { pickParameters } from "./pickParameters";
import { pickScenario } from "./pickScenario";
import { presetOf } from "./presets";
import { findScenario, isScenarioFile } from "./scenarios";
import { commanded, panelOpener, showRun } from "./showRun";
import type { Simulator } from "./simulator";

/** What the command may be called with; without a scenario, both are asked for. */
interface RunScenarioArgs {
  /** An id, or the address of a file that holds one. */
  readonly scenario?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: number;
}

/** Command "Run Scenario…": one run with chosen parameters; of the scenario in the active editor, if there is one. */
export function runScenario(host: Host, documents: SimulationDocuments, simulator: Simulator): vscode.Disposable {
  return vscode.commands.registerCommand("netstackLens.runScenario", (args: unknown) =>
    commanded(host, () => run(host, documents, simulator, argsOf(args))),
  );
}

/** Menus give the file itself. */
function argsOf(args: unknown): RunScenarioArgs {
  return typeof args === "object" && args !== null && !(args instanceof vscode.Uri) ? args : {};
}

async function run(
  host: Host,
  documents: SimulationDocuments,
  simulator: Simulator,
  args: RunScenarioArgs,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document?.uri ?? vscode.Uri.file("/")); // prettier-ignore
  const library = await host.scenarios(contentLanguage());
  const own = document && isScenarioFile(document) ? document.uri.toString() : undefined;
  const name = args.scenario ?? own ?? (await pickScenario(library))?.id;
  if (name === undefined) return;
  const scenario = await findScenario(simulator, library, name);
  const context = {
    knowledge,
    kernel,
    presetOf: presetOf(library, knowledge, kernel),
    openPanel: panelOpener({ scenario: name }),
  };
  const set = args.scenario === undefined ? await pickParameters(scenario, {}, context) : (args.set ?? {});
  if (set) await showRun(documents, { scenario: name, kernel, seed: args.seed ?? 1, set }, { kind: "run" });
}
