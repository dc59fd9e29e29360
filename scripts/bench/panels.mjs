// @ts-check
import { buildPanelBench } from "../lib/buildTests.mjs";
import { panelSizes } from "./bundles.mjs";
import { measureOpenings } from "./openings.mjs";
import { measurePlaying } from "./playing.mjs";

const OPENINGS = 6;
const ROUNDS = 3;
const LESSON = "buffers";

const kilobytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} KB`;
const ms = (/** @type {number} */ time) => `${Math.round(time)} ms`;

/** Measures the panels of the built extension, and prints what came of it. */
export async function benchPanels() {
  console.log("what panels load, minified, and as gzip packs it:");
  for (const { panel, initial, later } of await panelSizes()) {
    const size = (/** @type {{ bytes: number, gzip: number }} */ one) => `${kilobytes(one.bytes)} (${kilobytes(one.gzip)})`; // prettier-ignore
    console.log(
      `  ${panel.padEnd(10)} at once ${size(initial)}${later.files > 0 ? `, as drawn up to ${size(later)}` : ""}`,
    );
  }

  const openings = await measureOpenings(OPENINGS, LESSON);
  // Whichever comes first pays for the window's own first time, so both are compared in the same place.
  for (const isFirst of [true, false]) {
    const ours = openings.filter(({ lessonFirst }) => lessonFirst === isFirst).map(({ lesson }) => lesson);
    const theirs = openings.filter(({ lessonFirst }) => lessonFirst !== isFirst).map(({ preview }) => preview);
    const place = isFirst ? "first" : "second";
    for (const [what, field] of /** @type {const} */ ([
      ["text", "textMs"],
      ["every diagram", "diagramsMs"],
    ])) {
      // prettier-ignore
      const panel = middle(ours.map((time) => time[field]));
      const preview = middle(theirs.map((time) => time[field]));
      console.log(`opened ${place} in a window, ${what}: lesson panel ${ms(panel)}, Markdown preview ${ms(preview)}, ratio ${(panel / preview).toFixed(2)}`); // prettier-ignore
    }
  }

  const { opening, playing, secondsToStudy } = await measurePlaying();
  console.log(`simulator panel, a run of a million packets: shown after ${secondsToStudy.toFixed(1)} s, longest task ${ms(opening.longestTaskMs)}`); // prettier-ignore
  console.log(`  played in ${playing.seconds.toFixed(1)} s: ${(playing.frames / playing.seconds).toFixed(1)} frames a second, ${playing.lateFrames} of ${playing.frames} later than two of the screen's, longest ${ms(playing.longestFrameMs)}; ${playing.longTasks} tasks over 50 ms, longest ${ms(playing.longestTaskMs)} (aim: none)`); // prettier-ignore

  /** @type {{ measureLessonMemory: (rounds: number) => Promise<{ heapBytes: number, nodes: number, listeners: number }[]> }} */
  const { measureLessonMemory } = await import(await buildPanelBench("lessonMemory"));
  const rounds = await measureLessonMemory(ROUNDS);
  rounds.forEach(
    ({ heapBytes, nodes, listeners }, round) =>
    console.log(`lesson panel after all lessons in both languages, round ${round + 1}: heap ${(heapBytes / 1e6).toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners`), // prettier-ignore
  );
}

/** @param {readonly number[]} values */
function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
