import assert from "node:assert/strict";
import { buildLesson } from "../support/lessons";
import { openLessonDesk, type LessonDesk } from "./support/lessonDesk";

const diagram = (source: string): string => `\`\`\`mermaid\n${source}\n\`\`\`\n`;
const simple = diagram('flowchart LR\n accTitle: The way\n accDescr: From a to b.\n a["one"]:::softirq --> b["two"]');

describe("diagrams of a lesson", () => {
  let desk: LessonDesk;
  before(async function () {
    this.timeout(60_000);
    desk = await openLessonDesk();
    await desk.page.setViewportSize({ width: 700, height: 600 });
  });
  after(() => desk.close());

  const figures = () => desk.page.locator("figure.diagram");
  const show = (body: string) => desk.show(buildLesson({ body }));
  const scale = () =>
    desk.page.locator(".canvas").first().evaluate((one) => new DOMMatrix(getComputedStyle(one).transform).a); // prettier-ignore
  const left = () =>
    desk.page.locator(".canvas").first().evaluate((one) => new DOMMatrix(getComputedStyle(one).transform).e); // prettier-ignore
  const settled = async (): Promise<void> => desk.page.waitForTimeout(250);

  it("have a name for screen readers and a legend of their contexts", async () => {
    await show(simple);
    await figures().locator(".canvas svg").waitFor();
    assert.equal(await figures().locator(".canvas svg > title").textContent(), "The way");
    assert.deepEqual(await figures().locator(".legend").allTextContents(), ["softirq"]);
    assert.match((await desk.page.locator(".stage").getAttribute("aria-label")) ?? "", /^The way\./);
  });

  it("show their error in their place, and the others are drawn", async () => {
    await show(`${diagram("flowchart LR\n a --> ")}\nBetween.\n\n${diagram("flowchart LR\n c --> d")}`);
    await figures().nth(1).locator(".canvas svg").waitFor();
    const failure = await figures().nth(0).locator("[role=alert]").textContent();
    assert.match(failure ?? "", /^This diagram could not be drawn\. .+/);
    assert.equal(await figures().nth(0).locator("pre").textContent(), "flowchart LR\n a --> \n");
    assert.equal(await desk.page.locator("body > [id^=d]").count(), 0, "scaffold is left over");
  });

  it("are drawn when they come near", async () => {
    await show(`${simple}\n${"Words.\n\n".repeat(120)}\n${simple}`);
    await figures().nth(0).locator(".canvas svg").waitFor();
    await settled();
    assert.equal(await figures().nth(1).locator(".canvas svg").count(), 0);
    await figures().nth(1).scrollIntoViewIfNeeded();
    await figures().nth(1).locator(".canvas svg").waitFor();
  });

  it("are zoomed and moved by keyboard, and fit again", async () => {
    await show(simple);
    await figures().locator(".canvas svg").waitFor();
    await desk.page.locator(".stage").focus();
    await desk.page.keyboard.press("+");
    await settled();
    assert.ok((await scale()) > 1.1);
    await desk.page.keyboard.press("ArrowRight");
    await settled();
    assert.ok((await left()) < 0);
    await desk.page.keyboard.press("-");
    await desk.page.keyboard.press("0");
    await settled();
    assert.deepEqual([await scale(), await left()], [1, 0]);
  });

  it("are zoomed by buttons, and by the wheel only with Ctrl", async () => {
    await show(`${"Words.\n\n".repeat(3)}${simple}\n${"Words.\n\n".repeat(60)}`);
    await figures().locator(".canvas svg").waitFor();
    await figures().hover();
    await desk.page.getByRole("button", { name: "Zoom in (+)" }).click();
    await settled();
    const zoomed = await scale();
    assert.ok(zoomed > 1);
    await desk.page.getByRole("button", { name: "Fit to width (0)" }).click();
    await settled();
    await figures().hover();
    await desk.page.mouse.wheel(0, 100);
    await settled();
    assert.equal(await scale(), 1);
    assert.ok((await desk.page.evaluate(() => window.scrollY)) > 50, "plain scrolling was stolen");
    await figures().hover();
    await desk.page.keyboard.down("Control");
    await desk.page.mouse.wheel(0, -100);
    await desk.page.keyboard.up("Control");
    await settled();
    assert.ok((await scale()) > 1);
  });

  it("are dragged once they are zoomed, and not before", async () => {
    await show(simple);
    await figures().locator(".canvas svg").waitFor();
    const drag = async (): Promise<void> => {
      const box = await desk.page.locator(".stage").boundingBox();
      if (!box) throw new Error("no stage");
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await desk.page.mouse.move(x, y);
      await desk.page.mouse.down();
      await desk.page.mouse.move(x + 40, y, { steps: 4 });
      await desk.page.mouse.up();
      await settled();
    };
    await drag();
    assert.equal(await left(), 0);
    await desk.page.locator(".stage").focus();
    await desk.page.keyboard.press("+");
    await settled();
    const before = await left();
    await drag();
    assert.ok((await left()) - before > 15, String((await left()) - before));
  });

  it("keep their place when the theme draws them anew", async () => {
    const stroke = () =>
      figures().locator(".canvas .flowchart-link").first().evaluate((path) => getComputedStyle(path).stroke); // prettier-ignore
    const [zoom, at] = [await scale(), await left()];
    assert.equal(await stroke(), "rgb(34, 34, 34)");
    await desk.page.evaluate(() => {
      document.body.style.setProperty("--vscode-editor-foreground", "#eeeeee");
      document.body.className = "vscode-dark";
    });
    await desk.page.waitForFunction(() => {
      const path = document.querySelector("figure.diagram .flowchart-link");
      return path !== null && getComputedStyle(path).stroke === "rgb(238, 238, 238)";
    });
    assert.deepEqual([await scale(), await left()], [zoom, at]);
  });

  it("fill the panel and come back, by keyboard", async () => {
    await show(`${"Words.\n\n".repeat(3)}${simple}`);
    await figures().locator(".canvas svg").waitFor();
    const height = await figures().evaluate((one) => one.clientHeight);
    await desk.page.locator(".stage").focus();
    await desk.page.keyboard.press("f");
    const dialog = desk.page.getByRole("dialog", { name: "The way" });
    await dialog.locator(".canvas svg").waitFor();
    const box = await dialog.locator(".canvas svg").boundingBox();
    assert.ok((box?.width ?? 0) > 600 && (box?.height ?? 0) > 450, JSON.stringify(box));
    assert.equal(await figures().evaluate((one) => one.clientHeight), height, "the text below has moved");
    await desk.page.keyboard.press("Escape");
    await figures().locator(".frame .canvas svg").waitFor();
    assert.equal(await desk.page.locator("dialog.full").count(), 0);
    assert.equal(await desk.page.evaluate(() => document.activeElement?.className), "fullView");
  });

  it("needed nothing their policy forbids", async () => {
    assert.deepEqual(await desk.panel.violations(), []);
  });
});
