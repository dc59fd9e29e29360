import * as vscode from "vscode";
import { dependenceOn } from "../../core/simulation/dependencies";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";

/** Asks for a scenario; those that depend on some of `keys` come first. `undefined` when nothing was chosen. */
export async function pickScenario(
  library: ScenarioLibrary,
  keys: ReadonlySet<string> = new Set(),
): Promise<Scenario | undefined> {
  const items = library.scenarios.map((scenario) => {
    const { chosen, asked } = dependenceOn(keys, library, scenario);
    const named = [...chosen, ...asked].join(", ");
    const detail = named === "" ? scenario.summary : named;
    return { label: scenario.title, description: scenario.id, detail, scenario, rank: 1000 * chosen.length + asked.length }; // prettier-ignore
  });
  const first = items.filter(({ rank }) => rank > 0).sort((a, b) => b.rank - a.rank);
  const others = items.filter(({ rank }) => rank === 0);
  const separator = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const picked = await vscode.window.showQuickPick(
    first.length === 0
      ? others
      : [separator(vscode.l10n.t("depend on these settings")), ...first, separator(vscode.l10n.t("others")), ...others],
    { matchOnDescription: true, matchOnDetail: true, placeHolder: vscode.l10n.t("Choose a scenario") },
  );
  return picked && "scenario" in picked ? picked.scenario : undefined;
}
