// @ts-check
import { webviewFrame } from "../vscode/actions.mjs";
import { inEditor } from "./editor.mjs";

const RUN_LIMIT_MS = 120_000;

/**
 * How smoothly the simulator panel draws. Frames that come later than two of the screen's are late.
 * @typedef {{ frames: number, seconds: number, lateFrames: number, longestFrameMs: number, longTasks: number, longestTaskMs: number }} Smoothness
 */

/**
 * Opens a run of a million packets in the simulator panel of a real VS Code and plays it once.
 * @returns {Promise<{ opening: Smoothness, playing: Smoothness, secondsToStudy: number }>}
 */
export function measurePlaying() {
  const args = { scenario: "ring-overflow", set: { frames: "1000000" } };
  const keys = [{ key: "ctrl+alt+1", command: "netstackLens.openSimulator", args }];
  return inEditor({ keys }, (inWindow) => inWindow(play));
}

/** @param {import("playwright-core").Page} page */
async function play(page) {
  const pressed = performance.now();
  await page.keyboard.press("Control+Alt+1");
  const frame = await webviewFrame(page);
  await frame.locator("h1").waitFor();
  await frame.locator("body").evaluate(startWatching);
  await frame.locator(".player .play").waitFor({ timeout: RUN_LIMIT_MS });
  await frame.locator(".path .run").first().waitFor({ timeout: RUN_LIMIT_MS });
  const secondsToStudy = (performance.now() - pressed) / 1000;
  const opening = await frame.locator("body").evaluate(stopWatching);
  await frame.locator(".player [type=range]").focus();
  await page.keyboard.press("Home");
  await frame.locator("body").evaluate(startWatching);
  await frame.locator(".player .play").click();
  const atEnd = frame.locator(".player [type=range]");
  while (Number(await atEnd.inputValue()) < 1000) await page.waitForTimeout(500);
  return { opening, playing: await frame.locator("body").evaluate(stopWatching), secondsToStudy };
}

/** Runs in the panel. */
function startWatching() {
  /** @type {any} */
  const all = globalThis;
  /** @type {{ stamps: number[], tasks: number[] }} */
  const watched = (all.watched = { stamps: [], tasks: [] });
  new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" }); // prettier-ignore
  const stamp = (/** @type {number} */ now) => {
    watched.stamps.push(now);
    if (all.watched === watched) requestAnimationFrame(stamp);
  };
  requestAnimationFrame(stamp);
}

/** Runs in the panel. @returns {Smoothness} */
function stopWatching() {
  /** @type {any} */
  const all = globalThis;
  /** @type {{ stamps: number[], tasks: number[] }} */
  const { stamps, tasks } = all.watched;
  all.watched = undefined;
  const gaps = stamps.slice(1).map((now, index) => now - (stamps[index] ?? now));
  return {
    frames: gaps.length,
    seconds: ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)) / 1000,
    lateFrames: gaps.filter((gap) => gap > 34).length,
    longestFrameMs: Math.max(0, ...gaps),
    longTasks: tasks.length,
    longestTaskMs: Math.max(0, ...tasks),
  };
}
