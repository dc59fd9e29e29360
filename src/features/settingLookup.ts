import * as vscode from "vscode";
import { findEmbeddedSettings, linesAround } from "../core/documents/embeddedSettings";
import { elementAt, type SettingElement } from "../core/documents/settings";
import { keyOf, valueOf, type Assignment } from "../core/documents/sysctlConf";
import { findYamlSettings } from "../core/documents/yamlSettings";
import { isYaml } from "../core/documents/yamlText";
import { toDocumentRange } from "./convert";

/** Larger texts are read around the mouse only: a hover must not keep the editor waiting. */
const largestYaml = 1024 * 1024;

/** Lines of generated files may be endless. */
const largestSurroundings = 100_000;

/** What stands further right is no setting a person wrote. */
const longestLine = 2000;

/** What stands under the mouse: a key, or one word of the value a key is given. */
export type SettingHit =
  | { readonly key: string; readonly range: vscode.Range; readonly value?: undefined }
  | { readonly key: string; readonly range: vscode.Range; readonly value: string; readonly word: number };

/** Finds settings in documents of other syntaxes; YAML is parsed once for each state of a document. */
export class SettingLookup {
  readonly #found = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly settings: readonly Assignment[] }
  >();

  /** The element of a setting at a place; `undefined` where there is none. */
  at(document: vscode.TextDocument, position: vscode.Position): SettingHit | undefined {
    const isWhole = isYaml(`${document.lineAt(0).text}\n`, document.uri.path, document.languageId);
    const text = isWhole ? document.getText() : "";
    if (!isWhole || text.length > largestYaml) return this.#around(document, position);
    let found = this.#found.get(document);
    if (found?.version !== document.version) {
      found = { version: document.version, settings: findYamlSettings(text) };
      this.#found.set(document, found);
    }
    return hitOf(document, text, 0, elementAt(text, found.settings, document.offsetAt(position)));
  }

  /** A value may stand below its key, so a few lines around are read. */
  #around(document: vscode.TextDocument, position: vscode.Position): SettingHit | undefined {
    const first = new vscode.Position(Math.max(0, position.line - linesAround), 0);
    const last = document.validatePosition(new vscode.Position(position.line + linesAround, longestLine));
    const text = document.getText(new vscode.Range(first, last));
    if (text.length > largestSurroundings) return undefined;
    const base = document.offsetAt(first);
    return hitOf(document, text, base, elementAt(text, findEmbeddedSettings(text), document.offsetAt(position) - base));
  }
}

function hitOf(
  document: vscode.TextDocument,
  text: string,
  base: number,
  element: SettingElement | undefined,
): SettingHit | undefined {
  if (!element) return undefined;
  const { setting, span, word } = element;
  const range = toDocumentRange(document, { start: span.start + base, end: span.end + base });
  const key = keyOf(text, setting);
  return word === undefined ? { key, range } : { key, range, value: valueOf(text, setting), word };
}
