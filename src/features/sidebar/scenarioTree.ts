import * as vscode from "vscode";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import type { Host } from "../host";
import { contentLanguage, settingsChanges } from "../settings";
import { createTree, makeItem, type Row } from "./tree";

/** A row that stands for a scenario. */
interface ScenarioRow extends Row {
  readonly scenario: string;
}

/** View "Scenarios": what the simulator plays, by title. */
export function scenarioTree(host: Host): vscode.Disposable {
  const makeRows = async (): Promise<readonly Row[]> => {
    const language = contentLanguage();
    const library = await host.scenarios(language);
    return library.scenarios
      .toSorted((a, b) => a.title.localeCompare(b.title, language))
      .map((scenario) => rowOf(scenario, library));
  };
  return createTree(host, "netstackLens.scenarios", makeRows, [settingsChanges]);
}

function rowOf({ id, title, summary }: Scenario, { labs }: ScenarioLibrary): ScenarioRow {
  const item = makeItem(id, { label: title, description: id, spoken: summary });
  item.tooltip = summary;
  item.iconPath = new vscode.ThemeIcon("beaker");
  item.contextValue = labs.includes(id) ? "scenario lab" : "scenario";
  item.command = { command: "netstackLens.openSimulator", title, arguments: [{ scenario: id }] };
  return { item, scenario: id };
}
