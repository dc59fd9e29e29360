import * as vscode from "vscode";
import { linkKeys, mayNameKeys } from "../core/explain/keyLinks";
import { toDocumentRange } from "./convert";
import { settingsOf } from "./documentSettings";
import { guarded, type Feature, type Host } from "./host";
import { contentLanguage, showsLinks } from "./settings";

/** Larger texts, in characters, are not searched: most of those are logs. */
const largestLinked = 2 * 1024 * 1024;

/** A link whose address becomes an editor's object when it is followed. */
class KeyLink extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly url: string,
  ) {
    super(range);
    this.tooltip = vscode.l10n.t("Open the kernel document");
  }
}

/** Links keys and paths below /proc/sys, in texts of any kind, to the kernel's documents. */
export const documentLinks: Feature = (host) =>
  vscode.languages.registerDocumentLinkProvider(
    { scheme: "*" },
    {
      provideDocumentLinks: (document) => guarded(host, () => linksOf(host, document), []),
      resolveDocumentLink: (link) => {
        if (link instanceof KeyLink) link.target = vscode.Uri.parse(link.url);
        return link;
      },
    },
  );

async function linksOf(host: Host, document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
  if (!showsLinks(document.uri)) return [];
  const text = document.getText();
  if (text.length > largestLinked || !mayNameKeys(text)) return [];
  const knowledge = await host.knowledge(contentLanguage());
  // From a setting, a click goes to the files that set the key too; its hover links the document.
  const settings = new Set(settingsOf(document).map(({ keySpan }) => keySpan.end));
  const links = linkKeys(text, knowledge).filter(({ span }) => !settings.has(span.end));
  return links.map(({ span, url }) => new KeyLink(toDocumentRange(document, span), url));
}
