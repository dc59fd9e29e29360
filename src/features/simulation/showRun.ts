import * as vscode from "vscode";
import type { Host } from "../host";
import type { SimulationDocuments } from "./documents";
import type { RunSpec, View } from "./runSpec";
import { RefusedRun } from "./simulator";

/** Makes a run and opens its document; says why where it cannot be made. */
export async function showRun(documents: SimulationDocuments, spec: RunSpec, view: View): Promise<void> {
  const uri = await documents.prepare(spec, view);
  if (uri) await vscode.commands.executeCommand("markdown.showPreview", uri);
}

/** Does what a command is for: mistakes of the user end in a message, ours in the log too. */
export async function commanded(host: Host, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    void vscode.window.showErrorMessage(reasonOf(host, error));
  }
}

/** Why something was not done, for the user; what is our mistake stands in the log, too. */
export function reasonOf(host: Host, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedRun) return reason;
  host.logError(error);
  return vscode.l10n.t("The simulator failed: {0}", reason);
}

/** Opens the simulator panel with what was chosen in a list so far. */
export function panelOpener(args: {
  readonly scenario: string;
  readonly file?: string;
}): (set: Readonly<Record<string, string>>) => Promise<void> {
  return async (set) => {
    await vscode.commands.executeCommand("netstackLens.openSimulator", { ...args, change: set });
  };
}
