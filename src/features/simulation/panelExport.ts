import * as vscode from "vscode";
import { drawPath } from "../../core/simulation/pathPicture";
import { reviewText } from "../../core/simulation/reviewText";
import { seriesTable } from "../../core/simulation/seriesTable";
import type { Wording } from "../../core/knowledge/wording";
import type { ExportFormat, PanelSpec, PanelStudy } from "../../protocol/simulatorPanel";

/** Everything an export may hold. */
export interface Exported {
  readonly spec: PanelSpec;
  readonly study: PanelStudy;
  readonly title: string;
  readonly madeWith: string;
  readonly command: string;
  readonly wording: Wording;
  /** The moment the panel shows. */
  readonly atNs: number;
}

const languages: Readonly<Record<ExportFormat, string>> = {
  json: "json",
  csv: "plaintext",
  svg: "xml",
  markdown: "markdown",
};

/** Opens an export as a new document: it is looked at first, and saved where it belongs. */
export async function openExport(format: ExportFormat, exported: Exported): Promise<void> {
  const content = exportText(format, exported);
  const document = await vscode.workspace.openTextDocument({ language: languages[format], content });
  await vscode.window.showTextDocument(document, { preview: false });
}

function exportText(format: ExportFormat, exported: Exported): string {
  const { spec, study, atNs, wording } = exported;
  switch (format) {
    case "json":
      return `${JSON.stringify({ spec, madeWith: exported.madeWith, study }, undefined, 2)}\n`;
    case "csv":
      return seriesTable(study.runs);
    case "svg":
      return drawPath(study.runs, atNs, { wording, counters: study.dropCounters, title: exported.title });
    case "markdown":
      return reviewText(exported, wording);
  }
}
