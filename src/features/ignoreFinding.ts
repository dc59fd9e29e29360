import * as vscode from "vscode";
import { ignoreCommentFor } from "../core/diagnose/ignoreComment";
import { findingSource } from "./diagnostics";
import { settingsFile } from "./documentSettings";
import { codeOf } from "./explainRule";
import { guarded, type Feature } from "./host";

/** Offers to leave a finding out, by a comment that says why. */
export const ignoreFinding: Feature = (host) =>
  vscode.languages.registerCodeActionsProvider(
    { scheme: "*" },
    {
      provideCodeActions: (document, _range, { diagnostics }) => {
        const ours = diagnostics.filter(({ source }) => source === findingSource);
        const actions = (): vscode.CodeAction[] => ours.flatMap((one) => ignoreAction(document, one) ?? []);
        return guarded(host, () => Promise.resolve(actions()), []);
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

function ignoreAction(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction | undefined {
  const code = codeOf(diagnostic);
  const found = document.offsetAt(diagnostic.range.start);
  const comment = ignoreCommentFor(document.getText(), found, code, settingsFile(document));
  if (!comment) return undefined;
  const snippet = new vscode.SnippetString()
    .appendText(comment.before)
    .appendPlaceholder(vscode.l10n.t("why"))
    .appendText(comment.after);
  const action = new vscode.CodeAction(vscode.l10n.t("Ignore {0} here…", code), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, [vscode.SnippetTextEdit.insert(document.positionAt(comment.at), snippet)]);
  return action;
}
