import type { Lesson } from "../../src/core/lessons/lesson";
import { allLessons, readLesson } from "../support/lessons";
import { assertAccessible } from "./support/accessible";
import { openLessonDesk, type LessonDesk } from "./support/lessonDesk";
import { themeNames } from "./support/themes";

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

  for (const lesson of allLessons())
    it(`finds nothing wrong with ${lesson.id} (${lesson.language})`, async () => {
      await workThrough(lesson);
      // Colours and drawings do not depend on the language.
      if (lesson.language === "en") await assertAccessible(desk.page, { untilDrawn });
      else await assertAccessible(desk.page, { themes: themeNames.slice(0, 1) });
    });

  const lesson = readLesson("accept-queue", "en");
  const look = async (open: () => Promise<void>): Promise<void> => {
    await desk.show(lesson);
    await desk.page.locator("h1", { hasText: lesson.title }).waitFor();
    await untilDrawn();
    await open();
    await assertAccessible(desk.page);
  };

  it("finds nothing wrong with a diagram in full view", () =>
    look(async () => {
      await desk.page.locator("figure.diagram .fullView").first().click();
      await desk.page.locator("dialog.full[open] svg").first().waitFor();
    }));

  it("finds nothing wrong with the search and what it found", () =>
    look(async () => {
      await desk.page.locator(".search-door").click();
      await desk.page.locator("dialog.search[open] input").fill("queue");
      await desk.page.locator("dialog.search .results li").first().waitFor();
    }));

  it("finds nothing wrong with the menus of the bar", () =>
    look(async () => {
      for (const menu of await desk.page.locator(".bar details.menu").all())
        await menu.evaluate((details) => details.setAttribute("open", ""));
    }));
});
