import { languages, type Language } from "../core/knowledge/types";
import type { Lesson } from "../core/lessons/lesson";

/** Fixed texts of the panel, in the lesson's language. */
export interface LessonLabels {
  readonly diagramFailed: string;
  readonly minutes: string;
  readonly sources: string;
  readonly keys: string;
  /** Names of the execution contexts, by the class diagrams give their nodes. */
  readonly contexts: Readonly<Record<string, string>>;
}

/** From the extension to the lesson panel. */
export interface ShowLesson {
  readonly type: "showLesson";
  readonly lesson: Lesson;
  readonly labels: LessonLabels;
}

/** The panel could not show what it was asked for. */
export interface ShowFailure {
  readonly type: "showFailure";
  readonly message: string;
}

export type ToLessonPanel = ShowLesson | ShowFailure;

/** From the lesson panel to the extension: it is drawn and waits for its lesson. */
export interface PanelReady {
  readonly type: "ready";
}

export type FromLessonPanel = PanelReady;

/** What the panel keeps across a reload of the window. */
export interface LessonPanelState {
  readonly lesson: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Whether something that arrived in the panel is a message of ours. */
export function isToLessonPanel(value: unknown): value is ToLessonPanel {
  if (!isRecord(value)) return false;
  if (value["type"] === "showFailure") return typeof value["message"] === "string";
  const lesson = value["lesson"];
  return (
    value["type"] === "showLesson" &&
    isRecord(value["labels"]) &&
    isRecord(value["labels"]["contexts"]) &&
    isRecord(lesson) &&
    typeof lesson["title"] === "string" &&
    typeof lesson["body"] === "string" &&
    languages.some((language: Language) => language === lesson["language"])
  );
}

/** Whether something the panel sent is a message of ours. */
export function isFromLessonPanel(value: unknown): value is FromLessonPanel {
  return isRecord(value) && value["type"] === "ready";
}

/** Whether a restored state names a lesson. */
export function isLessonPanelState(value: unknown): value is LessonPanelState {
  return isRecord(value) && typeof value["lesson"] === "string";
}
