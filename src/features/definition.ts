import * as vscode from "vscode";
import { mentionAt } from "../core/documents/mentions";
import { locate } from "../core/documents/locate";
import { parseSysctlLine, type Span } from "../core/documents/sysctlConf";
import { definitionsOf, describeDefinitions } from "../core/diagnose/workspace/definitions";
import type { FileSetting } from "../core/diagnose/workspace/machine";
import { inlineCode } from "../core/explain/markdown";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { toRange } from "./convert";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { hoverLength } from "./settings";
import { fileOf } from "./settingsIndex";

/**
 * Goes from a key to the lines of the workspace that set it, the one that counts first; the hover says which that is,
 * once the files have been read for something else.
 */
export const definition: Feature = (host) =>
  vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(
      { scheme: "*" },
      { provideDefinition: (document, position) => guarded(host, () => linksAt(host, document, position), undefined) },
    ),
    vscode.languages.registerHoverProvider(
      { scheme: "*" },
      { provideHover: (document, position) => guarded(host, () => hoverAt(host, document, position), undefined) },
    ),
  );

async function linksAt(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.LocationLink[] | undefined> {
  const span = keyAt(document, position);
  if (!span) return undefined;
  const { lines } = definitionsOf(await host.settingsIndex.summaries(), keyIn(document, position, span), fileOf(document.uri)); // prettier-ignore
  const own = fileOf(document.uri);
  // The line itself is no answer.
  const others = lines.filter(({ summary, setting }) => summary.file !== own || setting.line !== position.line + 1);
  return others.map((line) => ({
    originSelectionRange: toRange(position.line, span),
    targetUri: host.settingsIndex.uriOf(line.summary.file),
    targetRange: rangeOf(line),
  }));
}

async function hoverAt(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const summaries = host.settingsIndex.current();
  const span = summaries && hoverLength(document.uri) !== "off" ? keyAt(document, position) : undefined;
  if (!summaries || !span) return undefined;
  const { knowledge } = await knowledgeFor(host, document.uri);
  const definitions = definitionsOf(summaries, keyIn(document, position, span), fileOf(document.uri));
  const text = describeDefinitions(definitions, knowledge, (line, name) =>
    linkTo(host.settingsIndex.uriOf(line.summary.file), line, name),
  );
  return text === undefined ? undefined : new vscode.Hover(new vscode.MarkdownString(text), toRange(position.line, span)); // prettier-ignore
}

/** The key at a place; values and comments have none. */
function keyAt(document: vscode.TextDocument, { line, character }: vscode.Position): Span | undefined {
  const { text } = document.lineAt(line);
  if (document.languageId !== "sysctl") return mentionAt(text, character);
  const hit = locate(text, parseSysctlLine(text), character);
  return hit?.part === "key" ? hit.span : undefined;
}

function keyIn(document: vscode.TextDocument, { line }: vscode.Position, span: Span): string {
  return parseSysctlName(document.lineAt(line).text.slice(span.start, span.end)).dotted;
}

function rangeOf({ setting: { line, column, span } }: FileSetting): vscode.Range {
  return toRange(line - 1, { start: column - 1, end: column - 1 + span.end - span.start });
}

function linkTo(file: vscode.Uri, { setting }: FileSetting, name: string): string {
  const uri = file.with({ fragment: `L${setting.line}` });
  return `[${inlineCode(name)}](${uri.toString().replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"))})`;
}
