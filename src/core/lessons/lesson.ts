import type { Language, Source } from "../knowledge/types";

/** One lesson in one language, as the build compiles it. */
export interface Lesson {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  /** The learner's question. */
  readonly question: string;
  /** The short answer. */
  readonly answer: string;
  readonly minutes: number;
  readonly difficulty: "beginner" | "intermediate" | "advanced";
  readonly prerequisites: readonly string[];
  /** Sysctl keys the lesson touches. */
  readonly keys: readonly string[];
  readonly sources: readonly Source[];
  /** Markdown, headings from level 2. */
  readonly body: string;
}
