import * as vscode from "vscode";
import { completeSysctl, type Completion } from "../core/complete/completeSysctl";
import { explainKey } from "../core/explain/explainKey";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion } from "../core/knowledge/types";
import { toHoverMarkdown, toRange } from "./convert";
import { guarded, knowledgeFor, type Feature, type Host } from "./host";
import { contentLanguage } from "./settings";

/** An item that knows what to explain when it is looked at. */
class Item extends vscode.CompletionItem {
  constructor(
    readonly completion: Completion,
    readonly kernel: KernelVersion | undefined,
    line: number,
  ) {
    super(
      completion.text,
      completion.kind === "key" ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value,
    );
    // Beside a key it would leave no room for the key itself; its explanation begins with it.
    if (completion.kind === "value") this.detail = completion.detail;
    this.sortText = String(completion.rank).padStart(5, "0");
    this.range = toRange(line, completion.replaces);
  }
}

/** Offers keys and values in sysctl.conf files. */
export const completion: Feature = (host) =>
  vscode.languages.registerCompletionItemProvider(
    { language: "sysctl" },
    {
      provideCompletionItems: (document, position) => guarded(host, () => itemsAt(host, document, position), []),
      resolveCompletionItem: async (item) => {
        if (item instanceof Item && item.completion.kind === "key") {
          const knowledge = await host.knowledge(contentLanguage());
          const name = parseSysctlName(item.completion.text);
          const explanation = explainKey(knowledge, name, { kernel: item.kernel });
          if (explanation) item.documentation = toHoverMarkdown(explanation);
        }
        return item;
      },
    },
    ".",
    "/",
    "=",
    " ",
  );

async function itemsAt(host: Host, document: vscode.TextDocument, position: vscode.Position): Promise<Item[]> {
  const { knowledge, kernel } = await knowledgeFor(host, document.uri);
  const { text } = document.lineAt(position.line);
  const completions = completeSysctl(text, position.character, knowledge, kernel ?? knowledge.data.newestKernel);
  return completions.map((one) => new Item(one, kernel, position.line));
}
