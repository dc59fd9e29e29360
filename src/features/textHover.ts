import * as vscode from "vscode";
import { mentionAt } from "../core/documents/mentions";
import { cellAt, fieldOf, findDumps, type DumpRegion } from "../core/dumps/findDumps";
import { explainField } from "../core/explain/explainField";
import { explainKey } from "../core/explain/explainKey";
import type { Explanation } from "../core/explain/explanation";
import { explainValue } from "../core/explain/explainValue";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { toDocumentRange, toHoverMarkdown, toRange } from "./convert";
import type { Feature, Host } from "./host";
import { contentLanguage, hoverLength } from "./settings";

/** Larger texts are not searched for dumps: a hover must not keep the editor waiting. */
const largestText = 16 * 1024 * 1024;

/** Explains sysctl keys and pasted dumps in files of any other kind. */
export const textHover: Feature = (host) => {
  const dumps = new DumpCache();
  return vscode.languages.registerHoverProvider(
    { scheme: "*" },
    {
      provideHover: async (document, position) => {
        try {
          if (hoverLength(document.uri) === "off") return undefined;
          return (await mentionHover(host, document, position)) ?? (await dumpHover(host, dumps, document, position));
        } catch (error) {
          host.logError(error);
          return undefined;
        }
      },
    },
  );
};

async function mentionHover(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  // Its own language has a hover of its own.
  if (document.languageId === "sysctl") return undefined;
  const { text } = document.lineAt(position.line);
  const hit = mentionAt(text, position.character);
  if (!hit) return undefined;
  const [knowledge, kernel] = await Promise.all([host.knowledge(contentLanguage()), host.kernel(document.uri)]);
  const { mention, span, word } = hit;
  const name = parseSysctlName(text.slice(mention.key.start, mention.key.end));
  const options = { kernel, length: hoverLength(document.uri) === "short" ? ("short" as const) : ("full" as const) };
  const explanation =
    word === undefined || !mention.value
      ? explainKey(knowledge, name, options)
      : explainValue(knowledge, name, text.slice(mention.value.start, mention.value.end), word, options);
  return explanation && hoverOf(explanation, toRange(position.line, span));
}

async function dumpHover(
  host: Host,
  dumps: DumpCache,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const at = document.offsetAt(position);
  const region = dumps.regionAt(document, at);
  if (!region) return undefined;
  const text = document.getText();
  const cell = cellAt(text, region, at);
  if (!cell) return undefined;
  const [knowledge, kernel] = await Promise.all([host.knowledge(contentLanguage()), host.kernel(document.uri)]);
  const hit = fieldOf(cell, knowledge.dumps());
  const span = [cell.value, cell.label].find((one) => one && one.start <= at && at <= one.end);
  if (!hit || !span) return undefined;
  const value = cell.value && text.slice(cell.value.start, cell.value.end);
  return hoverOf(explainField(knowledge, hit, { kernel, value }), toDocumentRange(document, span));
}

/** Where the dumps of a text stand, found once for each state of it. */
class DumpCache {
  readonly #found = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly regions: readonly DumpRegion[] }
  >();

  regionAt(document: vscode.TextDocument, at: number): DumpRegion | undefined {
    let found = this.#found.get(document);
    if (found?.version !== document.version) {
      const text = document.getText();
      found = { version: document.version, regions: text.length > largestText ? [] : [...findDumps(text)] };
      this.#found.set(document, found);
    }
    return found.regions.find(({ span }) => span.start <= at && at <= span.end);
  }
}

function hoverOf(explanation: Explanation, range: vscode.Range): vscode.Hover {
  return new vscode.Hover(toHoverMarkdown(explanation), range);
}
