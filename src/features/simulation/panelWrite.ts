import * as vscode from "vscode";
import { fill, type Wording } from "../../core/knowledge/wording";
import { planWriteBack, type Hindrance, type WriteBack } from "../../core/simulation/writeBack";
import type { PanelWrite } from "../../protocol/simulatorPanel";
import { settingsFile } from "../documentSettings";
import { knowledgeFor, type Host } from "../host";
import { nameOf } from "./runSpec";

/** A plan, and the state of the document it was made for. */
export interface PlannedWrite {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly plan: WriteBack;
}

/** Finds what would change in a file, as the editor has it now. */
export async function planWrite(
  host: Host,
  file: string,
  values: Readonly<Record<string, string>>,
): Promise<PlannedWrite> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file, true));
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const { version } = document;
  const name = settingsFile(document) ?? document.uri.path;
  return { document, version, plan: planWriteBack(document.getText(), name, values, knowledge, kernel) };
}

/** Edits the file as one step that can be undone, and shows it. False where it has changed since the plan was made. */
export async function applyWrite({ document, version, plan }: PlannedWrite): Promise<boolean> {
  if (document.isClosed || document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of plan.edits) {
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    edit.replace(document.uri, range, text);
  }
  const [first] = plan.edits;
  const isApplied = await vscode.workspace.applyEdit(edit);
  if (!isApplied || !first) return isApplied;
  const at = document.positionAt(first.span.start);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = visible?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { viewColumn, selection: new vscode.Range(at, at) });
  return true;
}

/** A plan in words. */
export function writeView({ document, plan }: PlannedWrite, isStale: boolean, wording: Wording): PanelWrite {
  const hindrances = plan.hindrances.map((one) => hindranceWords(one, wording));
  return { file: nameOf(document.uri.toString()), changes: plan.changes, hindrances, isStale };
}

function hindranceWords(hindrance: Hindrance, wording: Wording): string {
  return fill(wording[`simulator.cannotWrite.${hindrance.kind}`], { ...hindrance });
}
