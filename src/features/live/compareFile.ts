import * as vscode from "vscode";
import type { Host } from "../host";
import { compareDocument, createCompareDocuments, type CompareDocuments } from "./compareDocuments";
import { hostOrMessage } from "./liveHost";

/** The commands that hold a file against the running machine, as a document and side by side. */
export function compareFile(host: Host): vscode.Disposable {
  const documents = createCompareDocuments(host);
  return vscode.Disposable.from(
    documents,
    vscode.commands.registerCommand("netstackLens.compareWithHost", (args: unknown) =>
      withComparable(host, args, (uri, name) => showReport(documents, uri, name)),
    ),
    vscode.commands.registerCommand("netstackLens.diffWithHost", (args: unknown) =>
      withComparable(host, args, (uri, name) => showSides(documents, uri, name)),
    ),
  );
}

/** Does something with a file that sets keys; says why where that, or looking at the machine, is not possible. */
async function withComparable(
  host: Host,
  args: unknown,
  show: (file: vscode.Uri, hostName: string) => Promise<void>,
): Promise<void> {
  const running = hostOrMessage(host.live());
  if (!running) return;
  const document = await documentOf(args);
  if (!document) return;
  if ((await compareDocument(host, running, document)).keys.length === 0) {
    const message = vscode.l10n.t("There is nothing to compare: no settings are recognised in {0}.", document.uri.path);
    void vscode.window.showWarningMessage(message);
    return;
  }
  await show(document.uri, running.name);
}

/** Menus give the file itself, rows of the sidebar name it; without either it is the active editor's. */
async function documentOf(args: unknown): Promise<vscode.TextDocument | undefined> {
  if (args instanceof vscode.Uri) return vscode.workspace.openTextDocument(args);
  const file = typeof args === "object" && args !== null && "file" in args ? args.file : undefined;
  if (typeof file === "string") return vscode.workspace.openTextDocument(vscode.Uri.parse(file));
  return vscode.window.activeTextEditor?.document;
}

async function showReport(documents: CompareDocuments, file: vscode.Uri, hostName: string): Promise<void> {
  await vscode.commands.executeCommand("markdown.showPreview", documents.prepare(file, "report", hostName));
}

async function showSides(documents: CompareDocuments, file: vscode.Uri, hostName: string): Promise<void> {
  const [left, right] = [documents.prepare(file, "host", hostName), documents.prepare(file, "file", hostName)];
  const title = `${hostName} ↔ ${file.path.split("/").at(-1) ?? ""}`;
  await vscode.commands.executeCommand("vscode.diff", left, right, title);
}
