import assert from "node:assert/strict";
import type { LessonResults } from "../../src/core/lessons/plainLesson";
import { readLesson } from "../support/lessons";
import { findViolations } from "./support/accessible";
import { openLessonDesk, playSimulation, type LessonDesk } from "./support/lessonDesk";

describe("a lesson as an HTML file", function () {
  this.timeout(60_000);
  let desk: LessonDesk;
  before(async () => {
    desk = await openLessonDesk();
  });
  after(() => desk.close());

  for (const language of ["en", "zh-cn"] as const)
    it(`needs nothing but itself (${language})`, async () => {
      const lesson = readLesson("accept-queue", language);
      await desk.show(lesson);
      const results: LessonResults = Object.fromEntries(
        lesson.simulations.map(({ id }) => [id, playSimulation(lesson, id)]),
      );
      await desk.panel.send({ type: "makePage", request: 7, results });
      await desk.untilHeard("page");
      const [{ html } = { html: "" }] = await desk.heard("page");
      const browser = desk.page.context().browser();
      assert.ok(browser);
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.route("http://file.test/", (route) => route.fulfill({ contentType: "text/html", body: html }));
      await page.goto("http://file.test/");
      assert.deepEqual(requests, ["http://file.test/"]);
      assert.equal(await page.locator("html").getAttribute("lang"), language === "en" ? "en" : "zh-Hans");
      assert.equal(await page.locator("figure svg").count(), (lesson.body.match(/^```mermaid/gm) ?? []).length);
      assert.equal(await page.locator("table.figures").count(), lesson.simulations.length);
      assert.equal(
        await page.locator("details:not(.sources)").count(),
        lesson.predictions.flatMap(({ answers }) => answers).length,
      );
      assert.equal(await page.locator("details[open], script, link, img, iframe, button, [onclick]").count(), 0);
      for (const href of await page
        .locator("a[href^='#']")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? "")))
        assert.equal(await page.locator(`[id="${href.slice(1)}"]`).count(), 1, href);
      assert.deepEqual(await findViolations(page), []);
      await page.close();
    });
});
