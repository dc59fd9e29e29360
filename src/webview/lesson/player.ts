import { stepMs } from "../../core/lessons/playback";
import { fill } from "../../core/knowledge/wording";
import type { LessonLabels } from "../../protocol/lesson";
import { button, element } from "../shared/elements";
import { icon } from "./icons";
import { prefersReducedMotion } from "../shared/theme";

const speeds = [0.25, 0.5, 1, 2, 4] as const;

/** Buttons and a slider to go through the steps of a run. */
export interface Player {
  readonly element: HTMLElement;
  /** Other steps, such as those of the second run. It stops. */
  set(times: readonly number[], step: number): void;
  /** From the beginning, unless the reader wants nothing to move. */
  play(): void;
}

/** Makes a player. `onStep` hears of every step shown, and whether the reader went there by hand. */
export function createPlayer(
  labels: LessonLabels,
  signal: AbortSignal,
  onStep: (step: number, byHand: boolean) => void,
): Player {
  let times: readonly number[] = [0];
  let step = 0;
  let speed = 1;
  let timer: number | undefined;
  const seek = element("input", { type: "range", min: 0, step: 1, "aria-label": labels["panel.time"] });
  const clock = element("output", { class: "clock" });
  const play = button("", () => (timer === undefined ? start() : stop()), named(labels["panel.play"]));
  const back = button("", () => goBy(-1), named(labels["panel.stepBack"]));
  const forward = button("", () => goBy(1), named(labels["panel.stepForward"]));
  back.append(icon("stepBack"));
  forward.append(icon("stepForward"));

  const show = (next: number, byHand: boolean): void => {
    step = Math.max(0, Math.min(times.length - 1, next));
    const at = timeText(times[step] ?? 0);
    seek.value = String(step);
    seek.setAttribute("aria-valuetext", at);
    clock.textContent = fill(labels["panel.timeOf"], { time: at, end: timeText(times.at(-1) ?? 0) });
    onStep(step, byHand);
  };
  const mark = (): void => {
    const label = labels[timer === undefined ? "panel.play" : "panel.pause"];
    play.replaceChildren(icon(timer === undefined ? "play" : "pause"));
    for (const name of ["aria-label", "title"]) play.setAttribute(name, label);
  };
  const stop = (): void => {
    if (timer !== undefined) cancelAnimationFrame(timer);
    timer = undefined;
    mark();
  };
  const goBy = (steps: number): void => {
    stop();
    show(step + steps, true);
  };
  const start = (): void => {
    if (step >= times.length - 1) show(0, false);
    let due = performance.now() + stepMs(times.length, speed);
    const tick = (now: number): void => {
      // A frame may be longer than a step.
      let next = step;
      for (; now >= due && next < times.length - 1; due += stepMs(times.length, speed)) next++;
      if (next !== step) show(next, false);
      if (step < times.length - 1) timer = requestAnimationFrame(tick);
      else stop();
    };
    timer = requestAnimationFrame(tick);
    mark();
  };
  seek.addEventListener("input", () => {
    stop();
    show(Number(seek.value), true);
  });
  signal.addEventListener("abort", stop);
  const pace = speedChoice(labels, (chosen) => (speed = chosen));
  return {
    element: element("div", { class: "player", role: "group", "aria-label": labels["panel.player"] }, back, play, forward, seek, clock, pace),
    set: (next, at) => {
      stop();
      times = next;
      seek.max = String(next.length - 1);
      // Whoever wants nothing to move goes step by step.
      play.hidden = pace.hidden = prefersReducedMotion();
      show(at, false);
    },
    play: () => {
      if (prefersReducedMotion()) return;
      show(0, false);
      start();
    },
  }; // prettier-ignore
}

function named(label: string): { readonly title: string; readonly "aria-label": string } {
  return { title: label, "aria-label": label };
}

function speedChoice(labels: LessonLabels, choose: (speed: number) => void): HTMLSelectElement {
  const options = speeds.map((one) => element("option", { value: one, selected: one === 1 }, `${one}×`));
  const select = element("select", named(labels["panel.speed"]), ...options);
  select.addEventListener("change", () => choose(Number(select.value)));
  return select;
}

/** A time of a run in the unit that reads best. */
export function timeText(ns: number): string {
  if (ns === 0) return "0";
  for (const [unit, size] of [["s", 1e9], ["ms", 1e6], ["µs", 1e3]] as const) {
    if (ns >= size) return `${Number((ns / size).toPrecision(4))} ${unit}`;
  } // prettier-ignore
  return `${ns} ns`;
}
