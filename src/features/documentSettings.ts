import type * as vscode from "vscode";
import { mayNameKeys } from "../core/explain/keyLinks";
import { isReadme, mayHoldSettings, readSettings } from "../core/documents/settings";
import { keyOf, textOf, type Span } from "../core/documents/sysctlConf";
import { isTunedProfile } from "../core/documents/tunedProfile";

/** Larger texts, in characters, are not read at every change: what a person wrote is smaller, and typing must not wait. */
export const largestRead = 512 * 1024;

const profile = "tuned.conf";

/** A text without a name of its own is read as a file of this name. */
const nameByLanguage: Readonly<Record<string, string>> = {
  dockercompose: "compose.yaml",
  dockerfile: "Dockerfile",
  "github-actions-workflow": "workflow.yaml",
  ini: profile,
  json: "text.json",
  jsonc: "text.jsonc",
  makefile: "Makefile",
  markdown: "text.md",
  nix: "text.nix",
  plaintext: "text.txt",
  properties: profile,
  puppet: "text.pp",
  python: "text.py",
  ruby: "text.rb",
  shellscript: "text.sh",
  terraform: "text.tf",
  toml: "text.toml",
  yaml: "text.yaml",
};

/** The name of the file a document is read as; `undefined` where no settings are looked for. */
export function settingsFile({ languageId, uri }: vscode.TextDocument): string | undefined {
  if (languageId === "sysctl") return isReadme(uri.path) ? uri.path : "sysctl.conf";
  return mayHoldSettings(uri.path) ? uri.path : nameByLanguage[languageId];
}

/** The name a document is judged as; `undefined` where its settings are none to mend. */
export function judgedFile(document: vscode.TextDocument): string | undefined {
  const { languageId, uri } = document;
  if (renderings.test(uri.scheme)) return undefined;
  const file = settingsFile(document);
  if (file === undefined || languageId === "sysctl") return file;
  if (document.getText().length > largestRead) return undefined;
  if (mayHoldSettings(uri.path)) return file;
  // Most files of such a language configure something else.
  return file !== profile || isTunedProfile(document.getText()) ? file : undefined;
}

/** Documents that show something of somebody, not a file. */
const renderings = /^(?:output|git|netstack-(?:lens.*|sim|live))$/;

/** A value given to a key, as text and with its place in the document. */
export interface DocumentValue extends Span {
  readonly key: string;
  readonly text: string;
}

/** One setting of a document; an exclusion has no value. */
export interface DocumentSetting {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DocumentValue | undefined;
}

const read = new WeakMap<
  vscode.TextDocument,
  { readonly version: number; readonly settings: readonly DocumentSetting[] }
>();

/** The settings of a document in their order, read once for each state of it; none of a very large one. */
export function settingsOf(document: vscode.TextDocument): readonly DocumentSetting[] {
  const known = read.get(document);
  if (known?.version === document.version) return known.settings;
  const settings = readDocument(document);
  read.set(document, { version: document.version, settings });
  return settings;
}

function readDocument(document: vscode.TextDocument): readonly DocumentSetting[] {
  const file = settingsFile(document);
  if (file === undefined) return [];
  const text = document.getText();
  if (text.length > largestRead || !mayNameKeys(text)) return [];
  const settings: DocumentSetting[] = [];
  for (const setting of readSettings(text, file).lines) {
    if (setting.kind !== "assignment" && setting.kind !== "exclusion") continue;
    const key = keyOf(text, setting);
    const value =
      setting.kind === "assignment" ? { key, text: textOf(text, setting.value), ...setting.value } : undefined;
    settings.push({ key, keySpan: setting.key, value });
  }
  return settings;
}
