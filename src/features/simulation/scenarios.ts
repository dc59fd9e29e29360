import * as vscode from "vscode";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import { contentLanguage } from "../settings";
import { nameOf } from "./runSpec";
import { RefusedRun, type Simulator } from "./simulator";

/** A scenario by its id, or by the address of the file that holds it. Throws `RefusedRun` where there is none. */
export async function findScenario(simulator: Simulator, library: ScenarioLibrary, name: string): Promise<Scenario> {
  const known = library.scenarios.find(({ id }) => id === name);
  if (known) return known;
  if (!name.includes("/") && !name.startsWith("untitled:"))
    throw new RefusedRun(vscode.l10n.t("There is no scenario {0}.", name));
  const text = await textOf(vscode.Uri.parse(name));
  const options = { schema: library.schema, language: contentLanguage() };
  const read = await simulator.perform({ kind: "read", text, file: nameOf(name), options }, nameOf(name));
  if (!read) throw new RefusedRun(vscode.l10n.t("The scenario was not read."));
  if (read.scenario) return read.scenario;
  const mistakes = read.problems.map(({ line, column, message }) => `${nameOf(name)}:${line}:${column}: ${message}`);
  throw new RefusedRun(mistakes.join("\n"));
}

/** As the editor shows it, saved or not. */
async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch (error) {
    throw new RefusedRun(error instanceof Error ? error.message : String(error));
  }
}

/** Whether a document looks like a scenario of somebody's own: by its name, or by the schema it names. */
export function isScenarioFile(document: vscode.TextDocument): boolean {
  if (!/\.ya?ml$/i.test(document.uri.path) && document.languageId !== "yaml") return false;
  if (/\.scenario\.ya?ml$/i.test(document.uri.path)) return true;
  return document.lineAt(0).text.startsWith("#") && document.lineAt(0).text.includes("scenario.schema.json");
}
