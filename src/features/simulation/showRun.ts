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
    if (!(error instanceof RefusedRun)) host.logError(error);
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      error instanceof RefusedRun ? reason : vscode.l10n.t("The simulator failed: {0}", reason),
    );
  }
}
