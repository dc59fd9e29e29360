import assert from "node:assert/strict";
import type { Lesson } from "../../src/core/lessons/lesson";
import { openLessonPage, type PanelPage } from "./support/panelPage";

const labels = {
  diagramFailed: "No drawing.",
  minutes: "5 minutes",
  sources: "Sources",
  keys: "Keys",
  contexts: { softirq: "softirq", process: "process" },
};

const buildLesson = (body: string, fields: Partial<Lesson> = {}): Lesson => ({
  id: "test",
  language: "en",
  title: "A test",
  question: "Why?",
  answer: "Because.",
  minutes: 5,
  difficulty: "beginner",
  prerequisites: [],
  keys: ["net.core.somaxconn"],
  predictions: [],
  simulations: [],
  sources: [{ rfc: 9293 }],
  body,
  ...fields,
});

const diagram = (source: string): string => `\`\`\`mermaid\n${source}\n\`\`\`\n`;

describe("the lesson page", () => {
  let panel: PanelPage;
  before(async function () {
    this.timeout(60_000);
    panel = await openLessonPage();
  });
  after(() => panel.close());

  const show = async (body: string, fields?: Partial<Lesson>): Promise<void> => {
    await panel.send({ type: "showLesson", lesson: buildLesson(body, fields), labels });
  };
  const figures = () => panel.page.locator("figure.diagram");

  it("asks for its lesson once it stands", async () => {
    assert.deepEqual(await panel.received(), [{ type: "ready" }]);
  });

  it("shows title, answer, text, keys and sources", async () => {
    await show("## Part\n\nSome *text* with `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    for (const text of ["A test", "Because.", "Part", "Some text", "net.core.somaxconn", "5 minutes"]) {
      await panel.page.getByText(text).first().waitFor();
    }
    assert.equal(await panel.page.locator("html").getAttribute("lang"), "en");
    assert.equal(
      await panel.page.getByRole("link", { name: "RFC 9293", includeHidden: true }).getAttribute("href"),
      "https://www.rfc-editor.org/rfc/rfc9293",
    );
  });

  it("draws diagrams with a name for screen readers and a legend of their contexts", async () => {
    await show(diagram('flowchart LR\n accTitle: The way\n accDescr: From a to b.\n a["one"]:::softirq --> b["two"]'));
    const svg = figures().locator("svg");
    await svg.waitFor();
    assert.equal(await svg.locator("title").first().textContent(), "The way");
    assert.deepEqual(await figures().locator(".legend").allTextContents(), ["softirq"]);
  });

  it("shows the error of a diagram that does not parse in its place, and draws the others", async () => {
    await show(`${diagram("flowchart LR\n a --> ")}\nBetween.\n\n${diagram("flowchart LR\n c --> d")}`);
    await figures().nth(1).locator("svg").waitFor();
    const failure = await figures().nth(0).locator("[role=alert]").textContent();
    assert.match(failure ?? "", /^No drawing\. .+/);
    assert.equal(await figures().nth(0).locator("pre").textContent(), "flowchart LR\n a --> \n");
    assert.equal(await figures().nth(0).locator("svg").count(), 0);
    assert.equal(await panel.page.locator("body > [id^=d]").count(), 0, "scaffold is left over");
  });

  it("draws again for another theme", async () => {
    await show(diagram("flowchart LR\n a --> b"));
    const stroke = () =>
      figures()
        .locator("svg .flowchart-link")
        .first()
        .evaluate((path) => getComputedStyle(path).stroke);
    await figures().locator("svg").waitFor();
    assert.equal(await stroke(), "rgb(34, 34, 34)");
    await panel.page.evaluate(() => {
      document.body.style.setProperty("--vscode-editor-foreground", "#eeeeee");
      document.body.className = "vscode-dark";
    });
    await panel.page.waitForFunction(() => {
      const path = document.querySelector("figure.diagram svg .flowchart-link");
      return path !== null && getComputedStyle(path).stroke === "rgb(238, 238, 238)";
    });
  });

  it("runs nothing a lesson brings along", async () => {
    const hostile = [
      "<script>window.hit = 1</script>",
      "<img src=x onerror='window.hit = 1'>",
      "[x](javascript:window.hit=1)",
      "![x](https://example.org/x.png)",
      diagram('flowchart LR\n a["<img src=x onerror=window.hit=1>"] --> b\n click a "javascript:window.hit=1"'),
    ].join("\n\n");
    await show(hostile, { title: "<b>bold</b>", keys: ["<i>k</i>"] });
    await figures().locator("svg, [role=alert]").first().waitFor();
    await panel.page.getByRole("heading", { name: "<b>bold</b>" }).waitFor();
    assert.equal(await panel.page.evaluate(() => (window as { hit?: number }).hit), undefined);
    assert.equal(await panel.page.locator("a[href^=javascript], main script, main img[onerror]").count(), 0);
  });

  it("pays no attention to messages that are none", async () => {
    await show("Stays.");
    for (const message of [
      undefined,
      null,
      1,
      "x",
      {},
      { type: "showLesson" },
      { type: "showLesson", lesson: { body: 1 }, labels: {} },
    ]) {
      await panel.send(message);
    }
    await panel.page.getByText("Stays.").waitFor();
    await panel.send({ type: "showFailure", message: "Gone wrong." });
    await panel.page.getByRole("alert").filter({ hasText: "Gone wrong." }).waitFor();
  });

  it("needed its content security policy for nothing but the hostile lesson", async () => {
    // The remote picture, and the handler in the diagram's label.
    assert.deepEqual(await panel.violations(), ["img-src https://example.org/x.png", "script-src-attr inline"]);
  });
});
