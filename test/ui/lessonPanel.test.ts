import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { withWorkbench } from "./support/workbench";

describe("the lesson panel in the editor", function () {
  this.timeout(90_000);
  const workbench = withWorkbench();
  const settings = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const folder = path.join(workbench().workspace, ".vscode");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "settings.json"), JSON.stringify(values));
  };
  after(async () => rm(path.join(workbench().workspace, ".vscode"), { recursive: true, force: true }));

  const drawn = async (title: string): Promise<void> => {
    const frame = await webviewFrame(workbench().page);
    await frame.getByRole("heading", { level: 1, name: title }).waitFor();
    await frame.locator("figure.diagram svg").nth(1).waitFor();
    assert.equal(await frame.locator("figure.diagram").count(), 2);
    assert.equal(await frame.locator(".failure").count(), 0);
  };

  it("shows the lesson with both diagrams", async () => {
    await runCommand(workbench().page, "Netstack Lens: Open Lesson");
    await drawn("Ring buffer, sk_buff, socket buffer");
    const frame = await webviewFrame(workbench().page);
    assert.deepEqual(await frame.locator("figure.diagram svg > title").allTextContents(), [
      "Receive path and its buffers",
      "Transmit path and its buffers",
    ]);
  });

  it("turns Chinese with the setting", async () => {
    await settings({ "netstackLens.language": "zh-cn" });
    await drawn("环形缓冲区");
    const frame = await webviewFrame(workbench().page);
    assert.equal(await frame.locator("html").getAttribute("lang"), "zh-Hans");
  });

  it("follows a high contrast theme", async () => {
    await settings({ "netstackLens.language": "en", "workbench.colorTheme": "Default High Contrast" });
    const frame = await webviewFrame(workbench().page);
    await frame.locator("body.vscode-high-contrast").waitFor();
    await drawn("Ring buffer");
    await settings({});
    await frame.locator("body.vscode-light").waitFor();
  });

  it("comes back after a reload of the window", async () => {
    const { page } = workbench();
    // The editor's own command, because it first saves what stands open.
    const loaded = page.waitForEvent("load");
    await runCommand(page, "Developer: Reload Window");
    await loaded;
    await page.locator(".monaco-workbench .part.editor").waitFor();
    await drawn("Ring buffer, sk_buff, socket buffer");
  });
});
