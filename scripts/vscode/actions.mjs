// @ts-check
/** @typedef {import("playwright-core").Page} Page */

const LIMIT_MS = 30_000;
const ONE_TRY_MS = 4_000;

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
 * Types into the palette and takes the first row that begins with `row`. A window that has just come up does
 * not know all commands yet and never adds them to an open palette, so it is opened again until there is one.
 * @param {Page} page
 * @param {string} typed
 * @param {string} row
 */
async function choose(page, typed, row) {
  const deadline = Date.now() + LIMIT_MS;
  const palette = page.locator(".quick-input-widget:visible");
  const wanted = palette.locator(`.monaco-list-row[aria-label^=${JSON.stringify(row)}]`).first();
  for (;;) {
    await page.keyboard.press("F1");
    await palette.locator("input[type=text]").fill(typed);
    try {
      await wanted.waitFor({ timeout: ONE_TRY_MS });
      await wanted.click();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press("Escape");
    }
  }
}
