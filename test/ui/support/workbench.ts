import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { projectRoot, testOutDir } from "../../../scripts/lib/project.mjs";
import { makeWorkspace } from "../../../scripts/lib/workspace.mjs";
import { readableLine } from "../../../scripts/vscode/consoleLines.mjs";
import { startServer } from "../../../scripts/vscode/server.mjs";
import { openWorkbench } from "../../../scripts/vscode/workbench.mjs";
import { runCommand } from "../../../scripts/vscode/actions.mjs";

/** The VS Code that all panel tests share: starting one takes longer than most tests. */
export interface SharedWorkbench {
  readonly page: Page;
  /** The folder it has open; a copy of the sample workspace, made for this run. */
  readonly workspace: string;
  /** What the page's console said so far, the extension host's included and known noise left out. */
  readonly console: readonly string[];
}

const START_LIMIT_MS = 5 * 60_000;
let shared: Promise<SharedWorkbench & { close(): Promise<void> }> | undefined;

/**
 * Call it inside `describe`: gives its tests the shared VS Code, which starts with the first suite
 * that asks and is closed after the last. Each suite begins without open editors; a failed test leaves
 * a picture. The answer may be called in hooks and tests only.
 */
export function withWorkbench(): () => SharedWorkbench {
  let current: SharedWorkbench | undefined;
  before(async function () {
    this.timeout(START_LIMIT_MS);
    if (!shared) {
      shared = start();
      rootOf(this.test?.parent).afterAll(async () => (await shared)?.close());
    }
    current = await shared;
    await runCommand(current.page, "View: Close All Editors");
    // Panels open beside; what they leave is an empty group.
    await runCommand(current.page, "View: Single Column Editor Layout");
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed" && current) await takePicture(current.page, this.currentTest.fullTitle());
  });
  return () => {
    if (!current) throw new Error("The workbench is there only once the tests run.");
    return current;
  };
}

function rootOf(suite: Mocha.Suite | undefined): Mocha.Suite {
  if (!suite) throw new Error("withWorkbench() belongs inside a describe.");
  return suite.parent ? rootOf(suite.parent) : suite;
}

async function takePicture(page: Page, title: string): Promise<void> {
  const file = path.join(testOutDir, "ui-failures", `${title.replaceAll(/[^\p{L}\d]+/gu, "-")}.png`);
  await page.screenshot({ path: file });
  console.log(`  ${title}: the window is in ${path.relative(projectRoot, file)}`);
}

async function start(): Promise<SharedWorkbench & { close(): Promise<void> }> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-ui-"));
  const workspace = await makeWorkspace();
  const server = await startServer({
    dataDir: path.join(scratch, "data"),
    extensionsDir: path.join(scratch, "extensions"),
    testing: true,
  });
  const lines: string[] = [];
  const workbench = await openWorkbench({
    server,
    workspace,
    extensionPath: projectRoot,
    viewport: { width: 1400, height: 900 },
    onConsole: (line) => {
      const readable = readableLine(line);
      if (readable) lines.push(readable);
    },
  });
  return {
    page: workbench.page,
    workspace,
    console: lines,
    async close() {
      await workbench.close();
      await server.stop();
      for (const folder of [scratch, workspace]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
