import * as vscode from "vscode";
import { sampleConfig } from "../../core/lessons/sampleConfig";
import type { Lesson } from "../../core/lessons/lesson";
import { scenariosOf } from "../../core/simulation/dependencies";
import { parseSysctlName } from "../../core/knowledge/sysctlName";
import type { KeyPlace } from "../../protocol/lesson";
import type { Host } from "../host";

/** So many lines of the reader's own files are listed. */
const mostPlaces = 60;

/** Where the files of the workspace set keys of a lesson. */
export async function findPlaces(host: Host, { keys, language }: Lesson): Promise<readonly KeyPlace[]> {
  const { settingsIndex } = host;
  const known = await host.knowledge(language);
  const wanted = new Set(keys);
  const keyOf = (written: string): string | undefined =>
    [written, known.find(parseSysctlName(written))?.name].find((one) => one !== undefined && wanted.has(one));
  const library = await host.scenarios(language);
  const places: KeyPlace[] = [];
  for (const { file, settings } of await settingsIndex.summaries()) {
    const label = vscode.workspace.asRelativePath(settingsIndex.uriOf(file));
    for (const { key: written, isGlob, value, line } of settings) {
      const key = isGlob ? undefined : keyOf(written);
      if (key === undefined || places.length >= mostPlaces) continue;
      places.push({ key, value, label, file, line, canSimulate: scenariosOf(library, key).length > 0 });
    }
  }
  return places;
}

/** Opens a line of a file the index knows; of others nothing is opened, whoever asks. */
export async function openPlace({ settingsIndex }: Host, file: string, line: number): Promise<void> {
  if (!(await isIndexed(settingsIndex, file))) return;
  const document = await vscode.workspace.openTextDocument(settingsIndex.uriOf(file));
  await showLine(document, Math.max(0, line - 1));
}

/** Opens the simulator with the values of such a file, in a run in which a key of it matters. */
export async function simulatePlace({ settingsIndex }: Host, file: string, key: string): Promise<void> {
  if (!(await isIndexed(settingsIndex, file))) return;
  const args = { file: settingsIndex.uriOf(file).toString(), key };
  await vscode.commands.executeCommand("netstackLens.openSimulator", args);
}

async function isIndexed(settingsIndex: Host["settingsIndex"], file: string): Promise<boolean> {
  return (await settingsIndex.summaries()).some((summary) => summary.file === file);
}

/** Opens a new file with the keys of a lesson, at one of them. */
export async function openSample(host: Host, { title, keys, language }: Lesson, key: string): Promise<void> {
  const { text, line } = sampleConfig(title, keys, key, await host.knowledge(language));
  const isOpen = (one: vscode.TextDocument): boolean => one.isUntitled && one.getText() === text;
  const open = vscode.workspace.textDocuments.find(isOpen);
  await showLine(open ?? (await vscode.workspace.openTextDocument({ language: "sysctl", content: text })), line);
}

/** Opens the simulator with what a simulation of a lesson sets. */
export async function openSimulator({ simulations }: Lesson, id: string): Promise<void> {
  const simulation = simulations.find((one) => one.id === id);
  if (!simulation) return;
  const { scenario, set = {}, change } = simulation;
  await vscode.commands.executeCommand("netstackLens.openSimulator", { scenario, set, ...(change && { change }) });
}

async function showLine(document: vscode.TextDocument, line: number): Promise<void> {
  const at = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  const selection = new vscode.Range(at.start, at.start);
  await vscode.window.showTextDocument(document, { selection, viewColumn: vscode.ViewColumn.One });
}
