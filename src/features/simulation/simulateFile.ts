import * as vscode from "vscode";
import { scenariosOf } from "../../core/simulation/dependencies";
import { findSettings, type FileSetting } from "../../core/simulation/settings";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import { settingsFile } from "../documentSettings";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import type { SimulationDocuments } from "./documents";
import { pickParameters } from "./pickParameters";
import { pickScenario } from "./pickScenario";
import { presetOf } from "./presets";
import { findScenario } from "./scenarios";
import { commanded, panelOpener, showRun } from "./showRun";
import type { Simulator } from "./simulator";

/** What the command may be called with; what is left out is asked for, or taken from the active editor. */
interface SimulateFileArgs {
  /** Address of the file. */
  readonly file?: string;
  /** A key of it that the scenario has to depend on. */
  readonly key?: string;
  /** Id of a scenario; it is run at once. */
  readonly scenario?: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** Command "Simulate with This File's Settings": the kernel's defaults beside what the file makes of them. */
export function simulateFile(host: Host, documents: SimulationDocuments, simulator: Simulator): vscode.Disposable {
  return vscode.commands.registerCommand("netstackLens.simulateFile", (args: unknown) =>
    commanded(host, () => simulate(host, documents, simulator, argsOf(args))),
  );
}

/** Menus give the file itself. */
function argsOf(args: unknown): SimulateFileArgs {
  if (args instanceof vscode.Uri) return { file: args.toString() };
  return typeof args === "object" && args !== null ? args : {};
}

async function simulate(
  host: Host,
  documents: SimulationDocuments,
  simulator: Simulator,
  args: SimulateFileArgs,
): Promise<void> {
  const document = await documentOf(args.file);
  if (!document) return;
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const lines = settingsIn(document, knowledge);
  if (lines.length === 0) {
    const message = vscode.l10n.t("No settings are recognised in {0}.", document.uri.path);
    void vscode.window.showWarningMessage(message);
    return;
  }
  const library = await host.scenarios(contentLanguage());
  const scenario = args.scenario === undefined ? await chooseScenario(library, lines, args.key) : await findScenario(simulator, library, args.scenario); // prettier-ignore
  if (!scenario) return;
  const preset = presetOf(library, knowledge, kernel, lines);
  const openPanel = panelOpener({ scenario: args.scenario ?? scenario.id, file: document.uri.toString() });
  const set = args.scenario === undefined ? await pickParameters(withoutSysctls(scenario), {}, { knowledge, kernel, presetOf: preset, openPanel }) : (args.set ?? {}); // prettier-ignore
  if (!set) return;
  const spec = {
    scenario: args.scenario ?? scenario.id,
    kernel,
    seed: 1,
    set,
    settings: { file: document.uri.toString(), lines },
  };
  await showRun(documents, spec, { kind: "compare" });
}

async function documentOf(file: string | undefined): Promise<vscode.TextDocument | undefined> {
  if (file !== undefined) return vscode.workspace.openTextDocument(vscode.Uri.parse(file));
  return vscode.window.activeTextEditor?.document;
}

function settingsIn(document: vscode.TextDocument, knowledge: Knowledge): readonly FileSetting[] {
  const file = settingsFile(document);
  return file === undefined ? [] : findSettings(document.getText(), file, knowledge);
}

/** A scenario for a file, or for one key of it: then without asking where there is no choice. */
function chooseScenario(
  library: ScenarioLibrary,
  lines: readonly FileSetting[],
  key: string | undefined,
): Promise<Scenario | undefined> {
  if (key === undefined) return pickScenario(library, new Set(lines.map(({ name }) => name)));
  const scenarios = scenariosOf(library, key);
  const [only] = scenarios;
  return scenarios.length === 1 ? Promise.resolve(only) : pickScenario({ ...library, scenarios }, new Set([key]));
}

/** The file decides on these. */
function withoutSysctls(scenario: Scenario): Scenario {
  return { ...scenario, parameters: scenario.parameters.filter(({ type }) => type !== "sysctl") };
}
