import type * as vscode from "vscode";
import { isReadme, mayHoldSettings } from "../core/documents/settings";

/** Larger texts of other languages are generated, and nobody waits for what is wrong in them. */
const largestText = 2 * 1024 * 1024;

/** What a file of a language is called where its own name does not say it. */
const namesOfLanguages: Readonly<Record<string, string>> = {
  markdown: "text.md",
  yaml: "text.yaml",
  dockercompose: "text.yaml",
  "github-actions-workflow": "text.yaml",
  ansible: "text.yaml",
  helm: "text.yaml",
  shellscript: "text.sh",
  dockerfile: "Dockerfile",
  makefile: "Makefile",
  toml: "text.toml",
  terraform: "text.tf",
  nix: "text.nix",
  ruby: "text.rb",
  puppet: "text.pp",
  python: "text.py",
  jsonc: "text.jsonc",
  json: "text.json",
};

/** A document in which settings are judged, by the name that tells how they are written there. */
export interface SettingsFile {
  readonly file: string | undefined;
}

/** How settings are written in a document; `undefined` where none are looked for. */
export function settingsFileOf(document: vscode.TextDocument): SettingsFile | undefined {
  const { path, scheme } = document.uri;
  // Its language may have been chosen by hand, whatever the name says.
  if (document.languageId === "sysctl") return { file: isReadme(path) ? path : undefined };
  // Virtual documents are somebody's rendering of something, not a file to mend.
  if (scheme === "output" || scheme === "git" || scheme.startsWith("netstack-lens")) return undefined;
  const file = scheme !== "untitled" && mayHoldSettings(path) ? path : namesOfLanguages[document.languageId];
  return file !== undefined && document.getText().length <= largestText ? { file } : undefined;
}
