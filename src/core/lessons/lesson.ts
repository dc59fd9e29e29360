import type { Language, LessonOutline, Source } from "../knowledge/types";

/** A run that a lesson shows, or two side by side. Linux 6.18, seed 1. */
export interface LessonSimulation {
  readonly id: string;
  /** A scenario of ours. */
  readonly scenario: string;
  /** Inline Markdown. */
  readonly caption: string;
  /** Parameters, as written. */
  readonly set?: Readonly<Record<string, string>>;
  /** What a second run has in addition. */
  readonly change?: Readonly<Record<string, string>>;
  /** Observed figures to be listed. */
  readonly show: readonly string[];
  /** Which diagram of the lesson shows the run, counted from 1. */
  readonly diagram?: number;
  /** What its nodes show while the run is played: series of the timeline, by node. */
  readonly nodes?: Readonly<Record<string, { readonly level: string } | { readonly activity: string }>>;
}

/** A question the reader answers before a simulation is played. */
export interface Prediction {
  readonly id: string;
  /** What is played once there is an answer. */
  readonly simulation: string;
  /** Inline Markdown, as are the texts of the answers. */
  readonly question: string;
  readonly answers: readonly PredictionAnswer[];
}

/** One of several answers. */
export interface PredictionAnswer {
  readonly text: string;
  readonly right?: true;
  /** Why it tempts, or why it holds. */
  readonly why: string;
}

/** One lesson in one language, as the build compiles it. */
export interface Lesson extends Omit<LessonOutline, "predictions"> {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  /** The short answer. */
  readonly answer: string;
  /** Sysctl keys the lesson touches. */
  readonly keys: readonly string[];
  readonly sources: readonly Source[];
  readonly predictions: readonly Prediction[];
  readonly simulations: readonly LessonSimulation[];
  /** Markdown, headings from level 2. Fences `prediction` and `simulation` hold an id. */
  readonly body: string;
}
