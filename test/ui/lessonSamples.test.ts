import assert from "node:assert/strict";
import { buildLesson } from "../support/lessons";
import { openLessonDesk, type LessonDesk } from "./support/lessonDesk";

const sample = "```console\n$ sysctl net.core.somaxconn\nnet.core.somaxconn = 4096\n```\n";

describe("samples in a lesson", () => {
  let desk: LessonDesk;
  before(async function () {
    this.timeout(60_000);
    desk = await openLessonDesk();
    await desk.page.setViewportSize({ width: 700, height: 600 });
  });
  after(() => desk.close());

  const terms = () => desk.page.locator("pre .term");
  const card = () => desk.page.locator(".hover:not([hidden])");

  it("explain their words under the mouse, and let it into the card", async () => {
    await desk.show(buildLesson({ body: `Some \`ListenOverflows\` and \`app1\`.\n\n${sample}` }));
    await terms().nth(2).hover();
    await card().getByText("4096").first().waitFor();
    await card().hover();
    await desk.page.waitForTimeout(400);
    assert.equal(await card().count(), 1);
    await desk.page.mouse.move(5, 590);
    await card().waitFor({ state: "hidden" });
  });

  it("ask for nothing before they come near", async () => {
    await desk.show(buildLesson({ body: `${"Words.\n\n".repeat(100)}${sample}`, keys: [] }));
    await desk.page.getByRole("heading", { level: 1 }).waitFor();
    await desk.page.waitForTimeout(200);
    assert.deepEqual(await desk.heard("findTerms"), []);
    await desk.page.locator("pre").scrollIntoViewIfNeeded();
    await terms().first().waitFor();
  });

  it("explain codes in sentences that name something, and no others", async () => {
    await desk.show(buildLesson({ body: "Some `ListenOverflows` and `app1`.", keys: [] }));
    await desk.page.locator("p .term").waitFor();
    assert.deepEqual(await desk.page.locator(".body .term").allTextContents(), ["ListenOverflows"]);
  });

  it("are reached by keyboard: one stop, arrows within, Escape closes", async () => {
    await desk.show(buildLesson({ body: sample, keys: [] }));
    await terms().first().waitFor();
    assert.deepEqual(
      await terms().evaluateAll((list) => list.map((one) => (one as HTMLElement).tabIndex)),
      [0, -1, -1],
    );
    await terms().first().focus();
    await card().getByText("net.core.somaxconn").first().waitFor();
    await desk.page.keyboard.press("ArrowRight");
    await desk.page.keyboard.press("ArrowRight");
    await card().getByText("4096").first().waitFor();
    assert.equal(await terms().nth(2).getAttribute("aria-expanded"), "true");
    await desk.page.keyboard.press("Escape");
    await card().waitFor({ state: "hidden" });
    assert.equal(await desk.page.evaluate(() => document.activeElement?.textContent), "4096");
  });

  it("lead on by command links, which are messages of ours", async () => {
    await desk.show(buildLesson({ body: "Some `ListenOverflows`.", keys: [] }));
    await desk.page.locator("p .term").waitFor();
    await desk.page.locator("p .term").focus();
    await card().locator("a[href^='command:']").first().waitFor();
    await desk.page.keyboard.press("Enter");
    assert.equal(await desk.page.evaluate(() => document.activeElement?.closest(".hover") !== null), true);
    await card().locator("a[href^='command:']").first().click();
    const [command] = await desk.heard("command");
    assert.equal(command?.command, "netstackLens.explain");
    await desk.page.keyboard.press("Escape");
    assert.equal(await desk.page.evaluate(() => document.activeElement?.className), "term");
  });

  it("follow no other command, and run nothing of an explanation", async () => {
    desk.silence("explain");
    await desk.show(buildLesson({ body: sample, keys: [] }));
    desk.silence("explain");
    await terms().first().focus();
    await desk.untilHeard("explain");
    const [{ request } = { request: 0 }] = await desk.heard("explain");
    const markdown = `[a](command:workbench.action.quit) [b](command:netstackLens.explain?x) [c](javascript:window.hit=1) <img src=x onerror=window.hit=1> [d](command:netstackLens.explain?${encodeURIComponent('[{"a":1}]')})`;
    await desk.panel.send({ type: "explanation", request, markdown });
    for (const name of ["a", "b", "d"]) await card().getByRole("link", { name, exact: true }).click();
    assert.equal(await card().locator("a[href^=javascript], img").count(), 0);
    assert.deepEqual(await desk.heard("command"), []);
    assert.equal(await desk.page.evaluate(() => (window as { hit?: number }).hit), undefined);
  });

  it("are left alone by an answer that fits no text", async () => {
    await desk.show(buildLesson({ body: sample, keys: [] }));
    desk.silence("findTerms");
    await desk.untilHeard("findTerms");
    const [{ request } = { request: 0 }] = await desk.heard("findTerms");
    const subject = { kind: "key", key: "x" };
    await desk.panel.send({
      type: "terms",
      request,
      terms: [
        [
          { start: 3, end: 900, subject },
          { start: 5, end: 2, subject },
        ],
      ],
    });
    await desk.panel.send({ type: "terms", request: 99, terms: [[]] });
    assert.match((await desk.page.locator("pre code").textContent()) ?? "", /^\$ sysctl net\.core\.somaxconn\nnet/);
  });

  it("needed nothing their policy forbids", async () => {
    assert.deepEqual(await desk.panel.violations(), []);
  });
});
