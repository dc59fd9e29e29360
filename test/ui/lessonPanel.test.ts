import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand, webviewFrame } from "../../scripts/vscode/actions.mjs";
import { withWorkbench } from "./support/workbench";

/** The lowest contrast, as WCAG counts it, of a label of a diagram's node against the node. */
function worstLabelContrast(body: HTMLElement): number {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!canvas) throw new Error("no canvas");
  const luminance = (colour: string): number => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = Array.from(canvas.getImageData(0, 0, 1, 1).data, (part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const nodes = [...body.querySelectorAll("figure.diagram .node")];
  if (nodes.length === 0) throw new Error("no nodes");
  return Math.min(
    ...nodes.map((node) => {
      const shape = node.querySelector("rect.label-container, path, polygon, circle");
      const text = node.querySelector("text");
      if (!shape || !text) throw new Error(`no shape or label in ${node.outerHTML.slice(0, 300)}`);
      const [low = 0, high = 0] = [getComputedStyle(shape).fill, getComputedStyle(text).fill]
        .map(luminance)
        .sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    }),
  );
}

async function untilReadable(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the labels of the diagrams cannot be read");
}

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

  const themes: readonly (readonly [theme: string, bodyClass: string])[] = [
    ["Default High Contrast", "vscode-high-contrast"],
    ["Default High Contrast Light", "vscode-high-contrast-light"],
    ["Dark Modern", "vscode-dark"],
    ["Light Modern", "vscode-light"],
  ];
  for (const [theme, bodyClass] of themes) {
    it(`stays readable in ${theme}`, async () => {
      await settings({ "netstackLens.language": "en", "workbench.colorTheme": theme });
      const frame = await webviewFrame(workbench().page);
      await frame.locator(`body.${bodyClass}`).waitFor();
      await drawn("Ring buffer");
      // The diagrams are drawn again for the theme, one after the other.
      await untilReadable(async () => (await frame.locator("body").evaluate(worstLabelContrast)) >= 4.5);
    });
  }

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
