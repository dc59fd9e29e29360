// @ts-check
/** @typedef {import("playwright-core").Page} Page */

/**
 * Runs a command through the palette, as a user would.
 * @param {Page} page
 * @param {string} title as the palette shows it, category included
 */
export async function runCommand(page, title) {
  await choose(page, `>${title}`, title);
}

/**
 * Opens a file of the workspace through the palette.
 * @param {Page} page
 * @param {string} path
 */
export async function openFile(page, path) {
  const name = path.split("/").at(-1) ?? path;
  await choose(page, path, name);
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
}

/**
 * The document inside the visible webview, through both of VS Code's frames.
 * @param {Page} page
 */
export async function webviewFrame(page) {
  const outer = page.locator("iframe.webview.ready:visible").first();
  await outer.waitFor();
  return outer.contentFrame().frameLocator("iframe#active-frame");
}

/**
 * Types into the palette and takes the first row that begins with `row`.
 * @param {Page} page
 * @param {string} typed
 * @param {string} row
 */
async function choose(page, typed, row) {
  await page.keyboard.press("F1");
  const palette = page.locator(".quick-input-widget:visible");
  await palette.locator("input[type=text]").fill(typed);
  await palette
    .locator(`.monaco-list-row[aria-label^=${JSON.stringify(row)}]`)
    .first()
    .click();
}
