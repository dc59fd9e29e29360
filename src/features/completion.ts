import * as vscode from "vscode";
import { completeSysctl, type Completion } from "../core/complete/completeSysctl";
import { explainKey } from "../core/explain/explainKey";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion } from "../core/knowledge/types";
import { toHoverMarkdown, toRange } from "./convert";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { contentLanguage } from "./settings";

const kinds = {
  key: vscode.CompletionItemKind.Property,
  directory: vscode.CompletionItemKind.Folder,
  value: vscode.CompletionItemKind.Value,
} as const satisfies Record<Completion["kind"], vscode.CompletionItemKind>;

/** An item that knows what to explain when it is looked at. */
export class CompletionItem extends vscode.CompletionItem {
  constructor(
    readonly completion: Completion,
    readonly kernel: KernelVersion,
    line: number,
  ) {
    super(completion.text, kinds[completion.kind]);
    // Beside a key it would leave no room for the key itself; its explanation begins with it.
    if (completion.kind === "value") this.detail = completion.detail;
    this.sortText = String(completion.rank).padStart(5, "0");
    this.range = toRange(line, completion.replaces);
  }
}

/** The item with the explanation of its key. */
export async function explainItem(host: Host, item: vscode.CompletionItem): Promise<vscode.CompletionItem> {
  if (!(item instanceof CompletionItem) || item.completion.key === undefined) return item;
  const knowledge = await host.knowledge(contentLanguage());
  const explanation = explainKey(knowledge, parseSysctlName(item.completion.key), { kernel: item.kernel });
  if (explanation) item.documentation = toHoverMarkdown(explanation);
  return item;
}

/** Offers keys and values in sysctl.conf files. */
export const completion: Feature = (host) =>
  vscode.languages.registerCompletionItemProvider(
    { language: "sysctl" },
    {
      provideCompletionItems: (document, position) => guarded(host, () => itemsAt(host, document, position), []),
      resolveCompletionItem: (item) => guarded(host, () => explainItem(host, item), item),
    },
    ".",
    "/",
    "=",
    " ",
  );

async function itemsAt(
  host: Host,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<CompletionItem[]> {
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const { text } = document.lineAt(position.line);
  const completions = completeSysctl(text, position.character, knowledge, kernel);
  return completions.map((one) => new CompletionItem(one, kernel, position.line));
}
