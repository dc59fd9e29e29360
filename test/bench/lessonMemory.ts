import type { Page } from "playwright-core";
import { allLessons } from "../support/lessons";
import { openLessonDesk, type LessonDesk } from "../ui/support/lessonDesk";

/** What the lesson panel holds after everything unreachable has been collected. */
export interface Held {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Opens every lesson in both languages in turn, with all diagrams drawn and all runs played, again and again. */
export async function measureLessonMemory(rounds: number): Promise<readonly Held[]> {
  const desk = await openLessonDesk();
  try {
    const held: Held[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const lesson of allLessons()) {
        await desk.show(lesson);
        await desk.page.locator("h1", { hasText: lesson.title }).waitFor();
        await workThrough(desk);
      }
      // What the page's stand-in of the editor keeps is not the panel's.
      await desk.page.evaluate(() => window.panelSent.fill(undefined));
      held.push(await measure(desk.page));
    }
    return held;
  } finally {
    await desk.close();
  }
}

async function workThrough({ page }: LessonDesk): Promise<void> {
  for (const question of await page.locator(".card.prediction").all())
    await question.locator(".answer-button").first().click();
  for (const card of await page.locator(".card.simulation").all()) {
    await card.scrollIntoViewIfNeeded();
    await card.locator("table").first().waitFor();
  }
  for (const figure of await page.locator("figure.diagram").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator("svg[aria-roledescription]").waitFor();
  }
}

async function measure(page: Page): Promise<Held> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize: heapBytes } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners: listeners } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heapBytes, nodes, listeners };
}
