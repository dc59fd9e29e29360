import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { openFile, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { hoverText } from "../../scripts/vscode/hover.mjs";
import { withWorkbench } from "./support/workbench";

describe("from a hover through its lesson to the simulator", function () {
  this.timeout(120_000);
  const workbench = withWorkbench();

  /** Of several panels side by side, the one with a title. */
  const panelWith = async (title: string): Promise<FrameLocator> => {
    const { page } = workbench();
    for (let tries = 0; tries < 100; tries++) {
      for (const outer of await page.locator("iframe.webview.ready:visible").all()) {
        const inner = outer.contentFrame().frameLocator("iframe#active-frame");
        if ((await inner.getByRole("heading", { level: 1, name: title }).count()) > 0) return inner;
      }
      await page.waitForTimeout(100);
    }
    throw new Error(`no panel is called ${title}`);
  };

  it("opens the lesson of a key", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    await hoverText(page, "net.core.somaxconn", "accept queue");
    const hover = page.locator(".monaco-hover-content:visible").filter({ hasText: "accept queue" }).first();
    await hover.hover();
    await hover.getByText("Lesson: The accept queue").click();
    await (await webviewFrame(page)).getByRole("heading", { level: 1, name: "The accept queue" }).waitFor();
  });

  it("shows there what the reader's own file sets, and takes it to the simulator", async () => {
    const lesson = await panelWith("The accept queue");
    const door = lesson.getByRole("button", { name: /^Simulate with this value: net\.core\.somaxconn = 128/ }).first();
    await lesson.locator("#keys-of-lesson").scrollIntoViewIfNeeded();
    await door.click();
    const simulator = await panelWith("A server that does not accept");
    const field = simulator.getByRole("textbox", { name: "net.core.somaxconn" });
    await field.waitFor();
    assert.equal(await field.inputValue(), "128");
    await simulator.getByRole("button", { name: "line 4 of 99-tuning.conf" }).first().waitFor();
    await simulator.locator(".run").nth(1).getByText("129 / 129").waitFor();
  });
});
