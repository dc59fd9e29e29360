import { languages, type Language } from "../core/knowledge/types";
import { linkedCommands, type FromLessonPanel, type LessonPanelState, type ToLessonPanel } from "./lesson";

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isLanguage = (value: unknown): value is Language => languages.some((one) => one === value);
const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
const isOptional = (value: unknown, isIt: (value: unknown) => boolean): boolean => value === undefined || isIt(value);
const hasTexts = (value: unknown, ...names: readonly string[]): value is Fields =>
  isRecord(value) && names.every((name) => isText(value[name]));
const isMapOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  isRecord(value) && Object.values(value).every(isItem);

const toPanel: Readonly<Record<ToLessonPanel["type"], (message: Fields) => boolean>> = {
  showLesson: ({ lesson, labels, lessons, paths, reading, anchor }) =>
    isLesson(lesson) &&
    isMapOf(labels, isText) &&
    isListOf(lessons, (one) => hasTexts(one, "id", "title")) &&
    isListOf(paths, (one) => hasTexts(one, "id", "title", "description") && isListOf(one["lessons"], isText)) &&
    isReading(reading) &&
    isOptional(anchor, isText),
  showFailure: (message) => hasTexts(message, "message"),
  reading: ({ reading }) => isReading(reading),
  searchSections: ({ language, sections }) =>
    isLanguage(language) && isListOf(sections, (one) => hasTexts(one, "lesson", "title", "heading", "anchor", "text")),
  simulation: (message) => hasTexts(message, "lesson", "id") && isSimulationState(message["state"]),
  terms: ({ request, terms }) => isCount(request) && isListOf(terms, (one) => isListOf(one, isTerm)),
  explanation: ({ request, markdown }) => isCount(request) && isText(markdown),
  places: ({ lesson, places }) => isText(lesson) && isListOf(places, isPlace),
  liveNotes: ({ lesson, notes }) => isText(lesson) && isListOf(notes, (one) => hasTexts(one, "key", "markdown")),
  makePage: ({ request, results }) => isCount(request) && isMapOf(results, (one) => isListOf(one, isResult)),
};

const fromPanel: Readonly<Record<FromLessonPanel["type"], (message: Fields) => boolean>> = {
  ready: () => true,
  openLesson: ({ lesson, anchor }) => isText(lesson) && isOptional(anchor, isText),
  setLanguage: ({ language }) => isLanguage(language),
  markRead: ({ lesson, read }) => isText(lesson) && typeof read === "boolean",
  answer: (message) => hasTexts(message, "lesson", "question") && isCount(message["answer"]),
  resetProgress: ({ lesson }) => isOptional(lesson, isText),
  loadSearch: ({ language }) => isLanguage(language),
  simulate: (message) => hasTexts(message, "lesson", "id"),
  cancel: (message) => hasTexts(message, "lesson", "id"),
  openSimulator: (message) => hasTexts(message, "lesson", "id"),
  findTerms: ({ request, texts }) =>
    isCount(request) &&
    isListOf(texts, (one) => hasTexts(one, "text") && /^(?:code|console)$/.test(String(one["kind"]))),
  explain: ({ request, subject }) => isCount(request) && isSubject(subject),
  command: ({ command, argument }) => linkedCommands.some((one) => one === command) && isText(argument),
  findPlaces: (message) => hasTexts(message, "lesson"),
  openPlace: ({ file, line }) => isText(file) && isCount(line),
  simulatePlace: (message) => hasTexts(message, "file", "key"),
  openSample: (message) => hasTexts(message, "lesson", "key"),
  openMarkdown: (message) => hasTexts(message, "lesson"),
  exportHtml: (message) => hasTexts(message, "lesson"),
  page: ({ request, html }) => isCount(request) && isText(html),
};

/** Whether something that arrived in the panel is a message of ours. */
export function isToLessonPanel(value: unknown): value is ToLessonPanel {
  return isMessage(value, toPanel);
}

