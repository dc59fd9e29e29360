import * as vscode from "vscode";
import { diagnoseSysctl } from "../core/diagnose/diagnoseSysctl";
import { toDocumentRange } from "./convert";
import { isReadme } from "../core/documents/settings";
import { applySuppressions } from "../core/diagnose/suppressions";
import type { Severity } from "../core/knowledge/types";
import { knowledgeFor, type Feature, type Host } from "./host";
import { checksFile, onSettingsChange } from "./settings";

/** Whose findings these are, in the Problems view. */
export const findingSource = "Netstack Lens";

/** Typing goes on undisturbed; a pause this long shows the findings. */
const pauseMs = 200;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const satisfies Record<Severity, vscode.DiagnosticSeverity>;

/** Shows what is wrong with the settings of open sysctl.conf files. */
export const diagnostics: Feature = (host) => {
  const collection = vscode.languages.createDiagnosticCollection("netstackLens");
  const waiting = new Map<string, number>();

  function refresh(document: vscode.TextDocument, delay: number): void {
    if (document.languageId !== "sysctl") return;
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
      const found = await findings(host, document);
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
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
};

async function findings(host: Host, document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  if (!checksFile(document.uri)) return [];
  const { knowledge, kernel } = await knowledgeFor(host, document.uri);
  const text = document.getText();
  const judged = applySuppressions(
    text,
    diagnoseSysctl(text, knowledge, { kernel, file: isReadme(document.uri.path) ? document.uri.path : undefined }),
    knowledge,
  );
  const open = judged.filter(({ ignoredBecause }) => ignoredBecause === undefined);
  return open.map(({ span, message, severity, code }) => {
    const diagnostic = new vscode.Diagnostic(toDocumentRange(document, span), message, severities[severity]);
    diagnostic.source = findingSource;
    diagnostic.code = code;
    return diagnostic;
  });
}
