import * as vscode from "vscode";
import type { Language } from "../../core/knowledge/types";
import type { FromLessonPanel, ToLessonPanel } from "../../protocol/lesson";
import { isFromLessonPanel } from "../../protocol/lessonChecks";
import type { Host } from "../host";
import { contentLanguage } from "../settings";
import { pageOf, webviewOptions } from "../webviewPage";
import { findPlaces, openPlace, openSample, openSimulator, simulatePlace } from "./doors";
import { isLesson, lessonMessage, readingState } from "./findLesson";
import type { LessonRuns } from "./lessonRuns";
import { liveKeys } from "./liveKeys";
import { createPanelRuns, type PanelRuns } from "./panelRuns";
import { explainTerm, findTerms } from "./samples";

/** What the panel asks others to do. */
export interface PanelActions {
  openMarkdown(lesson: string, language: Language): Promise<void>;
  exportHtml(lesson: string): Promise<void>;
}

/** What a panel shows. */
export interface Shown {
  readonly lesson: string;
  /** Another language than the setting's. */
  readonly language?: Language | undefined;
}

/** The panel of lessons: sends what is asked for, and does what the reader wants. */
export class LessonPanel {
  readonly #subscriptions: vscode.Disposable;
  readonly #runs: PanelRuns;
  readonly #pages = new Map<number, (html: string | undefined) => void>();
  #lesson: string;
  #language: Language | undefined;
  /** The section to begin with, when the lesson is sent next. */
  #anchor: string | undefined;
  /** Number of the last request; what older ones bring is thrown away. */
  #latest = 0;
  #pageRequests = 0;
  /** Questions of the lesson shown that are answered. */
  #answers = 0;
  readonly #isShown: Promise<void>;
  #tellShown: () => void = () => undefined;

  constructor(
    private readonly host: Host,
    private readonly panel: vscode.WebviewPanel,
    runs: LessonRuns,
    private readonly actions: PanelActions,
    shown: Shown,
  ) {
    this.#lesson = shown.lesson;
    this.#language = shown.language;
    this.#isShown = new Promise((resolve) => (this.#tellShown = resolve));
    this.#runs = createPanelRuns(host, runs, (message) => this.#post(message));
    const { webview } = panel;
    webview.options = webviewOptions(host.extensionUri);
    this.#subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromLessonPanel(message)) this.#act(message).catch(host.logError);
      }),
      host.progress.onDidChange(() => void this.#sendReading().catch(host.logError)),
      panel.onDidDispose(() => this.#end()),
    );
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, "media", "icon.svg");
    webview.html = pageOf(webview, host.extensionUri, { script: "lesson.js", style: "lesson-style.css" });
  }

  get lesson(): string {
    return this.#lesson;
  }

  get language(): Language {
    return this.#language ?? contentLanguage();
  }

  show(lesson: string, anchor?: string): void {
    this.#lesson = lesson;
    this.#anchor = anchor;
    this.panel.reveal();
    this.refresh();
  }

  /** Sends the lesson again, in the language now chosen. */
  refresh(): void {
    const request = ++this.#latest;
    const anchor = this.#anchor;
    void lessonMessage(this.host, this.#lesson, this.language, anchor).then((message) => {
      // Meanwhile the panel may be closed, or asked for something else.
      if (request !== this.#latest) return;
      this.#anchor = undefined;
      if (message.type === "showLesson") {
        this.panel.title = message.lesson.title;
        this.#answers = Object.keys(message.reading.answered).length;
      }
      this.#runs.cancelAll();
      this.#post(message);
      this.#tellShown();
    });
  }

  /** The lesson shown as an HTML file of its own; `undefined` when the panel is closed before. */
  async makePage(results: Extract<ToLessonPanel, { type: "makePage" }>["results"]): Promise<string | undefined> {
    await this.#isShown;
    const request = ++this.#pageRequests;
    const page = new Promise<string | undefined>((resolve) => this.#pages.set(request, resolve));
    this.#post({ type: "makePage", request, results });
    return page;
  }

  dispose(): void {
    this.panel.dispose();
  }

  #end(): void {
    this.#latest++;
    this.#runs.cancelAll();
    this.#tellShown();
    for (const give of this.#pages.values()) give(undefined);
    this.#subscriptions.dispose();
  }

  #post(message: ToLessonPanel): void {
    void this.panel.webview.postMessage(message);
  }

  /** How far the reader is. A lesson whose answers were forgotten asks again. */
  async #sendReading(): Promise<void> {
    const reading = await readingState(this.host, this.#lesson, this.language);
    const before = this.#answers;
    this.#answers = Object.keys(reading.answered).length;
    if (this.#answers < before) this.refresh();
    else this.#post({ type: "reading", reading });
  }

  async #act(message: FromLessonPanel): Promise<void> {
    const { host, language } = this;
    switch (message.type) {
      case "ready":
        this.refresh();
        return;
      case "openLesson":
        this.show(message.lesson, message.anchor);
        return;
      case "setLanguage":
        this.#language = message.language;
        this.refresh();
        return;
      case "loadSearch":
        this.#post({
          type: "searchSections",
          language: message.language,
          sections: await host.lessonSections(message.language),
        });
        return;
      case "findTerms":
        this.#post({
          type: "terms",
          request: message.request,
          terms: await findTerms(host, language, message.texts),
        });
        return;
      case "explain":
        this.#post({
          type: "explanation",
          request: message.request,
          markdown: await explainTerm(host, language, message.subject),
        });
        return;
      case "command":
        await vscode.commands.executeCommand(message.command, message.argument);
        return;
      case "openPlace":
        return openPlace(host, message.file, message.line);
      case "simulatePlace":
        return simulatePlace(host, message.file, message.key);
      case "page":
        this.#pages.get(message.request)?.(message.html);
        this.#pages.delete(message.request);
        return;
      case "resetProgress":
        // Of all lessons, after a question.
        if (message.lesson === undefined) await vscode.commands.executeCommand("netstackLens.resetProgress");
        else host.progress.reset(message.lesson);
        return;
      default:
        return this.#actOnLesson(message);
    }
  }

  /** Messages about a lesson, which is one of ours. */
  async #actOnLesson(message: Extract<FromLessonPanel, { lesson: string }>): Promise<void> {
    const { host, language } = this;
    if (!(await isLesson(host, message.lesson, language))) return;
    const lesson = await host.lesson(message.lesson, language);
    switch (message.type) {
      case "markRead":
        host.progress.markRead(message.lesson, message.read);
        return;
      case "answer": {
        const asked = lesson.predictions.find(({ id }) => id === message.question);
        if (asked?.answers[message.answer]) host.progress.answer(message.lesson, message.question, message.answer);
        return;
      }
      case "simulate":
        return this.#runs.simulate(lesson, message.id);
      case "cancel":
        this.#runs.cancel(message.id);
        return;
      case "openSimulator":
        return openSimulator(lesson, message.id);
      case "findPlaces":
        this.#post({ type: "liveNotes", lesson: lesson.id, notes: await liveKeys(host, lesson) });
        this.#post({ type: "places", lesson: lesson.id, places: await findPlaces(host, lesson) });
        return;
      case "openSample":
        return openSample(host, lesson, message.key);
      case "openMarkdown":
        return this.actions.openMarkdown(message.lesson, language);
      case "exportHtml":
        return this.actions.exportHtml(message.lesson);
    }
  }
}
