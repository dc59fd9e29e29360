import type { Lesson } from "../../src/core/lessons/lesson";
import { allLessons } from "../support/lessons";
import { assertAccessible } from "./support/accessible";
import { openLessonDesk, type LessonDesk } from "./support/lessonDesk";

describe("the lesson panel for axe", function () {
  this.timeout(120_000);
  let desk: LessonDesk;
  before(async () => {
    desk = await openLessonDesk();
  });
  after(() => desk.close());

  /** Shows a lesson as it is once everything has been answered, played and drawn. */
  const workThrough = async (lesson: Lesson): Promise<void> => {
    await desk.show(lesson);
    const { page } = desk;
    await page.locator("h1", { hasText: lesson.title }).waitFor();
    for (const question of await page.locator(".card.prediction").all())
      await question.locator(".answer-button").first().click();
    for (const card of await page.locator(".card.simulation").all()) {
      await card.scrollIntoViewIfNeeded();
      await card.locator("table").first().waitFor();
    }
  };
  const untilDrawn = async (): Promise<void> => {
    for (const figure of await desk.page.locator("figure.diagram").all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator("svg[aria-roledescription]").waitFor();
    }
  };

  for (const lesson of allLessons().filter((l) => !process.env["ONLY"] || process.env["ONLY"].includes(l.id)))
    it(`finds nothing wrong with ${lesson.id} (${lesson.language}) in any theme`, async () => {
      const t0 = Date.now();
      await workThrough(lesson);
      console.log("work", Date.now() - t0);
      await assertAccessible(desk.page, { untilDrawn });
    });
});