/** Whether something the panel sent is a message of ours. */
export function isFromLessonPanel(value: unknown): value is FromLessonPanel {
  return isMessage(value, fromPanel);
}

/** Whether a restored state names a lesson. */
export function isLessonPanelState(value: unknown): value is LessonPanelState {
  const isAt = (place: unknown): boolean =>
    isRecord(place) && isCount(place["block"]) && Number.isFinite(place["offset"]);
  return (
    hasTexts(value, "lesson") &&
    isOptional(value["language"], isLanguage) &&
    isOptional(value["path"], isText) &&
    isOptional(value["place"], isAt)
  );
}

function isMessage(value: unknown, kinds: Readonly<Record<string, (message: Fields) => boolean>>): boolean {
  if (!hasTexts(value, "type")) return false;
  const type = String(value["type"]);
  return Object.hasOwn(kinds, type) && kinds[type]?.(value) === true;
}

function isLesson(value: unknown): boolean {
  return (
    hasTexts(value, "id", "title", "question", "answer", "difficulty", "body") &&
    isLanguage(value["language"]) &&
    isCount(value["minutes"]) &&
    isListOf(value["keys"], isText) &&
    isListOf(value["prerequisites"], isText) &&
    isListOf(value["sources"], isRecord) &&
    isListOf(value["predictions"], isPrediction) &&
    isListOf(value["simulations"], isSimulation)
  );
}

function isPrediction(value: unknown): boolean {
  const isAnswers = (answers: unknown): boolean => isListOf(answers, (one) => hasTexts(one, "text", "why"));
  return hasTexts(value, "id", "simulation", "question") && isAnswers(value["answers"]);
}

function isSimulation(value: unknown): boolean {
  return (
    hasTexts(value, "id", "scenario", "caption") &&
    isListOf(value["show"], isText) &&
    isOptional(value["set"], (set) => isMapOf(set, isText)) &&
    isOptional(value["change"], (change) => isMapOf(change, isText)) &&
    isOptional(value["nodes"], (nodes) => isMapOf(nodes, (one) => hasTexts(one, "level") || hasTexts(one, "activity")))
  );
}

function isReading(value: unknown): boolean {
  return isRecord(value) && isListOf(value["read"], isText) && isMapOf(value["answered"], isCount);
}

function isSimulationState(value: unknown): boolean {
  if (!hasTexts(value, "kind")) return false;
  switch (value["kind"]) {
    case "running":
      return Number.isFinite(value["events"]) && Number.isFinite(value["atNs"]);
    case "done":
      return isListOf(value["results"], isResult);
    case "failed":
      return isText(value["message"]);
    default:
      return value["kind"] === "cancelled";
  }
}

function isResult(value: unknown): boolean {
  return (
    isRecord(value) &&
    isRecord(value["observed"]) &&
    isRecord(value["params"]) &&
    isListOf(value["drops"], (one) => hasTexts(one, "place", "where", "counter") && isCount(one["count"])) &&
    isOptional(value["timeline"], isTimeline)
  );
}

function isTimeline(value: unknown): boolean {
  const isNumbers = (list: unknown): boolean => isListOf(list, (one) => typeof one === "number");
  return (
    isRecord(value) &&
    Number.isFinite(value["endNs"]) &&
    isListOf(value["series"], (one) => hasTexts(one, "name") && isNumbers(one["times"]) && isNumbers(one["values"]))
  );
}

function isTerm(value: unknown): boolean {
  return isRecord(value) && isCount(value["start"]) && isCount(value["end"]) && isSubject(value["subject"]);
}

function isSubject(value: unknown): boolean {
  if (!hasTexts(value, "kind")) return false;
  if (value["kind"] === "key") return isText(value["key"]);
  if (value["kind"] === "value") return hasTexts(value, "key", "value") && isCount(value["word"]);
  return value["kind"] === "field" && isText(value["name"]) && isOptional(value["value"], isText);
}

function isPlace(value: unknown): boolean {
  return hasTexts(value, "key", "value", "label", "file") && isCount(value["line"]);
}
