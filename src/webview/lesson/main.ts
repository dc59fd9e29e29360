import type { FromLessonPanel, LessonPanelState, ToLessonPanel } from "../../protocol/lesson";
import { isLessonPanelState, isToLessonPanel } from "../../protocol/lessonChecks";
import { showFailure, showLesson, type ShownLesson } from "./lessonView";
import { goTo } from "./page";
import { placeIn, scrollToPlace } from "./place";

const vscode = acquireVsCodeApi<LessonPanelState>();
const main = document.querySelector<HTMLElement>("main");
if (!main) throw new Error("the page has no main");

/** What came back with the page after it was away. */
const restored: unknown = vscode.getState();
let state: LessonPanelState | undefined = isLessonPanelState(restored) ? restored : undefined;
let shown: ShownLesson | undefined;
let over = new AbortController();

const path = {
  get id(): string | undefined {
    return state?.path;
  },
  set id(chosen: string | undefined) {
    if (state) keep({ ...state, path: chosen });
  },
};

function keep(next: LessonPanelState): void {
  state = next;
  vscode.setState(next);
}

function post(message: FromLessonPanel): void {
  if (message.type === "setLanguage" && state) keep({ ...state, language: message.language });
  vscode.postMessage(message);
}

function show(page: HTMLElement, message: Extract<ToLessonPanel, { type: "showLesson" }>): void {
  over.abort();
  over = new AbortController();
  const { signal } = over;
  const { lesson, anchor } = message;
  // The same lesson in another language, or drawn again, keeps its place.
  const place = state?.lesson === lesson.id ? state.place : undefined;
  keep({ ...state, lesson: lesson.id, place });
  shown = showLesson(page, { ...message, signal, post }, path);
  const { article } = shown;
  const heading = anchor === undefined ? null : document.getElementById(anchor);
  if (heading) goTo(heading);
  else if (place) scrollToPlace(article, place);
  else window.scrollTo(0, 0);
  let timer: number | undefined;
  const keepPlace = (): void => {
    if (state && !signal.aborted) keep({ ...state, place: placeIn(article) });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(keepPlace, 100);
  };
  window.addEventListener("scroll", soon, { signal, passive: true });
}

window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (!isToLessonPanel(data)) return;
  if (data.type === "showLesson") show(main, data);
  else if (data.type === "showFailure") {
    over.abort();
    showFailure(main, data.message);
  } else shown?.receive(data);
});

post({ type: "ready" });
