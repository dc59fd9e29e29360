import * as vscode from "vscode";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { settingsOf } from "./documentSettings";
import type { Feature, Host } from "./host";

/** Documents to try things on, for those who have no file at hand: without a name, to be changed at will. */
export const samples: Feature = (host) => {
  const tuning = createSample(host, ["sysctl.d", "99-tuning.conf"], "sysctl");
  const workflow = createSample(host, [".github", "workflows", "sysctl.yaml"], "yaml");
  return vscode.Disposable.from(
    vscode.commands.registerCommand("netstackLens.openSample", async (key: unknown, isPlayed: unknown) => {
      const document = await tuning();
      const setting = typeof key === "string" ? settingsOf(document).find((one) => isSame(one.key, key)) : undefined;
      const at = document.positionAt(setting?.keySpan.start ?? 0);
      await show(document, new vscode.Range(at, at));
      const args = { file: document.uri.toString(), ...(typeof key === "string" && { key }) };
      if (isPlayed === true) await vscode.commands.executeCommand("netstackLens.openFileInSimulator", args);
    }),
    vscode.commands.registerCommand("netstackLens.newWorkflow", async () => {
      await show(await workflow());
    }),
  );
};

/** Opens a file of the sample workspace as a document of its own, which is the same until it is closed. */
function createSample(host: Host, place: readonly string[], language: string): () => Promise<vscode.TextDocument> {
  let document: vscode.TextDocument | undefined;
  return async () => {
    if (document && !document.isClosed) return document;
    const file = vscode.Uri.joinPath(host.extensionUri, "content", "sample", ...place);
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    document = await vscode.workspace.openTextDocument({ language, content });
    return document;
  };
}

function isSame(key: string, other: string): boolean {
  return parseSysctlName(key).dotted === parseSysctlName(other).dotted;
}

/** Where it is on the screen already, if it is; beside a walkthrough, so that its next step can be read. */
async function show(document: vscode.TextDocument, selection?: vscode.Range): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  // Pages of the editor itself are of no kind that extensions know.
  const otherwise = activeTab && activeTab.input === undefined ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  await vscode.window.showTextDocument(document, {
    viewColumn: shown ?? otherwise,
    ...(selection && { selection }),
  });
}
