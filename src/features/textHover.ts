import * as vscode from "vscode";
import { mentionAt } from "../core/documents/mentions";
import { cellAt, fieldOf, findDumps, type DumpRegion } from "../core/dumps/findDumps";
import { explainField } from "../core/explain/explainField";
import { explainKey } from "../core/explain/explainKey";
import { explainValue } from "../core/explain/explainValue";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { toDocumentRange, toHoverMarkdown, toRange } from "./convert";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { SettingLookup, type SettingHit } from "./settingLookup";
import { settingsOf } from "./documentSettings";
import { hoverLength } from "./settings";
import { withLiveNote } from "./live/liveValue";
import { withSimulateDoor } from "./simulation/simulateDoor";

/** Larger texts are not searched for dumps: a hover must not keep the editor waiting. */
const largestText = 16 * 1024 * 1024;

/** Explains sysctl keys and pasted dumps in files of any other kind. */
export const textHover: Feature = (host) => {
  const dumps = new DumpCache();
  const settings = new SettingLookup();
  return vscode.languages.registerHoverProvider(
    { scheme: "*" },
    {
      provideHover: (document, position) =>
        guarded(
          host,
          async () => {
            const length = hoverLength(document.uri);
            if (length === "off") return undefined;
            const setting = await settingHover(host, settings, document, position, length);
            return setting ?? (await dumpHover(host, dumps, document, position, length));
          },
          undefined,
        ),
    },
  );
};

async function settingHover(
  host: Host,
  settings: SettingLookup,
  document: vscode.TextDocument,
  position: vscode.Position,
  length: "full" | "short",
): Promise<vscode.Hover | undefined> {
  // Its own language has a hover of its own.
  if (document.languageId === "sysctl") return undefined;
  const hit = keyAt(document, position) ?? settings.at(document, position);
  if (!hit) return undefined;
  const { knowledge, kernel } = await knowledgeFor(host, document.uri);
  const name = parseSysctlName(hit.key);
  const options = { kernel, length };
  const explanation =
    hit.value === undefined
      ? explainKey(knowledge, name, options)
      : explainValue(knowledge, name, hit.value, hit.word, options);
  if (!explanation) return undefined;
  const setting = hit.value === undefined ? settingsOf(document).findLast(({ key }) => key === hit.key) : undefined;
  const written = hit.value ?? setting?.value?.text;
  const noted = await withLiveNote(host, explanation, { name: name.dotted, written });
  const isSet = hit.value !== undefined || setting !== undefined;
  const whole = isSet ? await withSimulateDoor(host, document, name.dotted, noted) : noted;
  return new vscode.Hover(toHoverMarkdown(whole), hit.range);
}

function keyAt(document: vscode.TextDocument, { line, character }: vscode.Position): SettingHit | undefined {
  const { text } = document.lineAt(line);
  const hit = mentionAt(text, character);
  return hit && { key: text.slice(hit.start, hit.end), range: toRange(line, hit) };
}

async function dumpHover(
  host: Host,
  dumps: DumpCache,
  document: vscode.TextDocument,
  position: vscode.Position,
  length: "full" | "short",
): Promise<vscode.Hover | undefined> {
  const at = document.offsetAt(position);
  const region = dumps.regionAt(document, at);
  if (!region) return undefined;
  const text = document.getText();
  const cell = cellAt(text, region, at);
  if (!cell) return undefined;
  const { knowledge, kernel } = await knowledgeFor(host, document.uri);
  const hit = fieldOf(cell, knowledge.dumps());
  const span = [cell.value, cell.label].find((one) => one && one.start <= at && at <= one.end);
  if (!hit || !span) return undefined;
  const value = cell.value && text.slice(cell.value.start, cell.value.end);
  const explanation = await withLiveNote(host, explainField(knowledge, hit, { kernel, length, value }), { hit });
  return new vscode.Hover(toHoverMarkdown(explanation), toDocumentRange(document, span));
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
