import * as vscode from "vscode";
import type { Explanation } from "../../core/explain/explanation";
import { parseSysctlName } from "../../core/knowledge/sysctlName";
import { scenariosOf } from "../../core/simulation/dependencies";
import type { Host } from "../host";
import { contentLanguage } from "../settings";

/** An explanation of a setting of a file, with a way to simulate it where some scenario depends on its key. */
export async function withSimulateDoor(
  host: Host,
  { uri }: vscode.TextDocument,
  key: string,
  explanation: Explanation,
): Promise<Explanation> {
  const { dotted } = parseSysctlName(key);
  const doors = explanation.find((block) => block.role === "doors");
  if (!doors || scenariosOf(await host.scenarios(contentLanguage()), dotted).length === 0) return explanation;
  const args = encodeURIComponent(JSON.stringify([{ file: uri.toString(), key: dotted }]));
  // A bracket would end the link.
  const safeArgs = args.replaceAll("(", "%28").replaceAll(")", "%29");
  const url = `command:netstackLens.openSimulator?${safeArgs}`;
  const more = { ...doors, doors: [...doors.doors, { kind: "document", label: vscode.l10n.t("Simulate…"), url }] } as const; // prettier-ignore
  return explanation.map((block) => (block === doors ? more : block));
}
