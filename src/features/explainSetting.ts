import * as vscode from "vscode";
import { explainField } from "../core/explain/explainField";
import { explainKey } from "../core/explain/explainKey";
import { toMarkdown, type Explanation } from "../core/explain/explanation";
import { stripMarkdown } from "../core/explain/markdown";
import { qualifiedNameOf } from "../core/knowledge/dumpIndex";
import type { Knowledge } from "../core/knowledge/knowledge";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { Feature, Host } from "./host";
import { withLiveNote } from "./live/liveValue";
import { contentLanguage } from "./settings";

const scheme = "netstack-lens";

/** Command "Explain Setting or Counter…": everything we know, found by name or by what it is about. */
export const explainSetting: Feature = (host) => {
  const askedAgain = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    askedAgain,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: askedAgain.event,
      provideTextDocumentContent: async (uri) => {
        const name = decodeURIComponent(uri.query);
        const explanation = await explain(host, name);
        return explanation ? toMarkdown(await withLiveNote(host, explanation, { name })) : "";
      },
    }),
    vscode.commands.registerCommand("netstackLens.explain", async (name: unknown, place: unknown) => {
      const chosen = typeof name === "string" ? name : await pick(await host.knowledge(contentLanguage()));
      if (chosen === undefined) return;
      if (!(await explain(host, chosen))) {
        void vscode.window.showWarningMessage(vscode.l10n.t("Nothing is known of {0}.", chosen));
        return;
      }
      // The title of the preview is the last part of the path.
      const title = chosen.replace(/[^\w.*-]+/g, "_");
      const uri = vscode.Uri.from({ scheme, path: `/${title}.md`, query: encodeURIComponent(chosen) });
      // What this machine has now may be another value than the last time.
      askedAgain.fire(uri);
      await vscode.commands.executeCommand(
        place === "beside" ? "markdown.showPreviewToSide" : "markdown.showPreview",
        uri,
      );
    }),
  );
};

/** What is known of a key or a counter. */
export async function explain(host: Host, name: string): Promise<Explanation | undefined> {
  const knowledge = await host.knowledge(contentLanguage());
  const kernel = vscode.window.activeTextEditor && (await host.kernel(vscode.window.activeTextEditor.document.uri));
  const key = explainKey(knowledge, parseSysctlName(name), { kernel });
  if (key) return key;
  const [hit] = knowledge.dumps().find(name);
  return hit && explainField(knowledge, hit, { kernel });
}

async function pick(knowledge: Knowledge): Promise<string | undefined> {
  const keys = knowledge.data.sysctls.map(({ name, summary }) => ({
    label: name,
    description: stripMarkdown(summary),
  }));
  const fields = knowledge.dumps().all().flatMap((dump) =>
    dump.fields.map((field) => ({ label: qualifiedNameOf({ dump, field }), description: stripMarkdown(field.summary) })),
  ); // prettier-ignore
  const picked = await vscode.window.showQuickPick([...keys, ...fields], {
    matchOnDescription: true,
    placeHolder: vscode.l10n.t("Name of a sysctl or counter, or words from what it is about"),
  });
  return picked?.label;
}
