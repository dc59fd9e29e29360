import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator } from "playwright-core";
import { runCommand } from "../../scripts/vscode/actions.mjs";
import { findViolations } from "./support/accessible";
import { withWorkbench } from "./support/workbench";

describe("the sidebar", function () {
  this.timeout(90_000);
  const workbench = withWorkbench();
  const sidebar = (): Locator => workbench().page.locator(".part.sidebar");
  const pane = (title: string): Locator => sidebar().locator(".pane", { has: workbench().page.locator(`.pane-header[aria-label^="${title}"]`) }); // prettier-ignore
  const row = (title: string, text: string): Locator => pane(title).locator(".monaco-list-row", { hasText: text }).first(); // prettier-ignore
  /** Lists hold the rows that fit, so the view gets all the place. */
  const showOnly = async (title: string): Promise<void> => {
    for (const name of ["Lessons", "Reviews", "Scenarios"]) {
      const header = pane(name).locator(".pane-header");
      if ((await header.getAttribute("aria-expanded")) !== String(name === title)) await header.click();
    }
  };
  const settings = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const folder = path.join(workbench().workspace, ".vscode");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "settings.json"), JSON.stringify(values));
  };
  after(async () => rm(path.join(workbench().workspace, ".vscode"), { recursive: true, force: true }));

  it("opens by its icon and shows lessons along the suggested paths", async () => {
    const { page } = workbench();
    await page.locator('.activitybar .action-item a[aria-label^="Netstack Lens"]').click();
    await row("Lessons", "From the wire to the application").waitFor();
    await row("Lessons", "Ring buffer, sk_buff").waitFor();
    assert.match(
      (await row("Lessons", "Ring buffer").getAttribute("aria-label")) ?? "",
      // Other tests may have answered a question of it.
      /\d+ min · beginner(?: · \d of \d answered)?, (?:not read|begun)$/,
    );
  });

  it("marks a lesson as read, shows them in order, and forgets", async () => {
    const { page } = workbench();
    const ring = (state: string): Locator => pane("Lessons").locator(`.monaco-list-row[aria-label^="Ring buffer"][aria-label$=", ${state}"]`).first(); // prettier-ignore
    await row("Lessons", "Ring buffer").hover();
    await row("Lessons", "Ring buffer").locator('[aria-label="Mark as Read"]').click();
    await ring("read").waitFor();
    await pane("Lessons").hover();
    await pane("Lessons").locator('[aria-label="Show All Lessons in Order"]').click();
    await row("Lessons", "From the wire").waitFor({ state: "hidden" });
    await ring("read").hover();
    await ring("read").locator('[aria-label="Forget Progress in This Lesson"]').click();
    await ring("not read").waitFor();
    await pane("Lessons").hover();
    await pane("Lessons").locator('[aria-label="Show the Suggested Paths"]').click();
    await row("Lessons", "From the wire").waitFor();
    await row("Lessons", "Copies").hover();
    await row("Lessons", "Copies").locator('[aria-label="Mark as Read"]').click();
    await pane("Lessons").locator('.monaco-list-row[aria-label$=", read"]').first().waitFor();
    await runCommand(page, "Netstack Lens: Forget Progress in All Lessons");
    await page.locator(".monaco-dialog-box").getByRole("button", { name: "Forget" }).click();
    await pane("Lessons").locator('.monaco-list-row[aria-label$=", read"]').first().waitFor({ state: "hidden" });
  });

  it("lists the files that set something, with what is wrong in them", async () => {
    const { page } = workbench();
    await showOnly("Reviews");
    await row("Reviews", "99-tuning.conf").waitFor();
    await row("Reviews", "deployment.yaml").waitFor();
    await row("Reviews", "99-tuning.conf").click();
    await page.locator(".tab.active", { hasText: "99-tuning.conf" }).waitFor();
    await row("Reviews", "99-tuning.conf").locator(".monaco-tl-twistie").click();
    await row("Reviews", "tcp_tw_recycle").waitFor();
    await row("Reviews", "tcp_tw_recycle").click();
    await page.locator(".statusbar-item", { hasText: "Ln 22" }).waitFor();
  });

  it("lists scenarios", async () => {
    await showOnly("Scenarios");
    await row("Scenarios", "accept-queue").waitFor();
  });

  const themes = ["Default High Contrast", "Default High Contrast Light", "Dark 2026", "Light 2026"];
  for (const theme of themes) {
    it(`holds nothing axe objects to in ${theme}`, async () => {
      const { page } = workbench();
      await settings({ "workbench.colorTheme": theme });
      await page.waitForTimeout(1500);
      for (const title of ["Lessons", "Reviews", "Scenarios"]) {
        await showOnly(title);
        await pane(title).locator(".monaco-list-row").first().waitFor();
        // The header above is the editor's own.
        const content = pane(title).locator(".pane-body");
        await content.evaluate((element) => element.setAttribute("data-looked-at", ""));
        assert.deepEqual(await findViolations(page, { within: "[data-looked-at]" }), [], title);
        await content.evaluate((element) => element.removeAttribute("data-looked-at"));
      }
    });
  }
});
