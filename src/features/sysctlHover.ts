import * as vscode from "vscode";
import { locate } from "../core/documents/locate";
import { parseSysctlLine, textOf } from "../core/documents/sysctlConf";
import { explainKey } from "../core/explain/explainKey";
import { explainValue } from "../core/explain/explainValue";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { toHoverMarkdown, toRange } from "./convert";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { hoverLength } from "./settings";
import { withLiveNote } from "./live/liveValue";
import { withSimulateDoor } from "./simulation/simulateDoor";

/** Explains the key or the value under the mouse in sysctl.conf and sysctl.d files. */
export const sysctlHover: Feature = (host) =>
  vscode.languages.registerHoverProvider(
    { language: "sysctl" },
    {
      provideHover: (document, position) => guarded(host, () => explainAt(host, document, position), undefined),
    },
  );

async function explainAt(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const length = hoverLength(document.uri);
  if (length === "off") return undefined;

  // Lines of a sysctl.conf stand alone, so the rest of the file need not be looked at.
  const { text } = document.lineAt(position.line);
  const hit = locate(text, parseSysctlLine(text), position.character);
  if (!hit) return undefined;

  const { knowledge, kernel } = await knowledgeFor(host, document.uri);
  const name = parseSysctlName(textOf(text, hit.setting.key));
  const explanation =
    hit.part === "value" && hit.setting.kind === "assignment"
      ? explainValue(knowledge, name, textOf(text, hit.setting.value), hit.word, { kernel, length })
      : explainKey(knowledge, name, { kernel, length, excluded: hit.setting.kind === "exclusion" });
  if (!explanation) return undefined;
  const written = hit.setting.kind === "assignment" ? textOf(text, hit.setting.value) : undefined;
  const noted = await withLiveNote(host, explanation, { name: name.dotted, written });
  const whole = written === undefined ? noted : await withSimulateDoor(host, document, name.dotted, noted);
  return new vscode.Hover(toHoverMarkdown(whole), toRange(position.line, hit.span));
}
