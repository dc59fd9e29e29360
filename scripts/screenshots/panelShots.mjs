// @ts-check
import { runCommand } from "../vscode/actions.mjs";

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

/** What is no lesson, in both languages. @type {readonly import("./shots.mjs").Shot[]} */
export const panelShots = Object.freeze(
  /** @type {const} */ (["en", "zh-cn"]).flatMap((language) => [
    { name: `sidebar-${language}`, language, run: showSidebar },
  ]),
);
