// @ts-check
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inProject } from "../lib/project.mjs";
import { openFile, webviewFrame } from "../vscode/actions.mjs";
import { linkExtension } from "../vscode/linkExtension.mjs";
import { startServer } from "../vscode/server.mjs";
import { openWorkbench } from "../vscode/workbench.mjs";

/** For extension hosts and language services that are still starting. */
const SETTLE_MS = 5000;
const LIMIT_MS = 60_000;

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
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-bench-"));
  const workspace = path.join(scratch, "workspace");
  const dataDir = path.join(scratch, "data");
  const extensionsDir = path.join(scratch, "extensions");
  const measured = [];
  try {
    await mkdir(workspace);
    await writeFile(path.join(workspace, "lesson.md"), markdownOf(lesson));
    await linkExtension(extensionsDir);
    await writeKeys(path.join(dataDir, "data", "User"), id);
    const server = await startServer({ dataDir, extensionsDir });
    for (let run = 0; run < runs; run++) {
      const workbench = await openWorkbench({ server, workspace });
      try {
        const lessonFirst = run % 2 === 0;
        const early = lessonFirst ? await open(workbench.page, "lesson", lesson) : undefined;
        const preview = await open(workbench.page, "preview", lesson);
        measured.push({ lessonFirst, preview, lesson: early ?? (await open(workbench.page, "lesson", lesson)) });
      } finally {
        await workbench.close();
      }
    }
    await server.stop();
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  return measured;
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
 * @param {string} folder
 * @param {string} lesson
 */
async function writeKeys(folder, lesson) {
  await mkdir(folder, { recursive: true });
  const bindings = [
    { key: "ctrl+alt+1", command: "netstackLens.openLesson", args: lesson },
    { key: "ctrl+alt+2", command: "markdown.showPreviewToSide" },
  ];
  await writeFile(path.join(folder, "keybindings.json"), JSON.stringify(bindings));
}

/**
 * @param {import("playwright-core").Page} page
 * @param {Way} way
 * @param {{ title: string, body: string }} lesson
 * @returns {Promise<Opening>}
 */
async function open(page, way, { title, body }) {
  await openFile(page, "lesson.md");
  await page.waitForTimeout(SETTLE_MS);
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
