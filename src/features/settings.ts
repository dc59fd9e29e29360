import * as vscode from "vscode";
import { severities, type SeverityLevels } from "../core/diagnose/severities";
import { parseKernelVersion } from "../core/knowledge/kernelVersion";
import type { KernelVersion, Language } from "../core/knowledge/types";

const section = "netstackLens";

export type HoverLength = "full" | "short" | "off";

/** `netstackLens.hover`, as it is for a file; folders of a workspace may differ. */
export function hoverLength(file: vscode.Uri): HoverLength {
  const value = vscode.workspace.getConfiguration(section, file).get<string>("hover");
  return value === "short" || value === "off" ? value : "full";
}

/** `netstackLens.language`; `auto` follows the editor's display language. */
export function contentLanguage(): Language {
  const value = vscode.workspace.getConfiguration(section).get<string>("language");
  if (value === "en" || value === "zh-cn") return value;
  return vscode.env.language.toLowerCase().startsWith("zh") ? "zh-cn" : "en";
}

/** `netstackLens.kernel`, as it is for a file; `undefined` means `auto` or something that is no version. */
export function chosenKernel(file: vscode.Uri): KernelVersion | undefined {
  return parseKernelVersion(vscode.workspace.getConfiguration(section, file).get<string>("kernel") ?? "");
}

/** `netstackLens.check`, as it is for a file: whether its findings are shown. */
export function checksFile(file: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, file).get<boolean>("check") !== false;
}

type ChosenLevels = Readonly<Record<string, unknown>>;

/** `netstackLens.rules`, as it is for a file: what rules count as. What is no severity is left out. */
export function ruleLevels(file: vscode.Uri): SeverityLevels {
  const chosen = vscode.workspace.getConfiguration(section, file).get<ChosenLevels>("rules") ?? {};
  const levels = [...severities, "off"] as const;
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([code, wanted]) => {
      const level = levels.find((one) => one === wanted);
      return level ? [[code, level]] : [];
    }),
  );
}

export type InlayHintsMode = "off" | "hover" | "on";

/** `netstackLens.inlayHints`, as it is for a file: hints nowhere, on the lines of the cursors, everywhere. */
export function inlayHintsMode(file: vscode.Uri): InlayHintsMode {
  const value = vscode.workspace.getConfiguration(section, file).get<string>("inlayHints");
  return value === "off" || value === "on" ? value : "hover";
}

/** `netstackLens.codeLens`, as it is for a file: whether there are actions above settings. */
export function showsCodeLens(file: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, file).get<boolean>("codeLens") === true;
}

/** `netstackLens.links`, as it is for a file: whether keys link to the kernel's documents. */
export function showsLinks(file: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, file).get<boolean>("links") !== false;
}

/**
 * `netstackLens.liveValues`: whether the running machine is looked at. Whoever says no is heard: no workspace turns on
 * what its user has turned off.
 */
export function showsLiveValues(): boolean {
  const chosen = vscode.workspace.getConfiguration(section).inspect<boolean>("liveValues");
  return (
    vscode.workspace.getConfiguration(section).get<boolean>("liveValues") !== false && chosen?.globalValue !== false
  );
}

/** Calls `listener` whenever one of our settings changed. */
export function onSettingsChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) listener();
  });
}

/** The same as an event. */
export const settingsChanges: vscode.Event<void> = (listener) => onSettingsChange(() => void listener());
