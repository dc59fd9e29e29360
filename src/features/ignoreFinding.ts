import * as vscode from "vscode";
import { ignoreCommentFor } from "../core/diagnose/ignoreComment";
import { settingsFile } from "./documentSettings";
import { codeOf } from "./explainRule";

/** Leaves a finding out by a comment above it that says why; `undefined` where none can stand there. */
export function ignoreAction(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction | undefined {
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
