import type { FrameLocator, Page } from "playwright-core";

/** Runs a command through the palette, as a user would. `title` as the palette shows it, category included. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await choose(page, `>${title}`, title);
}

/** Opens a file of the workspace through the palette. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = path.split("/").at(-1) ?? path;
  await choose(page, path, name);
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
}

/** The document inside the visible webview, through both of VS Code's frames. */
export async function webviewFrame(page: Page): Promise<FrameLocator> {
  const outer = page.locator("iframe.webview.ready:visible").first();
  await outer.waitFor();
  return outer.contentFrame().frameLocator("iframe#active-frame");
}

/** Types into the palette and takes the first row that begins with `row`. */
async function choose(page: Page, typed: string, row: string): Promise<void> {
  await page.keyboard.press("F1");
  const palette = page.locator(".quick-input-widget:visible");
  await palette.locator("input[type=text]").fill(typed);
  await palette
    .locator(`.monaco-list-row[aria-label^=${JSON.stringify(row)}]`)
    .first()
    .click();
}
