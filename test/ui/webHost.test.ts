import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "../../scripts/lib/project.mjs";
import { makeWorkspace } from "../../scripts/lib/workspace.mjs";
import { startServer, type RunningServer } from "../../scripts/vscode/server.mjs";
import { openWorkbench, type Workbench } from "../../scripts/vscode/workbench.mjs";
import { openFile, runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { hoverText } from "../../scripts/vscode/hover.mjs";

describe("in the web extension host", function () {
  this.timeout(120_000);
  let scratch = "";
  let workspace = "";
  let server: RunningServer | undefined;
  let workbench: Workbench;
  before(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-web-"));
    workspace = await makeWorkspace();
    server = await startServer({
      dataDir: path.join(scratch, "data"),
      extensionsDir: path.join(scratch, "extensions"),
      testing: true,
    });
    workbench = await openWorkbench({
      server,
      workspace,
      extensionPath: projectRoot,
      host: "web",
      viewport: { width: 1400, height: 900 },
    });
  });
  after(async () => {
    await workbench.close();
    await server?.stop();
    for (const folder of [scratch, workspace]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it("the mouse gets the same hover", async () => {
    await openFile(workbench.page, "99-tuning.conf");
    assert.match(await hoverText(workbench.page, "net.core.somaxconn", "accept queue"), /ListenOverflows/);
    assert.match(await hoverText(workbench.page, "87380", "tcp_rmem"), /85\.3 KiB/);
  });

  it("the lesson is drawn", async () => {
    await runCommand(workbench.page, "Netstack Lens: Open Lesson");
    await workbench.page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: "Ring buffer" }).click();
    const frame = await webviewFrame(workbench.page);
    await frame.getByRole("heading", { level: 1, name: "Ring buffer" }).waitFor();
    await frame.locator("figure.diagram").first().scrollIntoViewIfNeeded();
    await frame.locator("figure.diagram svg").first().waitFor();
  });
});
