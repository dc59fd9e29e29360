import * as vscode from "vscode";
import { readSettings } from "../core/documents/settings";
import { textOf } from "../core/documents/sysctlConf";
import { toDocumentRange } from "./convert";
import type { Feature } from "./host";

/** The settings of a file in the outline and in "Go to Symbol". */
export const symbols: Feature = () =>
  vscode.languages.registerDocumentSymbolProvider(
    { language: "sysctl" },
    {
      provideDocumentSymbols: (document) => {
        const text = document.getText();
        const found: vscode.DocumentSymbol[] = [];
        for (const line of readSettings(text).lines) {
          if (line.kind !== "assignment" && line.kind !== "exclusion") continue;
          const detail = line.kind === "assignment" ? textOf(text, line.value) : "";
          const whole = toDocumentRange(document, { start: line.key.start, end: line.kind === "assignment" ? line.value.end : line.key.end }); // prettier-ignore
          const key = toDocumentRange(document, line.key);
          found.push(new vscode.DocumentSymbol(textOf(text, line.key), detail, vscode.SymbolKind.Property, whole, key));
        }
        return found;
      },
    },
  );
