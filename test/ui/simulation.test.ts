import assert from "node:assert/strict";
import { openFile, runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { hoverText } from "../../scripts/vscode/hover.mjs";
import { withWorkbench } from "./support/workbench";

describe("the simulator with the mouse", function () {
  this.timeout(90_000);
  const workbench = withWorkbench();

  /** Takes a row of the list that asks for something; the one before it may still be there. */
  const choose = async (asked: string, row: string): Promise<void> => {
    const list = workbench().page.locator(`.quick-input-widget:visible:has(input[placeholder^="${asked}"])`);
    await list.locator(".monaco-list-row").filter({ hasText: row }).first().click();
  };

  it("shows what the open file changes, from the palette to the document", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    await runCommand(page, "Netstack Lens: Simulate with This File's Settings");
    await choose("Choose a scenario", "accept-queue");
    await choose("Run it", "Run");
    const frame = await webviewFrame(page);
    await frame.getByRole("heading", { level: 1 }).waitFor();
    await frame.getByRole("columnheader", { name: "Kernel defaults" }).first().waitFor();
    assert.match((await frame.locator("table").first().textContent()) ?? "", /acceptQueue/);
  });

  it("leads on from a key in it", async () => {
    const frame = await webviewFrame(workbench().page);
    await frame.getByRole("link", { name: "net.core.somaxconn" }).first().click();
    await frame.getByText("ceiling for every listener").first().waitFor();
  });

  it("opens a file of the simulated machine, where hovers explain it", async () => {
    const { page } = workbench();
    await runCommand(page, "View: Close All Editors");
    await runCommand(page, "Netstack Lens: Open Simulated /proc File");
    await choose("Choose a run", "The last run");
    await choose("Choose a host", "server");
    await choose("Choose a file", "net/softnet_stat");
    const prompt = page.locator(".quick-input-widget:visible input");
    await prompt.fill("900ms");
    await prompt.press("Enter");
    await page.locator(".tab.active", { hasText: "softnet_stat" }).waitFor();
    assert.match(await hoverText(page, "00000000", "softnet_stat"), /softnet_stat:/);
  });

  it("brings that file back after a reload of the window", async () => {
    const { page } = workbench();
    const loaded = page.waitForEvent("load");
    await runCommand(page, "Developer: Reload Window");
    await loaded;
    await page.locator(".monaco-workbench .part.editor").waitFor();
    await page.locator(".tab.active", { hasText: "softnet_stat" }).waitFor();
    assert.match(await hoverText(page, "00000000", "softnet_stat"), /softnet_stat:/);
  });

  it("plays the case on this machine's kernel only after it has said what it will do", async function () {
    if (process.platform !== "linux" || process.getuid?.() !== 0) return this.skip();
    const { page } = workbench();
    await runCommand(page, "View: Close All Editors");
    await runCommand(page, "Netstack Lens: Run This Scenario on This Machine");
    await choose("Choose a scenario", "accept-queue");
    await choose("Run it", "backlog");
    const prompt = page.locator(".quick-input-widget:visible input");
    await prompt.fill("2");
    await prompt.press("Enter");
    await choose("Run it", "Run");
    const dialog = page.locator(".monaco-dialog-box:visible");
    await dialog.getByText("Run “").waitFor();
    const said = (await dialog.textContent()) ?? "";
    for (const phrase of ["client, server", "veth", "within 30 seconds", "--set backlog=2"])
      assert.ok(said.includes(phrase), said);
    await dialog.getByRole("button", { name: "Run on This Kernel" }).click();
    const frame = await webviewFrame(page);
    await frame.getByRole("columnheader", { name: /^Measured on Linux/ }).waitFor();
    const table = (await frame.locator("table").first().textContent()) ?? "";
    assert.match(table, /acceptQueue\s*3\s*3\s*as predicted/);
  });
});
