import assert from "node:assert/strict";
import { openFile, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { hoverText } from "../../scripts/vscode/hover.mjs";
import { withWorkbench } from "./support/workbench";

describe("hovering with the mouse", () => {
  const workbench = withWorkbench();

  it("explains a key", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    const hover = await hoverText(page, "net.core.somaxconn", "accept queue");
    assert.match(hover, /net\.core\.somaxconn — ceiling/);
    assert.match(hover, /ListenOverflows/);
  });

  it("explains one number of three", async () => {
    const hover = await hoverText(workbench().page, "87380", "tcp_rmem");
    assert.match(hover, /87380 = 85\.3 KiB — min \/ default \/ max/);
  });

  it("explains a pasted figure and a key in a ticket", async () => {
    const { page } = workbench();
    await openFile(page, "ticket.md");
    const figure = await hoverText(page, "431", "TcpExtListenDrops");
    assert.match(figure, /431 — TcpExtListenDrops — .*\n[^]*growth is bad/);
    assert.match(await hoverText(page, "0000002a", "softnet_stat"), /0000002a = 42 — softnet_stat:dropped/);
    assert.match(await hoverText(page, "net.core.somaxconn", "accept queue"), /net\.core\.somaxconn — /);
    await openFile(page, "99-tuning.conf");
  });

  it("leads to the lesson", async () => {
    const { page } = workbench();
    await hoverText(page, "net.ipv4.tcp_rmem", "receive buffer");
    // The mouse must not leave the hover on its way to the link.
    const hover = page.locator(".monaco-hover-content:visible").filter({ hasText: "receive buffer" }).first();
    await hover.hover();
    await hover.getByText("Lesson: Ring buffer").click();
    const frame = await webviewFrame(page);
    await frame.getByRole("heading", { level: 1, name: "Ring buffer" }).waitFor();
  });
});
