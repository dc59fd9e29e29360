import type { Language, LessonPath, LessonTitle } from "../core/knowledge/types";
import type { Wording, WordingId } from "../core/knowledge/wording";
import type { Lesson } from "../core/lessons/lesson";
import type { LessonResults } from "../core/lessons/plainLesson";
import type { Subject, Term } from "../core/lessons/samples";
import type { LessonSection } from "../core/lessons/sections";
import type { RunResult } from "../core/simulator/scenario/run";

/** Fixed texts of the panel, in the lesson's language. */
export type LessonLabels = Pick<
  Wording,
  Extract<WordingId, `panel.${string}` | `context.${string}` | `punctuation.${string}`>
>;

/** How far the reader is. */
export interface ReadingState {
  /** Lessons read. */
  readonly read: readonly string[];
  /** Answers to the questions of the lesson shown: their index, by question. */
  readonly answered: Readonly<Record<string, number>>;
}

/** From the extension to the lesson panel. */
export type ToLessonPanel =
  | {
      readonly type: "showLesson";
      readonly lesson: Lesson;
      readonly labels: LessonLabels;
      readonly lessons: readonly LessonTitle[];
      readonly paths: readonly LessonPath[];
      readonly reading: ReadingState;
      /** The section to begin with. */
      readonly anchor?: string | undefined;
    }
  /** The panel could not show what it was asked for. */
  | { readonly type: "showFailure"; readonly message: string }
  | { readonly type: "reading"; readonly reading: ReadingState }
  | { readonly type: "searchSections"; readonly language: Language; readonly sections: readonly LessonSection[] }
  | { readonly type: "simulation"; readonly lesson: string; readonly id: string; readonly state: SimulationState }
  /** What can be explained in the texts of a request. */
  | { readonly type: "terms"; readonly request: number; readonly terms: readonly (readonly Term[])[] }
  /** Markdown, with command links. */
  | { readonly type: "explanation"; readonly request: number; readonly markdown: string }
  | { readonly type: "places"; readonly lesson: string; readonly places: readonly KeyPlace[] }
  /** What keys hold on this host now. */
  | { readonly type: "liveNotes"; readonly lesson: string; readonly notes: readonly LiveNote[] }
  /** Draw the lesson as a page of its own and send it back. */
  | { readonly type: "makePage"; readonly request: number; readonly results: LessonResults };

/** Where a run of a lesson's simulation stands. */
export type SimulationState =
  | { readonly kind: "running"; readonly events: number; readonly atNs: number }
  | { readonly kind: "done"; readonly results: readonly RunResult[] }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

/** A line of the reader's own files that sets a key. */
export interface KeyPlace {
  readonly key: string;
  readonly value: string;
  /** The file as it is shown. */
  readonly label: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Whether some scenario depends on the key. */
  readonly canSimulate: boolean;
}

/** What a key holds on this host now, in a sentence of Markdown. */
export interface LiveNote {
  readonly key: string;
  readonly markdown: string;
}

/** Commands that links in explanations may call, with one word. */
export const linkedCommands = ["netstackLens.openLesson", "netstackLens.explain"] as const;

/** From the lesson panel to the extension. */
export type FromLessonPanel =
  /** It is drawn and waits for its lesson. */
  | { readonly type: "ready" }
  | { readonly type: "openLesson"; readonly lesson: string; readonly anchor?: string | undefined }
  | { readonly type: "setLanguage"; readonly language: Language }
  | { readonly type: "markRead"; readonly lesson: string; readonly read: boolean }
  | { readonly type: "answer"; readonly lesson: string; readonly question: string; readonly answer: number }
  /** Of one lesson, or of all. */
  | { readonly type: "resetProgress"; readonly lesson?: string | undefined }
  | { readonly type: "loadSearch"; readonly language: Language }
  | { readonly type: "simulate" | "cancel" | "openSimulator"; readonly lesson: string; readonly id: string }
  | { readonly type: "findTerms"; readonly request: number; readonly texts: readonly SampleText[] }
  | { readonly type: "explain"; readonly request: number; readonly subject: Subject }
  | { readonly type: "command"; readonly command: (typeof linkedCommands)[number]; readonly argument: string }
  /** Where the reader's own files set the keys, and what they hold on this host. */
  | { readonly type: "findPlaces"; readonly lesson: string }
  | { readonly type: "openPlace"; readonly file: string; readonly line: number }
  /** The simulator with the values of a file, in a run for one of its keys. */
  | { readonly type: "simulatePlace"; readonly file: string; readonly key: string }
  | { readonly type: "openSample"; readonly lesson: string; readonly key: string }
  | { readonly type: "openMarkdown" | "exportHtml"; readonly lesson: string }
  | { readonly type: "page"; readonly request: number; readonly html: string };

/** A text in which words are to be explained. */
export interface SampleText {
  readonly kind: "code" | "console";
  readonly text: string;
}

/** What the panel keeps across a reload of the window. */
export interface LessonPanelState {
  readonly lesson: string;
  /** Another language than the setting's, where the reader chose one here. */
  readonly language?: Language | undefined;
  /** The suggested order that is followed. */
  readonly path?: string | undefined;
  /** What was at the top: a block of the lesson, and where its top was then, in pixels from that of the page. */
  readonly place?: { readonly block: number; readonly offset: number } | undefined;
}
