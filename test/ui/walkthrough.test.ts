import assert from "node:assert/strict";
import { runCommand } from "../../scripts/vscode/actions.mjs";
import { withWorkbench } from "./support/workbench";

describe("the walkthrough", function () {
  this.timeout(90_000);
  const workbench = withWorkbench();
  // It was never saved, and would ask.
  after(async () => {
    const { page } = workbench();
    await page.locator(".tab", { hasText: "Untitled-1" }).click();
    await runCommand(page, "View: Revert and Close Editor");
  });

  it("begins with a sample for those who have no file", async () => {
    const { page } = workbench();
    await runCommand(page, "Welcome: Open Walkthrough");
    await page
      .locator(".quick-input-widget:visible .monaco-list-row", { hasText: "Read Linux network settings" })
      .click();
    const steps = page.locator(".gettingStartedContainer .getting-started-step");
    await steps.filter({ hasText: "Hover a key" }).waitFor();
    await steps.filter({ hasText: "Hover a key" }).getByText("Open the Sample").click();
    await page.locator(".tab.active", { hasText: "Untitled-1" }).waitFor();
    await page.locator(".view-line", { hasText: "net.core.somaxconn" }).first().waitFor();
    await steps.filter({ hasText: "Hover a key" }).locator(".complete").first().waitFor();
  });

  it("leads to a finding in it, in the same document", async () => {
    const { page } = workbench();
    const steps = page.locator(".gettingStartedContainer .getting-started-step");
    await steps.filter({ hasText: "Read a finding" }).click();
    await page.getByText("Go to the Finding").click();
    await page.locator(".line-numbers.active-line-number", { hasText: "22" }).waitFor();
    assert.equal(await page.locator(".tab", { hasText: "Untitled-" }).count(), 1);
  });
});
