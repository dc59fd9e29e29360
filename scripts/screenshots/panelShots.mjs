// @ts-check
import { openFile, runCommand, webviewFrame } from "../vscode/actions.mjs";

/** @typedef {import("playwright-core").Page} Page */

/**
 * The views of the activity bar, beside nothing.
 * @param {Page} page
 */
async function showSidebar(page) {
  await runCommand(page, "View: Close All Editors");
  await page.locator('.activitybar .action-item a[aria-label^="Netstack Lens"]').click();
  await page.locator(".part.sidebar .monaco-list-row").nth(3).waitFor();
  await page.mouse.move(600, 300);
}

/**
 * The simulator with the sample's settings, as wide as the window lets it be.
 * @param {Page} page
 */
export async function showSimulator(page) {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, "99-tuning.conf");
  await runCommand(page, "Netstack Lens: Open in Simulator");
  await (await webviewFrame(page)).locator(".path .run").first().waitFor();
  await runCommand(page, "View: Close Editors in Other Groups");
  await page.mouse.move(1, 1);
}

/**
 * The counters of this machine.
 * @param {Page} page
 */
async function showWatch(page) {
  await runCommand(page, "View: Close All Editors");
  await runCommand(page, "Netstack Lens: Watch");
  await (await webviewFrame(page)).locator("article").first().waitFor();
  await page.mouse.move(1, 1);
}

/** What is no lesson, in both languages. @type {readonly import("./shots.mjs").Shot[]} */
export const panelShots = Object.freeze(
  /** @type {const} */ (["en", "zh-cn"]).flatMap((language) => [
    { name: `simulator-${language}`, language, run: showSimulator },
    { name: `watch-${language}`, language, run: showWatch },
    { name: `sidebar-${language}`, language, run: showSidebar },
  ]),
);
