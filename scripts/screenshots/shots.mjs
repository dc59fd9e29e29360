// @ts-check
import { openFile, runCommand } from "../vscode/actions.mjs";
import { hoverText } from "../vscode/hover.mjs";
import { openLesson, showDiagram } from "./lessonShots.mjs";
import { showSimulator } from "./panelShots.mjs";

/**
 * One picture: `run` brings the window into the state to be shown. `language` is that of the explanations.
 * @typedef {{ name: string, language: "en" | "zh-cn", run: (page: import("playwright-core").Page) => Promise<void> }} Shot
 */

/**
 * The lesson fills the window, at one of its diagrams or at its top.
 * @param {import("playwright-core").Page} page
 * @param {string} title
 * @param {number} [diagram]
 */
async function showLesson(page, title, diagram) {
  const frame = await openLesson(page, title);
  if (diagram !== undefined) await showDiagram(frame, diagram);
  await page.locator(".workbench-hover:visible").waitFor({ state: "hidden" });
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} text
 * @param {string} expected
 * @param {string} [file]
 */
async function showHover(page, text, expected, file = "99-tuning.conf") {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, file);
  await hoverText(page, text, expected);
}

/**
 * The findings of the sample in the Problems view.
 * @param {import("playwright-core").Page} page
 * @param {string} file
 */
async function showFindings(page, file) {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, file);
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "Netstack Lens" }).first().waitFor();
  await page.mouse.move(1, 1);
}

/**
 * The human units behind the figures of the cursor's line.
 * @param {import("playwright-core").Page} page
 * @param {string} text of that line
 * @param {string} hint
 */
async function showInlayHints(page, text, hint) {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, "99-tuning.conf");
  await page.locator(".view-line", { hasText: text }).first().click();
  await page.locator(".view-line", { hasText: hint }).first().waitFor();
  await page.mouse.move(1, 1);
}

/** All pictures, those of one language in a row. @type {readonly Shot[]} */
export const shots = Object.freeze([
  { name: "hover-key", language: "en", run: (page) => showHover(page, "net.core.somaxconn", "accept queue") },
  { name: "hover-value", language: "en", run: (page) => showHover(page, "87380", "tcp_rmem") },
  { name: "hover-dump", language: "en", run: (page) => showHover(page, "431", "TcpExtListenDrops", "ticket.md") },
  { name: "inlay-hints", language: "en", run: (page) => showInlayHints(page, "tcp_rmem", "85.3") },
  { name: "lesson", language: "en", run: (page) => showLesson(page, "Ring buffer") },
  { name: "lesson-receive", language: "en", run: (page) => showLesson(page, "Ring buffer", 0) },
  { name: "lesson-transmit", language: "en", run: (page) => showLesson(page, "Ring buffer", 1) },
  { name: "simulator", language: "en", run: showSimulator },
  // They open a view below, which stays.
  { name: "findings", language: "en", run: (page) => showFindings(page, "99-tuning.conf") },
  { name: "findings-yaml", language: "en", run: (page) => showFindings(page, "deployment.yaml") },
  { name: "hover-value-zh-cn", language: "zh-cn", run: (page) => showHover(page, "87380", "默认值") },
  { name: "lesson-receive-zh-cn", language: "zh-cn", run: (page) => showLesson(page, "环形缓冲区", 0) },
  { name: "lesson-transmit-zh-cn", language: "zh-cn", run: (page) => showLesson(page, "环形缓冲区", 1) },
]);
