import * as vscode from "vscode";
import { readSettings } from "../core/documents/settings";
import { textOf, type Setting } from "../core/documents/sysctlConf";
import { toDocumentRange } from "./convert";
import type { Feature } from "./host";

/** Other languages have an outline of their own; TuneD's profiles have no language. */
const selector: vscode.DocumentSelector = [{ language: "sysctl" }, { pattern: "**/tuned.conf" }];

/** The settings of a file in the outline and in "Go to Symbol". */
export const symbols: Feature = () =>
  vscode.languages.registerDocumentSymbolProvider(selector, {
    provideDocumentSymbols: (document) => {
      const text = document.getText();
      const { dialect, lines } = readSettings(text);
      const found = Array.from(lines).flatMap((line) =>
        line.kind === "assignment" || line.kind === "exclusion" ? [symbolOf(document, text, line)] : [],
      );
      return dialect === "tuned" ? grouped("[sysctl]", found) : found;
    },
  });

function symbolOf(document: vscode.TextDocument, text: string, setting: Setting): vscode.DocumentSymbol {
  const { key } = setting;
  const value = setting.kind === "assignment" ? setting.value : undefined;
  const detail = value ? textOf(text, value) : "";
  const whole = toDocumentRange(document, { start: key.start, end: value?.end ?? key.end });
  return new vscode.DocumentSymbol(
    textOf(text, key),
    detail,
    vscode.SymbolKind.Property,
    whole,
    toDocumentRange(document, key),
  );
}

function grouped(name: string, symbols: vscode.DocumentSymbol[]): vscode.DocumentSymbol[] {
  const [first, last] = [symbols[0], symbols.at(-1)];
  if (!first || !last) return [];
  const whole = first.range.union(last.range);
  const group = new vscode.DocumentSymbol(name, "", vscode.SymbolKind.Namespace, whole, first.selectionRange);
  group.children = symbols;
  return [group];
}
