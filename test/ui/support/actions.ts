import type { FrameLocator, Page } from "playwright-core";

/** Runs a command through the palette, as a user would. `title` as the palette shows it, category included. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  await choose(page, `>${title}`, title);
}

/** Opens a file of the workspace through the palette. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press("F1");
  await choose(page, name, name.split("/").at(-1) ?? name);
  await page.locator(".tab.active", { hasText: name.split("/").at(-1) ?? name }).waitFor();
}

/** Types into the open palette and takes the first row that begins with `row`. */
async function choose(page: Page, typed: string, row: string): Promise<void> {
  const palette = page.locator(".quick-input-widget:visible");
  await palette.locator("input[type=text]").fill(typed);
  await palette
    .locator(`.monaco-list-row[aria-label^=${JSON.stringify(row)}]`)
    .first()
    .click();
  await palette.waitFor({ state: "hidden" });
}

/** The document inside the visible webview, through both of VS Code's frames. */
export async function webviewFrame(page: Page): Promise<FrameLocator> {
  await page.locator("iframe.webview.ready:visible").first().waitFor();
  return page.locator("iframe.webview.ready:visible").first().contentFrame().frameLocator("iframe#active-frame");
}
