import * as vscode from "vscode";
import { expect } from "./expect";

/** A file of the test workspace. */
export function workspaceFile(...path: readonly string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  expect(folder, "there is no workspace folder");
  return vscode.Uri.joinPath(folder.uri, ...path);
}

/** An unsaved document of a language. */
export function untitled(language: string, content: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language, content });
}

/** What all hovers over the middle of the first `text` say; empty when there is none. */
export async function hoverOver(document: vscode.TextDocument, text: string): Promise<string> {
  const at = document.getText().indexOf(text);
  expect(at !== -1, `the document does not hold ${text}`);
  const position = document.positionAt(at + Math.floor(text.length / 2));
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : "")))
    .join("\n");
}

/** Sets one of our settings for the user; `undefined` takes it back. */
export async function setSetting(name: string, value: string | boolean | undefined): Promise<void> {
  await vscode.workspace.getConfiguration("netstackLens").update(name, value, vscode.ConfigurationTarget.Global);
}
