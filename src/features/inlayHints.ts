import * as vscode from "vscode";
import { explainValue } from "../core/explain/explainValue";
import { readingsOf } from "../core/explain/valueReadings";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { toHoverMarkdown } from "./convert";
import { settingsOf, type DocumentValue } from "./documentSettings";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { contentLanguage, inlayHintsMode, onSettingsChange } from "./settings";

/** A hint that knows which word of which value it reads. */
class ReadingHint extends vscode.InlayHint {
  override readonly paddingLeft = true;

  constructor(
    position: vscode.Position,
    text: string,
    readonly file: vscode.Uri,
    readonly value: DocumentValue,
    readonly word: number,
  ) {
    super(position, text);
  }
}

/** Writes the human reading of a figure behind it: `212992 208 KiB`. */
export const inlayHints: Feature = (host) => {
  const changed = new vscode.EventEmitter<void>();
  const seen = new SeenSettings();
  const look = (editors: readonly vscode.TextEditor[]): void => {
    const changes = editors.map((editor) => inlayHintsMode(editor.document.uri) === "hover" && seen.changeIn(editor));
    if (changes.includes(true)) changed.fire();
  };
  return vscode.Disposable.from(
    changed,
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => look([textEditor])),
    vscode.window.onDidChangeVisibleTextEditors(look),
    onSettingsChange(() => changed.fire()),
    vscode.languages.registerInlayHintsProvider(
      { scheme: "*" },
      {
        onDidChangeInlayHints: changed.event,
        provideInlayHints: (document, range) => guarded(host, () => hintsIn(host, document, range), []),
        resolveInlayHint: (hint) =>
          guarded(host, async () => (hint instanceof ReadingHint ? await explained(host, hint) : hint), hint),
      },
    ),
  );
};

async function hintsIn(host: Host, document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
  const mode = inlayHintsMode(document.uri);
  if (mode === "off") return [];
  const shown = valuesIn(document, [range]);
  if (shown.length === 0) return [];
  const seen = new Set(mode === "on" ? shown : valuesIn(document, cursorLines(visibleEditorsOf(document))));
  if (seen.size === 0) return [];
  const knowledge = await host.knowledge(contentLanguage());
  // Several keys may take one value, by an anchor or a loop.
  const hints = new Map<number, vscode.InlayHint>();
  for (const one of shown.filter((value) => seen.has(value))) {
    for (const { word, span, text } of readingsOf(knowledge, parseSysctlName(one.key), one.text)) {
      const at = one.start + span.end;
      hints.set(at, new ReadingHint(document.positionAt(at), text, document.uri, one, word));
    }
  }
  return [...hints.values()];
}

async function explained(host: Host, hint: ReadingHint): Promise<vscode.InlayHint> {
  const { knowledge, kernel } = await knowledgeFor(host, hint.file);
  const { key, text } = hint.value;
  const explanation = explainValue(knowledge, parseSysctlName(key), text, hint.word, { kernel, length: "short" });
  if (explanation) hint.tooltip = toHoverMarkdown(explanation);
  return hint;
}

function visibleEditorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}

/** The lines with a cursor, each once. */
function cursorLines(editors: readonly vscode.TextEditor[]): readonly vscode.Range[] {
  const lines = new Set(editors.flatMap(({ selections }) => selections.map(({ active }) => active.line)));
  return [...lines].map((line) => new vscode.Range(line, 0, line + 1, 0));
}

/** The values that begin in one of `ranges`. */
function valuesIn(document: vscode.TextDocument, ranges: readonly vscode.Range[]): readonly DocumentValue[] {
  const spans = ranges.map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }));
  return settingsOf(document).flatMap(({ value }) =>
    value && spans.some(({ start, end }) => start <= value.start && value.start < end) ? [value] : [],
  );
}

/** Tells moves of a cursor that change which hints are to be seen. No other one may make the editor ask anew. */
class SeenSettings {
  readonly #last = new WeakMap<vscode.TextEditor, { readonly lines: string; readonly values: string }>();

  changeIn(editor: vscode.TextEditor): boolean {
    const ranges = cursorLines([editor]);
    const lines = ranges.map(({ start }) => start.line).join();
    const last = this.#last.get(editor);
    if (last?.lines === lines) return false;
    const values = valuesIn(editor.document, ranges).map(({ key, text }) => `${key}=${text}`).join("\n"); // prettier-ignore
    this.#last.set(editor, { lines, values });
    return values !== (last?.values ?? "");
  }
}
