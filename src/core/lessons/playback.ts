import { valueAt, type Series, type Timeline } from "../simulator/timeline/timeline";
import type { LessonSimulation } from "./lesson";

/** What a node of a diagram shows at a step. */
export interface NodeState {
  readonly node: string;
  readonly kind: "level" | "activity";
  readonly value: number;
  /** The value is nanoseconds of a CPU. */
  readonly isTime?: true;
  /** What the queue holds at most, where that is known. */
  readonly limit?: number;
  /** Something happened there at this very step. */
  readonly hasChanged: boolean;
}

/** A recorded run, to be looked at step by step: a step is a time at which some node changes. */
export interface Playback {
  /** Nanoseconds, rising; the first is 0. */
  readonly times: readonly number[];
  stateAt(step: number): readonly NodeState[];
  /** The last step that is not after a time. */
  stepAt(timeNs: number): number;
}

/** Ties the nodes of a diagram to what a run has recorded. A series the run does not have stays 0. */
export function playbackOf(timeline: Timeline, nodes: NonNullable<LessonSimulation["nodes"]>): Playback {
  const byName = new Map(timeline.series.map((series) => [series.name, series]));
  const tied = Object.entries(nodes).map(([node, what]) => {
    const kind = "level" in what ? "level" : "activity";
    return { node, kind, series: byName.get("level" in what ? what.level : what.activity) } as const;
  });
  const times = [...new Set([0, ...tied.flatMap(({ series }) => series?.times ?? [])])].sort((a, b) => a - b);
  const valueOf = (series: Series | undefined, step: number): number =>
    series ? valueAt(series, times[step] ?? 0) : 0;
  return {
    times,
    stateAt: (step) =>
      tied.map(({ node, kind, series }) => {
        const value = valueOf(series, step);
        const before = step === 0 ? value : valueOf(series, step - 1);
        const hasChanged = kind === "level" ? value !== before : value > before;
        const isTime = series?.name.endsWith("Ns") ? { isTime: true as const } : {};
        return {
          node,
          kind,
          value,
          hasChanged,
          ...isTime,
          ...(series?.limit !== undefined && { limit: series.limit }),
        };
      }),
    stepAt: (timeNs) => Math.max(0, times.findLastIndex((time) => time <= timeNs)), // prettier-ignore
  };
}

/** A run of many steps is played in about this time, of few in less. */
const wholeMs = 12_000;
const longestStepMs = 600;

/** How long a step stays when a run is played, in milliseconds. */
export function stepMs(steps: number, speed: number): number {
  return Math.min(longestStepMs, wholeMs / Math.max(1, steps)) / speed;
}
