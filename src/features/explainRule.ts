import * as vscode from "vscode";
import type { Rule } from "../core/knowledge/types";
import { titleOf } from "../core/diagnose/finding";
import { stripMarkdown } from "../core/explain/markdown";
import type { Feature, Host } from "./host";
import { contentLanguage } from "./settings";

const scheme = "netstack-lens-rule";
const command = "netstackLens.explainRule";

/** Command "Explain Rule…", which the code of each finding leads to: why a rule speaks and what to do. */
export const explainRule: Feature = (host) =>
  vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async (uri) => {
        const rule = await findRule(host, uri.path.slice(1, -".md".length));
        return rule ? `# ${rule.code}\n\n${titleOf(rule)}\n\n${rule.page}\n` : "";
      },
    }),
    vscode.commands.registerCommand("netstackLens.explainRule", async (code: unknown) => {
      const chosen = typeof code === "string" ? code : await pick(await rulesOf(host));
      if (chosen === undefined) return;
      if (!(await findRule(host, chosen))) {
        void vscode.window.showWarningMessage(vscode.l10n.t("There is no rule {0}.", chosen));
        return;
      }
      await vscode.commands.executeCommand("markdown.showPreview", uriOfRule(chosen));
    }),
  );

/** The page of a rule as a document. */
function uriOfRule(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code}.md` });
}

/** Leads from a finding to the page of its rule. */
export function linkToRule(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme: "command", path: command, query: JSON.stringify([code]) });
}

/** The rule's code of a finding that is shown. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === "object" ? String(code.value) : String(code ?? "");
}

async function rulesOf(host: Host): Promise<readonly Rule[]> {
  return (await host.knowledge(contentLanguage())).data.rules;
}

async function findRule(host: Host, code: string): Promise<Rule | undefined> {
  return (await rulesOf(host)).find((rule) => rule.code === code);
}

async function pick(rules: readonly Rule[]): Promise<string | undefined> {
  const items = rules.map(({ code, message }) => ({ label: code, description: stripMarkdown(titleOf({ message })) }));
  const placeHolder = vscode.l10n.t("Code of a rule, or words from what it says");
  return (await vscode.window.showQuickPick(items, { matchOnDescription: true, placeHolder }))?.label;
}
