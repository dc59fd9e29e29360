import * as vscode from "vscode";

/** What a panel's page is made of: the names of its bundles below dist/webview. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** What a panel may load: nothing but our own bundles. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist", "webview")] };
}

/** The empty page of a panel, with one element `main`: everything local, scripts only with this page's nonce. */
export function pageOf(webview: vscode.Webview, extensionUri: vscode.Uri, { script, style }: PageParts): string {
  const nonce = crypto.randomUUID();
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", name)).toString();
  // Drawings measure and colour themselves with inline styles, which no nonce can cover; scripts stay strict.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file(style)}">
<title>Netstack Lens</title>
</head>
<body>
<main></main>
<script type="module" nonce="${nonce}" src="${file(script)}"></script>
</body>
</html>`;
}
