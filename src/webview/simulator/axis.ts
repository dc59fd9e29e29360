import type { Timeline } from "../../core/simulator/timeline/timeline";

/** How places on the time axis stand for times: as they are, or with room for every moment something changed. */
export type AxisKind = "steps" | "time";

/** Moments one can step through; of more, evenly chosen ones. */
const mostSteps = 2000;

/** The one time axis of all pictures: positions from 0 to 1. */
export class Axis {
  /** Moments at which something changed, rising; the first is 0 and the last the end. */
  readonly steps: readonly number[];
  readonly endNs: number;

  constructor(
    timelines: readonly Timeline[],
    readonly kind: AxisKind,
  ) {
    this.endNs = Math.max(1, ...timelines.map(({ endNs }) => endNs));
    const times = new Set([0, this.endNs]);
    for (const { series, events, endNs } of timelines) {
      for (const one of series)
        if (!one.name.endsWith("Ns")) for (const at of one.times) times.add(Math.min(at, endNs));
      for (const { atNs } of events) times.add(Math.min(atNs, endNs));
    }
    const sorted = [...times].sort((a, b) => a - b);
    const every = Math.ceil(sorted.length / mostSteps);
    this.steps = every === 1 ? sorted : sorted.filter((_, at) => at % every === 0 || at === sorted.length - 1);
  }

  /** The time at a position. */
  timeAt(position: number): number {
    const at = Math.min(1, Math.max(0, position));
    if (this.kind === "time") return at * this.endNs;
    const place = at * (this.steps.length - 1);
    const before = this.steps[Math.floor(place)] ?? 0;
    const behind = this.steps[Math.ceil(place)] ?? this.endNs;
    return before + (behind - before) * (place - Math.floor(place));
  }

  positionOf(ns: number): number {
    if (this.kind === "time") return Math.min(1, Math.max(0, ns / this.endNs));
    const last = this.steps.length - 1;
    const at = this.indexUpTo(ns);
    const [before, behind] = [this.steps[at] ?? 0, this.steps[at + 1]];
    const within = behind === undefined ? 0 : (ns - before) / (behind - before);
    return Math.min(1, (at + Math.max(0, within)) / last);
  }

  /** The next moment something changed; the end stays the end. */
  next(ns: number): number {
    return this.steps[this.indexUpTo(ns) + 1] ?? this.endNs;
  }

  previous(ns: number): number {
    const at = this.indexUpTo(ns);
    return (this.steps[at] ?? 0) < ns ? (this.steps[at] ?? 0) : (this.steps[at - 1] ?? 0);
  }

  /** The last step that is not after a time. */
  private indexUpTo(ns: number): number {
    let low = 0;
    let high = this.steps.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.steps[middle] ?? 0) <= ns) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Runs whose moments crowd in a small part of their time need room for them. */
export function fittingKind(timelines: readonly Timeline[]): AxisKind {
  const { steps, endNs } = new Axis(timelines, "time");
  const median = steps[steps.length >> 1] ?? 0;
  return median < 0.2 * endNs || median > 0.8 * endNs ? "steps" : "time";
}
