import * as vscode from "vscode";
import type { Severity } from "../core/knowledge/types";
import { toDocumentRange } from "./convert";
import { judgedFile } from "./documentSettings";
import { linkToRule } from "./explainRule";
import { findingsIn } from "./findings";
import type { Feature, Host } from "./host";
import { checksFile, onSettingsChange } from "./settings";

/** Whose findings these are, in the Problems view. */
export const findingSource = "Netstack Lens";

/** Typing goes on undisturbed; a pause this long shows the findings. */
const pauseMs = 200;

/** A severity as the editor counts it. */
export const severityOf = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const satisfies Record<Severity, vscode.DiagnosticSeverity>;

/** Shows what is wrong with the settings in open files. */
export const diagnostics: Feature = (host) => {
  const collection = vscode.languages.createDiagnosticCollection("netstackLens");
  const waiting = new Map<string, number>();

  function refresh(document: vscode.TextDocument, delay: number): void {
    const id = document.uri.toString();
    clearTimeout(waiting.get(id));
    waiting.set(
      id,
      setTimeout(() => void show(document), delay),
    );
  }

  async function show(document: vscode.TextDocument): Promise<void> {
    waiting.delete(document.uri.toString());
    const { version } = document;
    try {
      const file = !document.isClosed && checksFile(document.uri) ? judgedFile(document) : undefined;
      const found = file === undefined ? [] : await findings(host, document, file);
      // A newer text, or a closed one, gets its own findings or none.
      if (document.version === version && !document.isClosed) collection.set(document.uri, found);
    } catch (error) {
      host.logError(error);
    }
  }

  const refreshAll = (): void => vscode.workspace.textDocuments.forEach((document) => refresh(document, 0));
  refreshAll();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument((document) => refresh(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => refresh(document, pauseMs)),
    vscode.workspace.onDidCloseTextDocument((document) => collection.delete(document.uri)),
    onSettingsChange(refreshAll),
    host.settingsIndex.onDidChange(refreshAll),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
};

async function findings(host: Host, document: vscode.TextDocument, file: string): Promise<vscode.Diagnostic[]> {
  const found = await findingsIn(host, { uri: document.uri, text: document.getText(), file });
  return found.map(({ span, message, severity, code }) => {
    const diagnostic = new vscode.Diagnostic(toDocumentRange(document, span), message, severityOf[severity]);
    diagnostic.source = findingSource;
    diagnostic.code = { value: code, target: linkToRule(code) };
    return diagnostic;
  });
}
