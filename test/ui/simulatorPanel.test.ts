import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openFile, runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { hoverText } from "../../scripts/vscode/hover.mjs";
import { withWorkbench } from "./support/workbench";

describe("the simulator panel with mouse and keyboard", function () {
  this.timeout(120_000);
  const workbench = withWorkbench();

  /** The editor saves by itself, a moment later. */
  const saved = async (text: string): Promise<void> => {
    const file = path.join(workbench().workspace, "sysctl.d", "99-tuning.conf");
    for (let tries = 0; !(await readFile(file, "utf8")).includes(text); tries++) {
      assert.ok(tries < 100, `the file does not say ${text}`);
      await workbench().page.waitForTimeout(100);
    }
  };

  it("opens from a hover with the file's value, and shows a finished run that loses", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    await hoverText(page, "net.core.somaxconn", "accept queue");
    const hover = page.locator(".monaco-hover-content:visible").filter({ hasText: "accept queue" }).first();
    await hover.hover();
    await hover.getByText("Simulate…").click();
    const frame = await webviewFrame(page);
    const field = frame.getByRole("textbox", { name: "net.core.somaxconn" });
    await field.waitFor();
    assert.equal(await field.inputValue(), "128");
    await frame.getByRole("button", { name: "line 4 of 99-tuning.conf" }).first().waitFor();
    await frame.locator(".run").nth(1).getByText("129 / 129").waitFor();
    const lost = frame.locator(".run").nth(1).locator(".loss");
    assert.equal(await lost.innerText(), "171 lost\nTcpExt.ListenOverflows");
    await frame.getByText(/In production you would see TcpExt\.ListenOverflows \+ 171/).waitFor();
  });

  it("explains a parameter when it gets the focus", async () => {
    const frame = await webviewFrame(workbench().page);
    await frame.getByRole("textbox", { name: "net.core.somaxconn" }).click();
    await frame.getByRole("note").getByText("ceiling for every listener").waitFor();
  });

  it("says what the kernel would not take, and does not run it", async () => {
    const { page } = workbench();
    const frame = await webviewFrame(page);
    await frame.getByRole("textbox", { name: "net.core.somaxconn" }).click({ clickCount: 3 });
    await page.keyboard.type("-1");
    await page.keyboard.press("Enter");
    await frame.getByRole("alert").getByText("refuses it with EINVAL").waitFor();
  });

  it("runs with another value: the losses vanish, and the counter is named", async () => {
    const { page } = workbench();
    const frame = await webviewFrame(page);
    await frame.getByRole("textbox", { name: "net.core.somaxconn" }).click({ clickCount: 3 });
    await page.keyboard.type("1024");
    await page.keyboard.press("Enter");
    await frame.getByText("All 171 losses are gone.").waitFor();
    await frame
      .getByText("TcpExt.ListenOverflows: 171 before, 0 after. Because of net.core.somaxconn = 1024.")
      .waitFor();
    assert.equal(await frame.locator(".run").nth(1).locator(".loss").count(), 0);
  });

  it("writes it back as one edit that leaves the rest alone, and undo takes it back", async () => {
    const { page } = workbench();
    const frame = await webviewFrame(page);
    await frame.getByRole("button", { name: "Write these values back…" }).click();
    const plan = frame.getByRole("region", { name: "What would change in 99-tuning.conf" });
    assert.equal(await plan.locator("li").innerText(), "4\nnet.core.somaxconn = 128\nnet.core.somaxconn = 1024");
    await plan.getByRole("button", { name: "Write to 99-tuning.conf" }).click();
    const line = (text: string) => page.locator(".view-line", { hasText: new RegExp(`${text}$`) }).first();
    await line("somaxconn.=.1024").waitFor();
    await frame.getByText("One undo in the editor takes it back.").waitFor();
    await saved("net.core.somaxconn = 1024\n");
    await page.locator(".view-line", { hasText: "Listening sockets" }).first().click();
    await page.keyboard.press("Control+Z");
    await line("somaxconn.=.128").waitFor();
    await frame.locator(".run").first().getByText("129 / 129").waitFor();
    await saved("net.core.somaxconn = 128\n");
  });

  it("plays, steps and seeks by keyboard", async () => {
    const { page } = workbench();
    const frame = await webviewFrame(page);
    const time = frame.getByRole("slider", { name: "Time" });
    await time.focus();
    await page.keyboard.press("Home");
    assert.match((await time.getAttribute("aria-valuetext")) ?? "", /^0 ns of 900 ms/);
    await page.keyboard.press("ArrowRight");
    assert.doesNotMatch((await time.getAttribute("aria-valuetext")) ?? "", /^0 ns/);
    await frame.getByRole("button", { name: "Play" }).press("Enter");
    await frame.getByRole("button", { name: "Pause" }).press("Enter");
    await frame.getByRole("button", { name: "To the end" }).press("Enter");
    assert.match((await time.getAttribute("aria-valuetext")) ?? "", /^900 ms of 900 ms/);
  });

  it("opens a file of the simulated machine with one click, and comes back after a reload", async () => {
    const { page } = workbench();
    const frame = await webviewFrame(page);
    await frame.getByText("Files of the simulated machine").click();
    await frame.getByRole("button", { name: "nstat -az" }).last().click();
    await page.locator(".tab.active", { hasText: "nstat -az" }).click();
    // One that is hidden comes back when it is shown.
    await runCommand(page, "View: Close Editor");
    await page.locator(".tab", { hasText: "99-tuning.conf" }).click();
    const loaded = page.waitForEvent("load");
    await runCommand(page, "Developer: Reload Window");
    await loaded;
    const again = await webviewFrame(page);
    await again.locator(".run").first().getByText("129 / 129").waitFor();
    assert.equal(await again.getByRole("textbox", { name: "net.core.somaxconn" }).inputValue(), "1024");
  });
});
