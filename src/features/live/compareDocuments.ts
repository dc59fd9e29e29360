import * as vscode from "vscode";
import { compareWithHost, type Comparison } from "../../core/live/compareWithHost";
import { reportHost } from "../../core/live/reportHost";
import { sideOf } from "../../core/live/sides";
import { toMarkdown } from "../../core/explain/explanation";
import { inlineCode } from "../../core/explain/markdown";
import { settingsFile } from "../documentSettings";
import { explain } from "../explainSetting";
import { guarded, type Host } from "../host";
import { contentLanguage } from "../settings";
import { registerMadeFiles } from "../simulation/fileSystem";
import { reasonText, type RunningHost } from "./liveHost";
import { withLiveNote } from "./liveValue";

/** The scheme of everything that shows the running machine. */
export const liveScheme = "netstack-live";

/** So many documents are kept as they were made. */
const mostKept = 16;

/** What of a comparison a document shows: all of it, or one side as lines of settings. */
export type CompareView = "report" | "host" | "file";

/** The documents of comparisons: made from their address, so that they come back after a reload. */
export interface CompareDocuments extends vscode.Disposable {
  /** The address of a document, which is made anew from the file and the machine as they are now. */
  prepare(file: vscode.Uri, view: CompareView, hostName: string): vscode.Uri;
}

export function createCompareDocuments(host: Host): CompareDocuments {
  const kept = new Map<string, Promise<string>>();

  const shown = new Map<string, vscode.Uri>();

  function textOf(uri: vscode.Uri): Promise<string> {
    shown.set(uri.toString(), uri);
    const key = `${contentLanguage()} ${uri.toString()}`;
    const known = kept.get(key);
    if (known) return known;
    // What was refused may be allowed the next time.
    const text = guarded(host, () => make(host, uri), undefined).then((made) => {
      if (made === undefined || "refused" in made) kept.delete(key);
      return made === undefined ? "" : "refused" in made ? `${made.refused}\n` : made.text;
    });
    kept.set(key, text);
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
    return text;
  }

  const files = registerMadeFiles(liveScheme, textOf);
  const refresh = (uri: vscode.Uri): void => {
    for (const key of kept.keys()) if (key.endsWith(` ${uri.toString()}`)) kept.delete(key);
    files.refresh(uri);
  };
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => shown.forEach(refresh));
  return {
    prepare: (file, view, hostName) => {
      const uri = addressOf(file, view, hostName);
      refresh(uri);
      return uri;
    },
    dispose: () => {
      trusted.dispose();
      files.dispose();
    },
  };
}

/** The file stands in the query; the path is the title of the editor. */
function addressOf(file: vscode.Uri, view: CompareView, hostName: string): vscode.Uri {
  const [name, machine] = [nameOf(file), hostName].map((text) => text.replace(/[^\w. -]+/g, "_"));
  const query = new URLSearchParams([["file", file.toString()], ["view", view]]).toString(); // prettier-ignore
  return vscode.Uri.from({ scheme: liveScheme, path: view === "report" ? `/${name} - ${machine}.md` : `/${view}/${name}.sysctl`, query }); // prettier-ignore
}

type Made = { readonly text: string } | { readonly refused: string };

async function make(host: Host, uri: vscode.Uri): Promise<Made> {
  const running = host.live();
  if (typeof running === "string") return { refused: reasonText(running) };
  const name = /^\/explain\/(.+)\.md$/.exec(uri.path)?.[1];
  if (name !== undefined) return { text: toMarkdown(await withLiveNote(host, (await explain(host, name)) ?? [], { name })) }; // prettier-ignore
  const words = new URLSearchParams(uri.query);
  const [file, view] = [words.get("file"), words.get("view")];
  if (!file) return { text: "" };
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file));
  const comparison = await compareDocument(host, running, document);
  if (view === "host" || view === "file") return { text: sideOf(comparison.keys, view) };
  const knowledge = await host.knowledge(contentLanguage());
  return {
    text: reportHost(knowledge, comparison, {
      file: nameOf(document.uri),
      host: running.name,
      kernel: await kernelOf(host, running),
      readAt: new Date().toLocaleTimeString(contentLanguage()),
      keyLink,
      sideBySide: vscode.l10n.t("Compare This File with This Host Side by Side"),
    }),
  };
}

function keyLink(key: string): string {
  // A bracket would end the link.
  const name = encodeURIComponent(key).replaceAll("(", "%28").replaceAll(")", "%29");
  return `[${inlineCode(key)}](explain/${name}.md)`;
}

/** What a document sets beside what the running machine has. */
export async function compareDocument(
  host: Host,
  running: RunningHost,
  document: vscode.TextDocument,
): Promise<Comparison> {
  const file = settingsFile(document);
  if (file === undefined) return { keys: [], isCut: false };
  const knowledge = await host.knowledge(contentLanguage());
  return compareWithHost(knowledge, { text: document.getText(), file }, running, await kernelOf(host, running));
}

/** The kernel that would take the values, whichever one explanations are for. */
async function kernelOf(host: Host, running: RunningHost): Promise<string> {
  return (await running.kernel()) ?? (await host.knowledge(contentLanguage())).data.newestKernel;
}

function nameOf({ path }: vscode.Uri): string {
  return path.split("/").at(-1) ?? path;
}
