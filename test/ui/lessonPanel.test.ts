import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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

  const frame = () => webviewFrame(workbench().page);
  const title = async (name: string): Promise<void> => {
    await (await frame()).getByRole("heading", { level: 1, name }).waitFor();
  };
  const drawn = async (): Promise<void> => {
    const figures = (await frame()).locator(".body > figure.diagram");
    assert.equal(await figures.count(), 2);
    for (const figure of await figures.all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator(".canvas svg").waitFor();
    }
    assert.equal(await (await frame()).locator(".failure").count(), 0);
  };

  it("opens the lesson that was chosen, and draws its diagrams", async () => {
    const { page } = workbench();
    await runCommand(page, "Netstack Lens: Open Lesson");
    await page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: "Ring buffer" }).click();
    await title("Ring buffer, sk_buff, socket buffer");
    await drawn();
    assert.deepEqual(await (await frame()).locator(".body > figure .canvas svg > title").allTextContents(), [
      "Receive path and its buffers",
      "Transmit path and its buffers",
    ]);
  });

  it("runs a simulation in its worker once the question is answered", async () => {
    const inside = await frame();
    const question = inside.locator(".prediction").first();
    await question.scrollIntoViewIfNeeded();
    await question.locator(".answer-button").first().click();
    await question.locator("details.chosen[open]").waitFor();
    await inside.locator(".simulation .figures").first().waitFor();
    assert.ok((await inside.locator(".simulation .figures tbody td").count()) > 0);
  });

  it("explains the words of a sample under the mouse", async () => {
    const inside = await frame();
    await inside.locator("pre.console").first().scrollIntoViewIfNeeded();
    const term = inside.locator("pre .term").first();
    await term.hover();
    const card = inside.locator(".hover:not([hidden])");
    await card.waitFor();
    assert.ok(((await card.textContent()) ?? "").length > 40);
    await workbench().page.keyboard.press("Escape");
  });

  it("finds sections of all lessons", async () => {
    const inside = await frame();
    await inside.getByRole("button", { name: "Search" }).click();
    await inside.getByRole("searchbox").fill("two waiting rooms");
    await inside.locator(".results button", { hasText: "Two waiting rooms" }).first().click();
    await title("The accept queue");
    // The section has the keyboard now, and may take it from what is opened before.
    await inside.locator("#two-waiting-rooms:focus").waitFor();
    await runCommand(workbench().page, "Netstack Lens: Open Lesson");
    await workbench().page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: "Ring buffer" }).click();
    await title("Ring buffer, sk_buff, socket buffer");
  });

  it("turns Chinese and back in place, and with the setting", async () => {
    await (await frame()).getByRole("button", { name: "中文" }).click();
    await title("环形缓冲区");
    assert.equal(await (await frame()).locator("html").getAttribute("lang"), "zh-Hans");
    await (await frame()).getByRole("button", { name: "English" }).click();
    await title("Ring buffer, sk_buff, socket buffer");
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
      const inside = await frame();
      await inside.locator(`body.${bodyClass}`).waitFor();
      await title("Ring buffer");
      await drawn();
      // The diagrams are drawn again for the theme, one after the other.
      await untilReadable(async () => (await inside.locator("body").evaluate(worstLabelContrast)) >= 4.5);
    });
  }

  it("comes back after a reload of the window, where the reader was, with what was answered", async () => {
    const { page } = workbench();
    await (await frame()).locator("#myths").evaluate((heading) => heading.scrollIntoView());
    await page.waitForTimeout(500);
    // The editor's own command, because it first saves what stands open.
    const loaded = page.waitForEvent("load");
    await runCommand(page, "Developer: Reload Window");
    await loaded;
    await page.locator(".monaco-workbench .part.editor").waitFor();
    await title("Ring buffer, sk_buff, socket buffer");
    const inside = await frame();
    await inside.locator(".prediction details.chosen").first().waitFor();
    await untilReadable(() =>
      inside.locator("#myths").evaluate((heading) => Math.abs(heading.getBoundingClientRect().top - 60) < 60),
    );
  });

  it("is written as an HTML file of its own", async () => {
    const { page, workspace } = workbench();
    await runCommand(page, "Netstack Lens: Export Lesson as HTML…");
    const box = page.locator(".quick-input-widget:visible input[type=text]");
    await box.waitFor();
    const file = path.join(workspace, "lesson.html");
    await box.fill(file);
    await page.keyboard.press("Enter");
    await page.getByText("The lesson was written to lesson.html.").waitFor();
    const html = await readFile(file, "utf8");
    await rm(file);
    assert.match(html, /^<!DOCTYPE html>/);
    assert.equal(html.match(/<figure class="diagram"[^>]*><svg/g)?.length, 2);
    assert.match(html, /<table class="figures">/);
    assert.doesNotMatch(html, /<script|https?:\/\/(?!www\.w3\.org|docs\.kernel\.org|www\.rfc-editor\.org)/);
  });

  it("opens as plain Markdown", async () => {
    const { page } = workbench();
    await runCommand(page, "Netstack Lens: Open Lesson as Plain Markdown");
    await page.locator(".tab.active", { hasText: "buffers.md" }).waitFor();
    await page.locator(".view-line", { hasText: "# Ring buffer, sk_buff, socket buffer" }).first().waitFor();
  });
});
