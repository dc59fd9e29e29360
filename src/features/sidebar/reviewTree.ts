import * as vscode from "vscode";
import { guarded, type Host } from "../host";
import { onSettingsChange } from "../settings";
import { createReviewer, type Review, type ReviewFinding } from "./reviews";
import { createTree, makeItem, type Row } from "./tree";

/** A row that stands for a file. */
interface FileRow extends Row {
  /** Its address. */
  readonly file: string;
}

/** Typing goes on undisturbed. */
const pauseMs = 500;

/** View "Reviews": the files of the workspace that set what we know, and what is wrong in them. */
export function reviewTree(host: Host): vscode.Disposable {
  const reviewer = createReviewer(host);
  const changed = new vscode.EventEmitter<void>();
  let soon: number | undefined;
  const refresh = (): void => {
    clearTimeout(soon);
    soon = setTimeout(() => changed.fire(), pauseMs);
  };
  const judgeAgain = (): void => {
    reviewer.forget();
    refresh();
  };
  const makeRows = async (): Promise<readonly Row[]> => {
    const rows = (await reviewer.reviews()).map(fileRow);
    // Until then the view is not known to be empty, and does not say so.
    void vscode.commands.executeCommand("setContext", "netstackLens.reviewsKnown", true);
    return rows;
  };
  return vscode.Disposable.from(
    changed,
    { dispose: () => clearTimeout(soon) },
    host.settingsIndex.onDidChange(judgeAgain),
    onSettingsChange(judgeAgain),
    vscode.languages.onDidChangeDiagnostics(refresh),
    createTree(host, "netstackLens.reviews", () => guarded(host, makeRows, []), [changed.event]),
  );
}

function fileRow({ uri, settings, start, findings }: Review): FileRow {
  const name = uri.path.split("/").at(-1) ?? uri.path;
  const folder = vscode.workspace.asRelativePath(uri).split("/").slice(0, -1).join("/");
  const count = findings.length > 0 ? findingCount(findings.length) : settingCount(settings);
  const description = [count, folder].filter(Boolean).join(" · ");
  const item = makeItem(uri.toString(), { label: name, description });
  // For the file's icon; with its own scheme it would also take the colours of problems, which not all themes let read.
  item.resourceUri = uri.with({ scheme: "netstack-lens-review" });
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = "file";
  item.tooltip = uri.fsPath;
  if (findings.length > 0) item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  item.command = opening(uri, start);
  return { item, file: uri.toString(), rows: findings.map((finding, index) => findingRow(uri, finding, index)) };
}

function findingRow(uri: vscode.Uri, { severity, code, message, range }: ReviewFinding, index: number): Row {
  const line = vscode.l10n.t("line {0}", range.start.line + 1);
  const { icon, name } = looks(severity);
  const item = makeItem(`${uri.toString()}#${index}`, {
    label: message,
    description: line,
    spoken: `${name}, ${code}`,
  });
  item.iconPath = icon;
  item.tooltip = `${message}\n${code}`;
  item.command = opening(uri, range);
  return { item };
}

function opening(uri: vscode.Uri, selection: vscode.Range): vscode.Command {
  return { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [uri, { selection }] };
}

function findingCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 finding") : vscode.l10n.t("{0} findings", count);
}

function settingCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 setting") : vscode.l10n.t("{0} settings", count);
}

/** As the Problems view draws it, and in a word. */
function looks(severity: vscode.DiagnosticSeverity): { readonly icon: vscode.ThemeIcon; readonly name: string } {
  const icon = (id: string, colour: string): vscode.ThemeIcon => new vscode.ThemeIcon(id, new vscode.ThemeColor(colour)); // prettier-ignore
  switch (severity) {
    case vscode.DiagnosticSeverity.Error:
      return { icon: icon("error", "problemsErrorIcon.foreground"), name: vscode.l10n.t("error") };
    case vscode.DiagnosticSeverity.Warning:
      return { icon: icon("warning", "problemsWarningIcon.foreground"), name: vscode.l10n.t("warning") };
    case vscode.DiagnosticSeverity.Information:
      return { icon: icon("info", "problemsInfoIcon.foreground"), name: vscode.l10n.t("information") };
    case vscode.DiagnosticSeverity.Hint:
      return { icon: icon("lightbulb", "descriptionForeground"), name: vscode.l10n.t("hint") };
  }
}
