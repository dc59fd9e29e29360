import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { openFile, runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { withWorkbench } from "./support/workbench";

/** Binds a socket and reads nothing from it for a few seconds. */
const deafReceiver = `
const socket = require("node:dgram").createSocket("udp4");
socket.bind(0, "127.0.0.1", () => {
  process.stdout.write(socket.address().port + "\\n");
  setTimeout(() => { for (const end = Date.now() + 4000; Date.now() < end; ); process.exit(); }, 50);
});`;

/** Sends datagrams over loopback to a socket nobody reads. */
async function floodDeafSocket(): Promise<void> {
  const receiver = execFile(process.execPath, ["-e", deafReceiver]);
  const port = await new Promise<number>((resolve) => receiver.stdout?.once("data", (text) => resolve(Number(text))));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const sender = createSocket("udp4");
  const payload = Buffer.alloc(1000);
  for (let sent = 0; sent < 4000; sent++) await new Promise((done) => sender.send(payload, port, "127.0.0.1", done));
  sender.close();
  receiver.kill();
}

describe("this host in the editor", function () {
  this.timeout(90_000);
  const workbench = withWorkbench();

  const reload = async (): Promise<void> => {
    const { page } = workbench();
    // The editor's own command, because it first saves what stands open.
    const loaded = page.waitForEvent("load");
    await runCommand(page, "Developer: Reload Window");
    await loaded;
    await page.locator(".monaco-workbench .part.editor").waitFor();
  };

  it("is held against the open file, in a document that a reload brings back and that leads to explanations", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    await runCommand(page, "Netstack Lens: Compare This File with This Host");
    const heading = { level: 1, name: "99-tuning.conf beside" } as const;
    await (await webviewFrame(page)).getByRole("heading", heading).waitFor();
    await reload();
    const frame = await webviewFrame(page);
    await frame.getByRole("heading", heading).waitFor();
    const row = frame.getByRole("row", { name: /net\.core\.netdev_max_backlog/ });
    const running = (await readFile("/proc/sys/net/core/netdev_max_backlog", "utf8")).trim();
    assert.match((await row.textContent()) ?? "", new RegExp(`250000\\s*${running}`));
    await row.getByRole("link").click();
    await frame.getByText("packets that may wait in one CPU's backlog").waitFor();
    await frame.getByText("On this host now").waitFor();
  });

  it("shows its counters move, and brings the panel back after a reload", async () => {
    const { page } = workbench();
    await runCommand(page, "View: Close All Editors");
    await runCommand(page, "Netstack Lens: Watch Counters of This Host");
    const frame = await webviewFrame(page);
    const card = frame.getByRole("article", { name: "UdpRcvbufErrors" });
    await card.getByText("Grown here").waitFor();
    await floodDeafSocket();
    await card.locator(".grown dd").filter({ hasText: /[1-9]/ }).waitFor();
    await frame.getByText("Choose counters").click();
    await frame.getByRole("checkbox", { name: "softnet_stat:dropped" }).click();
    await frame.getByRole("article", { name: "softnet_stat:dropped" }).waitFor({ state: "detached" });
    await reload();
    const again = await webviewFrame(page);
    await again.getByRole("article", { name: "UdpRcvbufErrors" }).getByText("Grown here").waitFor();
    assert.equal(await again.getByRole("article", { name: "softnet_stat:dropped" }).count(), 0);
  });
});
