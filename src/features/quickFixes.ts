import * as vscode from "vscode";
import { fixesFor } from "../core/diagnose/fixes";
import { toDocumentRange } from "./convert";
import { findingSource } from "./diagnostics";
import { settingsFile } from "./documentSettings";
import { codeOf } from "./explainRule";
import { ignoreAction } from "./ignoreFinding";
import { guarded, type Feature, type Host } from "./host";
import { contentLanguage } from "./settings";

/** Mends what a finding shows, where it is plain how; else it can be left out, with a reason. */
export const quickFixes: Feature = (host) =>
  vscode.languages.registerCodeActionsProvider(
    { scheme: "*" },
    {
      provideCodeActions: (document, _range, { diagnostics }) => {
        const ours = diagnostics.filter(({ source }) => source === findingSource);
        const actions = async (): Promise<vscode.CodeAction[]> => [
          ...(await Promise.all(ours.map((one) => actionsFor(host, document, one)))).flat(),
          ...ours.flatMap((one) => ignoreAction(document, one) ?? []),
        ];
        return guarded(host, actions, []);
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

async function actionsFor(
  host: Host,
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): Promise<vscode.CodeAction[]> {
  const knowledge = await host.knowledge(contentLanguage());
  const { start, end } = diagnostic.range;
  const span = { start: document.offsetAt(start), end: document.offsetAt(end) };
  const fixes = fixesFor(document.getText(), { code: codeOf(diagnostic), span }, knowledge, settingsFile(document));
  return fixes.map((fix) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = fix.isPreferred;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, toDocumentRange(document, fix.span), fix.text);
    return action;
  });
}
