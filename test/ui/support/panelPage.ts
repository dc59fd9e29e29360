import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { projectRoot } from "../../../scripts/lib/project.mjs";
import { findChromium } from "../../../scripts/vscode/chromium.mjs";

const origin = "http://panel.test";
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".map": "application/json",
};

/** A built panel in a plain browser page under the same content security policy as in the editor. */
export interface PanelPage {
  readonly page: Page;
  /** What the page tried against its policy. */
  violations(): Promise<readonly string[]>;
  /** Sends the panel a message as the extension would. */
  send(message: unknown): Promise<void>;
  /** What the panel sent to the extension. */
  received(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** A panel by the name of its folder in src/webview. */
export type PanelName = "lesson" | "simulator" | "watch";

/** Opens the lesson panel alone: for what cannot be brought about in the editor, such as broken lessons. */
export function openLessonPage(): Promise<PanelPage> {
  return openPanelPage("lesson");
}

/** Opens a panel alone: for what cannot be brought about in the editor, and for a look at it in every theme. */
export async function openPanelPage(name: PanelName): Promise<PanelPage> {
  const browser: Browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const page = await browser.newPage();
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: pageSource(name) });
    const file = path.join(projectRoot, "dist", "webview", path.normalize(pathname));
    return route.fulfill({ contentType: types[path.extname(file)] ?? "text/plain", body: await readFile(file) });
  });
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => window.panelSent.length > 0);
  return {
    page,
    violations: () => page.evaluate(() => window.panelViolations),
    received: () => page.evaluate(() => window.panelSent),
    send: (message) => page.evaluate((data) => window.postMessage(data, "*"), message),
    close: () => browser.close(),
  };
}

declare global {
  interface Window {
    panelViolations: string[];
    panelSent: unknown[];
  }
}

function pageSource(name: PanelName): string {
  const policy = `default-src 'none'; script-src 'nonce-test'; style-src ${origin} 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html><html lang="en"><head><title>${name}</title><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/${name}-style.css"></head>
<body class="vscode-light" style="--vscode-editor-background:#ffffff;--vscode-editor-foreground:#222222">
<script nonce="test">
window.panelViolations = []; window.panelSent = [];
addEventListener("securitypolicyviolation", (event) => panelViolations.push(event.violatedDirective + " " + event.blockedURI));
function acquireVsCodeApi() { return { postMessage: (message) => panelSent.push(message), setState: () => {}, getState: () => {} }; }
</script>
<main id="${name}"></main><script type="module" nonce="test" src="/${name}.js"></script></body></html>`;
}
