import type { Language } from "../core/knowledge/types";
import type { Sample, Watched } from "../core/live/watch";

/** A counter as the panel shows it. Texts are inline Markdown. */
export interface WatchItem extends Pick<Watched, "id" | "group" | "shows"> {
  readonly summary: string;
  readonly meaning: string;
  readonly points: string | undefined;
  /** What it counts. */
  readonly unit: string;
  /** Whether growth, or a high level, is bad. */
  readonly growth: "normal" | "watch" | "bad";
  /** Whose figure it is. */
  readonly scope: string;
  /** The key that decides most, and the one that bounds it. */
  readonly key: string | undefined;
  readonly limitKey: string | undefined;
  /** A lesson that tells of it. */
  readonly lesson: string | undefined;
}

/** Texts of the panel, in the language of explanations. */
export const watchLabels = [
  "title", "about", "choose", "pause", "resume", "export", "asTable", "asCharts", "now", "total", "limit", "grown",
  "peak", "perSecond", "missing", "waiting", "nothingChosen", "meaning", "points", "decides", "lesson", "explain",
  "counter", "unit", "paused", "running", "secondsAgo",
] as const; // prettier-ignore

export type WatchLabels = Readonly<Record<(typeof watchLabels)[number], string>>;

/** What a reader has chosen; the panel keeps it across a reload of the window. */
export interface WatchChoice {
  readonly chosen: readonly string[];
  readonly isPaused: boolean;
  readonly isTable: boolean;
}

/** From the extension to the watch panel. */
export type ToWatchPanel =
  | {
      readonly type: "setup";
      readonly language: Language;
      readonly labels: WatchLabels;
      readonly items: readonly WatchItem[];
      readonly choice: WatchChoice;
      readonly history: readonly Sample[];
    }
  | { readonly type: "sample"; readonly sample: Sample }
  | { readonly type: "failure"; readonly message: string };

/** From the watch panel to the extension. */
export type FromWatchPanel =
  /** It is drawn; what it had kept, if anything. */
  | { readonly type: "ready"; readonly choice: WatchChoice | undefined }
  | { readonly type: "choose"; readonly choice: WatchChoice }
  | { readonly type: "open"; readonly what: "counter" | "key" | "lesson"; readonly id: string }
  | { readonly type: "export" };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isFigures(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "number");
}

/** Whether something is a choice of ours: also what a window kept from another version. */
export function isWatchChoice(value: unknown): value is WatchChoice {
  return (
    isRecord(value) &&
    isTexts(value["chosen"]) &&
    typeof value["isPaused"] === "boolean" &&
    typeof value["isTable"] === "boolean"
  );
}

function isSample(value: unknown): value is Sample {
  return (
    isRecord(value) && typeof value["atMs"] === "number" && isFigures(value["values"]) && isFigures(value["limits"])
  );
}

function isItem(value: unknown): value is WatchItem {
  if (!isRecord(value) || !["rate", "level"].includes(String(value["shows"]))) return false;
  const texts = ["id", "group", "summary", "meaning", "unit", "growth", "scope"].map((name) => value[name]);
  const optional = ["points", "key", "limitKey", "lesson"].map((name) => value[name]);
  return isTexts(texts) && isTexts(optional.filter((one) => one !== undefined));
}

/** Whether something that arrived in the panel is a message of ours. */
export function isToWatchPanel(value: unknown): value is ToWatchPanel {
  if (!isRecord(value)) return false;
  switch (value["type"]) {
    case "failure":
      return typeof value["message"] === "string";
    case "sample":
      return isSample(value["sample"]);
    case "setup": {
      const { labels, items, history, choice } = value;
      return (
        typeof value["language"] === "string" &&
        isRecord(labels) &&
        watchLabels.every((name) => typeof labels[name] === "string") &&
        Array.isArray(items) &&
        items.every(isItem) &&
        Array.isArray(history) &&
        history.every(isSample) &&
        isWatchChoice(choice)
      );
    }
    default:
      return false;
  }
}

/** Whether something the panel sent is a message of ours. */
export function isFromWatchPanel(value: unknown): value is FromWatchPanel {
  if (!isRecord(value)) return false;
  switch (value["type"]) {
    case "ready":
      return value["choice"] === undefined || isWatchChoice(value["choice"]);
    case "choose":
      return isWatchChoice(value["choice"]);
    case "open":
      return ["counter", "key", "lesson"].includes(String(value["what"])) && typeof value["id"] === "string";
    default:
      return value["type"] === "export";
  }
}
