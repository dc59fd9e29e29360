import assert from "node:assert/strict";
import { readLesson } from "../support/lessons";
import { openLessonDesk, type LessonDesk } from "./support/lessonDesk";

describe("the search over lessons", () => {
  let desk: LessonDesk;
  before(async function () {
    this.timeout(60_000);
    desk = await openLessonDesk();
    await desk.page.setViewportSize({ width: 700, height: 700 });
  });
  after(() => desk.close());

  const dialog = () => desk.page.getByRole("dialog");
  const results = () => dialog().locator(".results button");

  it("opens by key, loads its index then, and goes to a section of the lesson shown", async () => {
    await desk.show(readLesson("accept-queue", "en"));
    await desk.page.getByRole("heading", { level: 1 }).waitFor();
    assert.deepEqual(await desk.heard("loadSearch"), []);
    await desk.page.keyboard.press("/");
    await desk.page.keyboard.type("waiting rooms");
    await results().first().waitFor();
    assert.match((await results().first().textContent()) ?? "", /^The accept queue › Two waiting rooms/);
    await desk.page.keyboard.press("ArrowDown");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForFunction(() => document.activeElement?.textContent === "Two waiting rooms");
    assert.equal(await desk.page.locator("dialog[open]").count(), 0);
  });

  it("opens other lessons at their section", async () => {
    await desk.page.getByRole("button", { name: "Search" }).click();
    await desk.page.keyboard.type("ring points");
    await dialog().locator("mark").first().waitFor();
    await desk.page.keyboard.press("Enter");
    await desk.untilHeard("openLesson");
    const [opened] = await desk.heard("openLesson");
    assert.deepEqual([opened?.lesson, opened?.anchor?.includes("ring")], ["buffers", true]);
  });

  it("says when nothing is found", async () => {
    await desk.page.keyboard.press("/");
    await desk.page.keyboard.type("qqqqqqqq");
    await dialog().getByText("Nothing found.").waitFor();
    await desk.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "hidden" });
  });

  it("finds Chinese words", async () => {
    await desk.show(readLesson("accept-queue", "zh-cn"));
    await desk.page.getByRole("heading", { level: 1, name: "accept 队列" }).waitFor();
    await desk.page.keyboard.press("/");
    await desk.page.keyboard.type("常见误解");
    await results().first().waitFor();
    assert.match((await results().first().textContent()) ?? "", /常见误解/);
    await desk.page.keyboard.press("Escape");
  });
});
