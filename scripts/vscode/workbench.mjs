// @ts-check
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";
import { developInPage } from "./webHost.mjs";
import { workbenchUrl } from "./workbenchUrl.mjs";

const OPEN_LIMIT_MS = 90_000;

/**
 * What a headless browser needs to show a workbench inside a container: no sandbox for root, no graphics
 * processor, no phoning. The last two let a page we answer ourselves talk to the loopback interface.
 */
const BROWSER_FLAGS = Object.freeze([
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
]);

/**
 * @typedef {object} WorkbenchOptions
 * @property {Pick<import('./server.mjs').RunningServer, 'origin' | 'authority' | 'token' | 'writeUserSettings'>} server
 * @property {string} workspace the folder to open
 * @property {string} [extensionPath] the extension to develop; nothing: only what is installed
 * @property {'node' | 'web'} [host] the extension host it runs in
 * @property {string} [testsPath] a script whose `run()` the extension host calls
 * @property {string} [openFile] a file to show
 * @property {Readonly<Record<string, unknown>>} [settings] user settings beside the quiet ones
 * @property {{ width: number, height: number }} [viewport]
 * @property {number} [deviceScaleFactor]
 * @property {'light' | 'dark'} [colorScheme]
 * @property {(line: string) => void} [onConsole] hears the page's console, the extension host's included
 * @property {(exitCode: number) => void} [onTestsEnd] hears how the tests of `testsPath` ended
 * @property {(line: string) => void} [log] progress, for people
 */

/**
 * @typedef {{ browser: import('playwright-core').Browser, page: import('playwright-core').Page, close: () => Promise<void> }} Workbench
 */

/**
 * Opens VS Code in a headless browser and waits until its window stands.
 * @param {WorkbenchOptions} options
 * @returns {Promise<Workbench>}
 */
export async function openWorkbench(options) {
  const { server, settings, onConsole, onTestsEnd } = options;
  const executablePath = await findChromium(options.log ? { log: options.log } : {});
  if (settings) await server.writeUserSettings(settings);
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS], headless: true });
  try {
    const page = await browser.newPage({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
      colorScheme: options.colorScheme ?? "light",
    });
    if (onConsole) {
      page.on("console", (message) => onConsole(message.text()));
      page.on("pageerror", (error) => onConsole(String(error.stack ?? error)));
    }
    // VS Code calls a function of this name when the tests it was given have ended.
    if (onTestsEnd) await page.exposeFunction("codeAutomationExit", onTestsEnd);
    const { workspace, openFile, extensionPath, testsPath } = options;
    const inPage = options.host === "web" && extensionPath !== undefined;
    if (inPage) await developInPage(page, server, extensionPath, testsPath);
    const url = workbenchUrl({ server, workspace, openFile, ...(inPage ? {} : { extensionPath, testsPath }) });
    await page.goto(url, { timeout: OPEN_LIMIT_MS, waitUntil: "domcontentloaded" });
    await page.locator(".monaco-workbench .part.editor").waitFor({ timeout: OPEN_LIMIT_MS });
    return { browser, page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
