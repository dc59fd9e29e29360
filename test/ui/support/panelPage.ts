import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Uri, Webview } from "vscode";
import { projectRoot } from "../../../scripts/lib/project.mjs";
import { findChromium } from "../../../scripts/vscode/chromium.mjs";
import { pageOf } from "../../../src/features/webviewPage";

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
    const file = path.join(projectRoot, path.normalize(pathname));
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

/** The page the extension makes, and what stands in for the editor in it. */
function pageSource(name: PanelName): string {
  const webview = {
    cspSource: origin,
    asWebviewUri: ({ path: place }: { readonly path: string }) => `${origin}${place}`,
  };
  const parts = { script: `${name}.js`, style: `${name}-style.css` };
  const html = pageOf(webview as unknown as Webview, { path: "" } as Uri, parts);
  const nonce = /'nonce-([^']+)'/.exec(html)?.[1] ?? "";
  return html
    .replace("</head>", `<script nonce="${nonce}">${editorStandIn}</script></head>`)
    .replace("<body>", '<body class="vscode-light" style="--vscode-editor-background:#ffffff;--vscode-editor-foreground:#222222">'); // prettier-ignore
}

const editorStandIn = `
window.panelViolations = []; window.panelSent = [];
addEventListener("securitypolicyviolation", (event) => panelViolations.push(event.violatedDirective + " " + event.blockedURI));
function acquireVsCodeApi() { let state; return { postMessage: (message) => panelSent.push(message), setState: (kept) => (state = kept), getState: () => state }; }
`;
