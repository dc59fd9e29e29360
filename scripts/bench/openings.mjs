// @ts-check
import { readFile } from "node:fs/promises";
import { inProject } from "../lib/project.mjs";
import { openFile, webviewFrame } from "../vscode/actions.mjs";
import { inEditor } from "./editor.mjs";

const LIMIT_MS = 60_000;
/** What the opening of the file set off ends first. */
const PAUSE_MS = 2000;

/**
 * How long after the key was pressed there was text to read, and every diagram.
 * @typedef {{ textMs: number, diagramsMs: number }} Opening
 * @typedef {"lesson" | "preview"} Way
 */

/** @type {Readonly<Record<Way, string>>} */
const keys = { lesson: "Control+Alt+1", preview: "Control+Alt+2" };

/**
 * Opens a lesson in our panel and the same Markdown in the editor's own preview, both in a fresh window of a real
 * VS Code, each first in every other run.
 * @param {number} runs
 * @param {string} id of the lesson
 * @returns {Promise<{ lessonFirst: boolean, lesson: Opening, preview: Opening }[]>}
 */
export async function measureOpenings(runs, id) {
  const lesson = JSON.parse(await readFile(inProject("dist", "content", "lessons", `${id}.en.json`), "utf8"));
  const bindings = [
    { key: "ctrl+alt+1", command: "netstackLens.openLesson", args: id },
    { key: "ctrl+alt+2", command: "markdown.showPreviewToSide" },
  ];
  return inEditor({ files: { "lesson.md": markdownOf(lesson) }, keys: bindings }, async (inWindow) => {
    const measured = [];
    for (let run = 0; run < runs; run++) {
      const lessonFirst = run % 2 === 0;
      measured.push(
        await inWindow(async (page) => {
          const early = lessonFirst ? await open(page, "lesson", lesson) : undefined;
          const preview = await open(page, "preview", lesson);
          return { lessonFirst, preview, lesson: early ?? (await open(page, "lesson", lesson)) };
        }),
      );
    }
    return measured;
  });
}

/**
 * A lesson as a file; what only our panel can show is left out.
 * @param {{ title: string, question: string, answer: string, body: string }} lesson
 */
function markdownOf({ title, question, answer, body }) {
  const rest = body.replace(/^```(?:prediction|simulation)\n[^]*?^```$/gm, "");
  return `# ${title}\n\n${question}\n\n${answer}\n\n${rest}`;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {Way} way
 * @param {{ title: string, body: string }} lesson
 * @returns {Promise<Opening>}
 */
async function open(page, way, { title, body }) {
  await openFile(page, "lesson.md");
  await page.waitForTimeout(PAUSE_MS);
  const diagrams = body.split(/^```mermaid$/m).length - 1;
  const pressed = performance.now();
  await page.keyboard.press(keys[way]);
  const frame = await webviewFrame(page);
  await frame.locator("h1", { hasText: title }).waitFor({ timeout: LIMIT_MS });
  const textMs = performance.now() - pressed;
  const drawn = frame.locator("svg[aria-roledescription]");
  for (let diagram = 0; diagram < diagrams; diagram++) {
    // Ours are drawn when they come into sight.
    if (way === "lesson") await frame.locator("figure.diagram").nth(diagram).evaluate((figure) => figure.scrollIntoView()); // prettier-ignore
    await drawn.nth(diagram).waitFor({ timeout: LIMIT_MS });
  }
  return { textMs, diagramsMs: performance.now() - pressed };
}
