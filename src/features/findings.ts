import type * as vscode from "vscode";
import { diagnoseSysctl } from "../core/diagnose/diagnoseSysctl";
import type { Finding } from "../core/diagnose/finding";
import { adjustSeverities } from "../core/diagnose/severities";
import { applySuppressions } from "../core/diagnose/suppressions";
import { knowledgeFor, type Host } from "./host";
import { ruleLevels } from "./settings";
import { joinWorkspaceFindings } from "./workspaceFindings";

/** A text that is judged, where it is, and the name of the file it is read as. */
export interface JudgedText {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly file: string;
}

/** What is wrong in a text beside the other files of the workspace, as the reader's settings and its comments judge it. */
export async function findingsIn(host: Host, { uri, text, file }: JudgedText): Promise<readonly Finding[]> {
  const { knowledge, kernel } = await knowledgeFor(host, uri);
  const own = diagnoseSysctl(text, knowledge, { kernel, file });
  const all = joinWorkspaceFindings(host, { uri, text }, own, { knowledge, kernel });
  const judged = applySuppressions(text, all, knowledge);
  const open = judged.filter(({ ignoredBecause }) => ignoredBecause === undefined);
  return adjustSeverities(open, ruleLevels(uri));
}
