// @ts-check
import { readFile, readdir } from "node:fs/promises";
import { inProject } from "../lib/project.mjs";
import { runCommand, webviewFrame } from "../vscode/actions.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./shots.mjs").Shot} Shot */
/** @typedef {Awaited<ReturnType<typeof webviewFrame>>} Frame */

/** So far into a run its picture is taken. */
const SHARE_PLAYED = 0.7;

/**
 * Opens a lesson and answers the panel's frame once its title stands there.
 * @param {Page} page
 * @param {string} title
 * @returns {Promise<Frame>}
 */
export async function openLesson(page, title) {
  await runCommand(page, "View: Close All Editors");
  await runCommand(page, "Netstack Lens: Open Lesson");
  const row = page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: title }).first();
  await page.locator(".quick-input-widget:visible input[type=text]").fill(title);
  await row.click();
  const frame = await webviewFrame(page);
  await frame.locator("h1", { hasText: title }).waitFor();
  await page.mouse.move(1, 1);
  return frame;
}

/**
 * Brings a diagram into sight and waits until it is drawn.
 * @param {Frame} frame
 * @param {number} index
 */
export async function showDiagram(frame, index) {
  const figure = frame.locator(".body figure.diagram").nth(index);
  await figure.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await figure.locator("svg[aria-roledescription]").first().waitFor();
}

/**
 * Shows a simulation as it is in the course of its run.
 * @param {Frame} frame
 * @param {string} id
 * @param {boolean} isAsked whether it waits for an answer of the reader
 */
export async function showSimulation(frame, id, isAsked) {
  const card = frame.locator(`#simulation-${id}`);
  await card.evaluate((element) => element.scrollIntoView({ block: "start" }));
  // The button of a run that is under way would end it.
  const locked = card.locator(".content > button");
  if (isAsked && (await locked.isVisible())) await locked.click();
  await card.locator("table").first().waitFor();
  const seek = card.locator(".player input[type=range]");
  if ((await seek.count()) === 0) return;
  await card.locator(".run").evaluate((element) => element.scrollIntoView({ block: "start" }));
  await card.locator("svg[aria-roledescription]").first().waitFor();
  await seek.fill(String(Math.round(Number(await seek.getAttribute("max")) * SHARE_PLAYED)));
}

/**
 * Every lesson: its top, each of its diagrams, and each simulation in the course of its run.
 * @returns {Promise<readonly Shot[]>}
 */
export async function lessonShots() {
  const folder = inProject("dist", "content", "lessons");
  const files = (await readdir(folder)).filter((file) => !file.startsWith("search.")).sort();
  const lessons = await Promise.all(files.map(async (file) => JSON.parse(await readFile(`${folder}/${file}`, "utf8"))));
  return lessons.flatMap(({ id, language, title, body, simulations, predictions }) => {
    const diagrams = body.split(/^```mermaid$/m).length - 1;
    /** @type {(suffix: string, act: (frame: Frame) => Promise<void>) => Shot} */
    const shot = (suffix, act) => ({
      name: `lesson-${id}-${suffix}-${language}`,
      language,
      run: async (page) => {
        const open = page.locator(".tab.active", { hasText: title });
        await act((await open.count()) > 0 ? await webviewFrame(page) : await openLesson(page, title));
      },
    });
    return [
      shot("top", (frame) => frame.locator("h1").evaluate((heading) => heading.scrollIntoView({ block: "center" }))),
      ...Array.from({ length: diagrams }, (_, index) => shot(`diagram-${index + 1}`, (frame) => showDiagram(frame, index))), // prettier-ignore
      ...simulations.map((/** @type {{ id: string }} */ one) => shot(`simulation-${one.id}`, (frame) => showSimulation(frame, one.id, predictions.some((/** @type {{ simulation: string }} */ { simulation }) => simulation === one.id)))), // prettier-ignore
    ];
  });
}
