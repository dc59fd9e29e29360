import * as vscode from "vscode";
import { begunValue, completeBegunKey } from "../core/complete/completeText";
import { completeValue } from "../core/complete/completeSysctl";
import { begunKey, begunYamlKey, linesLookedAt, type BegunKey, type TextKind } from "../core/complete/keyPlace";
import { linesAround } from "../core/documents/embeddedSettings";
import { mayNameKeys } from "../core/explain/keyLinks";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { CompletionItem, explainItem } from "./completion";
import { largestRead, settingsFile } from "./documentSettings";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";

/** Languages in which a bare word with dots may well be a key. */
const settingsLanguages: ReadonlySet<string> = new Set([
  "ansible", "dockercompose", "dockerfile", "github-actions-workflow", "helm", "ini", "makefile", "nix", "properties",
  "puppet", "saltstack", "sls", "shellscript", "terraform", "toml", "yaml",
]); // prettier-ignore
const proseLanguages: ReadonlySet<string> = new Set(["markdown", "plaintext", "restructuredtext", "asciidoc"]);
const yamlLanguages = /yaml|compose|ansible|helm|salt|sls|workflow/;

/** What gives a key its value stands left of the cursor, on this line. */
const mayGiveValue = /[=:]\s*["'`]?[^"'`=:]*$|\becho\s+["']?[^"'>|]*$/;
/** Further right nothing is typed that we know. */
const longestLine = 2000;

/** Offers keys and values in files of any other kind, where a key is begun and a value is given. */
export const textCompletion: Feature = (host) =>
  vscode.languages.registerCompletionItemProvider(
    { scheme: "*" },
    {
      provideCompletionItems: (document, position) => guarded(host, () => itemsAt(host, document, position), []),
      resolveCompletionItem: (item) => guarded(host, () => explainItem(host, item), item),
    },
    ".",
    "/",
    "=",
  );

async function itemsAt(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  // Its own language has completion of its own.
  if (document.languageId === "sysctl" || position.character > longestLine) return [];
  const before = document.lineAt(position.line).text.slice(0, position.character);
  const key = keyAt(document, position, before);
  return key ? keyItems(host, document, position, key) : valueItems(host, document, position, before);
}

function keyAt(document: vscode.TextDocument, position: vscode.Position, before: string): BegunKey | undefined {
  const { languageId } = document;
  const kind: TextKind = settingsLanguages.has(languageId)
    ? "settings"
    : proseLanguages.has(languageId)
      ? "prose"
      : "code";
  const key = begunKey(before, kind);
  if (key || !yamlLanguages.test(languageId)) return key;
  return begunYamlKey(before, linesAbove(document, position.line));
}

function* linesAbove(document: vscode.TextDocument, line: number): Generator<string> {
  for (let at = line - 1; at >= 0 && line - at <= linesLookedAt; at--) yield document.lineAt(at).text;
}

async function keyItems(
  host: Host,
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  key: BegunKey,
): Promise<vscode.CompletionItem[]> {
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const behind = /^[\w*-]*/.exec(document.lineAt(line).text.slice(character))?.[0].length ?? 0;
  const replaces = { start: key.start, end: character + behind };
  return completeBegunKey(key, replaces, knowledge, kernel).map((one) => new CompletionItem(one, kernel, line));
}

async function valueItems(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
  before: string,
): Promise<vscode.CompletionItem[]> {
  const file = settingsFile(document);
  if (file === undefined || !mayGiveValue.test(before) || !keysAround(document, position.line)) return [];
  const text = document.getText();
  const offset = document.offsetAt(position);
  const value = text.length > largestRead ? undefined : begunValue(text, offset, file);
  if (!value) return [];
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const entry = knowledge.find(parseSysctlName(value.key));
  if (!entry) return [];
  const lineStart = offset - position.character;
  const replaces = { start: value.span.start - lineStart, end: value.span.end - lineStart };
  const completions = completeValue(entry, value.word, replaces, knowledge, kernel);
  return completions.map((one) => new CompletionItem(one, kernel, position.line));
}

/** The value of a declaration may stand below its key or above it. */
function keysAround(document: vscode.TextDocument, line: number): boolean {
  const first = Math.max(0, line - linesAround);
  const last = document.validatePosition(new vscode.Position(line + linesAround, longestLine));
  return mayNameKeys(document.getText(new vscode.Range(new vscode.Position(first, 0), last)));
}
