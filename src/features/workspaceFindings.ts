import type * as vscode from "vscode";
import type { Finding } from "../core/diagnose/finding";
import { diagnoseWorkspace } from "../core/diagnose/workspace/diagnoseWorkspace";
import { concernsMachine, summarize } from "../core/diagnose/workspace/summary";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { KernelVersion } from "../core/knowledge/types";
import type { Host } from "./host";
import { fileOf } from "./settingsIndex";

/**
 * The findings of a text on its own, joined with those beside other files of the workspace. They come when these
 * have been read; the index tells when that is.
 */
export function joinWorkspaceFindings(
  { settingsIndex, logError }: Host,
  { uri, text }: { readonly uri: vscode.Uri; readonly text: string },
  own: readonly Finding[],
  { knowledge, kernel }: { readonly knowledge: Knowledge; readonly kernel: KernelVersion | undefined },
): readonly Finding[] {
  const file = fileOf(uri);
  if (uri.scheme === "untitled" || !concernsMachine(file)) return own;
  const summaries = settingsIndex.current();
  if (!summaries) {
    settingsIndex.summaries().catch(logError);
    return own;
  }
  // What the editor shows counts, also of a file outside of the workspace.
  const others = summaries.filter((summary) => summary.file !== file);
  const shown = summarize(text, file);
  return diagnoseWorkspace([...others, shown], knowledge, { kernel, only: file }).join(file, own);
}
