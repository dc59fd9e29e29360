import { timeWords } from "../../core/simulation/timeWords";
import { button, element } from "../shared/elements";
import { icon, iconButton } from "./icons";
import { prefersReducedMotion } from "../shared/theme";
import type { Axis, AxisKind } from "./axis";
import type { Words } from "./words";

/** The time axis with its buttons. */
export interface Player {
  /** Another run: its end is shown. */
  show(axis: Axis): void;
  /** Shows a moment; while it is played nobody is told in words. */
  seek(ns: number): void;
  dispose(): void;
}

/** Hears what time is shown. `isPlaying`: many will follow. */
export type OnTime = (ns: number, isPlaying: boolean) => void;

const rangeSteps = 1000;
/** Seconds the whole axis takes at speed 1. */
const wholeSeconds = 12;
const speeds = [0.25, 0.5, 1, 2, 4] as const;
/** Readers who want nothing to move get so many still pictures instead, each for so long. */
const [stills, stillMs] = [24, 700] as const;

export function createPlayer(parent: HTMLElement, words: Words, onTime: OnTime, onAxis: (kind: AxisKind) => void): Player {
  let axis: Axis | undefined;
  let atNs = 0;
  let frame = 0;
  let startedAt: number | undefined;
  let startedFrom = 0;

  const say = (id: string): Record<string, string> => ({ "aria-label": words(id), title: words(id), class: "icon" });
  const toggle = button("", () => (isPlaying() ? pause() : play()), { class: "play" });
  const range = element("input", { type: "range", min: 0, max: rangeSteps, step: 1, "aria-label": words("seek") });
  const shown = element("output", { class: "time" });
  const speed = element("select", { "aria-label": words("speed"), title: words("speed") }, ...speeds.map((one) => element("option", { value: one, selected: one === 1 }, `${one}×`)));
  const kinds = element("select", { "aria-label": words("axis"), title: words("axis") },
    element("option", { value: "steps" }, words("axisSteps")), element("option", { value: "time" }, words("axisTime")));
  const bar = element("div", { class: "player", role: "group", "aria-label": words("axis") },
    iconButton("start", () => seek(0), say("toStart")), iconButton("back", () => axis && seek(axis.previous(atNs)), say("stepBack")),
    toggle,
    iconButton("forward", () => axis && seek(axis.next(atNs)), say("stepForward")), iconButton("end", () => axis && seek(axis.endNs), say("toEnd")),
    range, shown, speed, kinds);
  parent.append(bar);

  const isPlaying = (): boolean => startedAt !== undefined;

  function display(ns: number): void {
    atNs = ns;
    if (!axis) return;
    const value = String(Math.round(axis.positionOf(ns) * rangeSteps));
    if (range.value !== value) range.value = value;
    const text = words("at", { time: timeWords(Math.round(ns)), end: timeWords(axis.endNs) });
    if (shown.textContent === text) return;
    shown.textContent = text;
    range.setAttribute("aria-valuetext", text);
  }

  function seek(ns: number): void {
    pause();
    display(ns);
    onTime(ns, false);
  }

  function label(): void {
    toggle.replaceChildren(icon(isPlaying() ? "pause" : "play"));
    const text = words(isPlaying() ? "pause" : "play");
    toggle.setAttribute("aria-label", text);
    toggle.title = text;
  }

  function pause(): void {
    if (!isPlaying()) return;
    cancelAnimationFrame(frame);
    startedAt = undefined;
    label();
    onTime(atNs, false);
  }

  function play(): void {
    if (!axis) return;
    startedFrom = atNs >= axis.endNs ? 0 : axis.positionOf(atNs);
    startedAt = performance.now();
    label();
    frame = requestAnimationFrame(tick);
  }

  function tick(now: number): void {
    if (!axis || startedAt === undefined) return;
    const elapsedMs = Math.max(0, now - startedAt);
    const position = prefersReducedMotion()
      ? startedFrom + Math.floor(elapsedMs / stillMs) / stills
      : startedFrom + (elapsedMs / 1000 / wholeSeconds) * Number(speed.value);
    const ns = axis.timeAt(position);
    if (ns !== atNs) {
      display(ns);
      onTime(ns, true);
    }
    if (position >= 1) pause();
    else frame = requestAnimationFrame(tick);
  }

  range.addEventListener("input", () => axis && seek(axis.timeAt(Number(range.value) / rangeSteps)));
  range.addEventListener("keydown", (event) => {
    // Of many moments one place of the slider would be several.
    const step = event.key === "ArrowRight" || event.key === "ArrowUp" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowDown" ? -1 : 0;
    if (step === 0 || !axis) return;
    event.preventDefault();
    seek(step > 0 ? axis.next(atNs) : axis.previous(atNs));
  });
  speed.addEventListener("change", () => {
    if (!isPlaying()) return;
    pause();
    play();
  });
  kinds.addEventListener("change", () => onAxis(kinds.value === "time" ? "time" : "steps"));
  label();

  return {
    show: (next) => {
      const wasAtEnd = !axis || atNs >= axis.endNs;
      axis = next;
      kinds.value = next.kind;
      seek(wasAtEnd ? next.endNs : Math.min(atNs, next.endNs));
    },
    seek,
    dispose: () => {
      cancelAnimationFrame(frame);
      startedAt = undefined;
      bar.remove();
    },
  };
} // prettier-ignore
