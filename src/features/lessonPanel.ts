import * as vscode from "vscode";
import { fill } from "../core/knowledge/wording";
import { isFromLessonPanel, isLessonPanelState, type ToLessonPanel } from "../protocol/lesson";
import type { Feature, Host } from "./host";
import { contentLanguage, onSettingsChange } from "./settings";
import { pageOf, webviewOptions } from "./webviewPage";

const viewType = "netstackLens.lesson";

/** Command "Open Lesson" and the one panel all lessons share; it comes back after a reload of the window. */
export const lessonPanel: Feature = (host) => {
  let open: LessonPanel | undefined;

  function adopt(panel: vscode.WebviewPanel, lesson: string): void {
    open?.dispose();
    const adopted = new LessonPanel(host, panel, lesson);
    open = adopted;
    panel.onDidDispose(() => {
      if (open === adopted) open = undefined;
    });
  }

  async function openLesson(id: unknown): Promise<void> {
    const lesson = typeof id === "string" ? id : await pickLesson(host);
    if (lesson === undefined) return;
    if (open) open.show(lesson);
    else adopt(createPanel(), lesson);
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand("netstackLens.openLesson", openLesson),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        if (isLessonPanelState(state)) adopt(panel, state.lesson);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
    onSettingsChange(() => open?.refresh()),
    { dispose: () => open?.dispose() },
  );
};

/** Asks which lesson to open, when there is a choice. */
async function pickLesson(host: Host): Promise<string | undefined> {
  const { data } = await host.knowledge(contentLanguage());
  const lessons = data.lessons.filter((lesson) => lesson.available);
  if (lessons.length === 1) return lessons[0]?.id;
  const items = lessons.map((lesson) => ({ label: lesson.title, id: lesson.id }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Choose a lesson") }))?.id;
}

function createPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, "Netstack Lens", vscode.ViewColumn.Beside);
}

class LessonPanel {
  readonly #host: Host;
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable;
  #lesson: string;
  /** Number of the last request; what older ones bring is thrown away. */
  #latest = 0;

  constructor(host: Host, panel: vscode.WebviewPanel, lesson: string) {
    this.#host = host;
    this.#panel = panel;
    this.#lesson = lesson;
    const { webview } = panel;
    webview.options = webviewOptions(host.extensionUri);
    this.#subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromLessonPanel(message)) this.refresh();
      }),
      panel.onDidDispose(() => {
        this.#latest++;
        this.#subscriptions.dispose();
      }),
    );
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, "media", "icon.svg");
    webview.html = pageOf(webview, host.extensionUri, { script: "lesson.js", style: "lesson-style.css" });
  }

  show(lesson: string): void {
    this.#lesson = lesson;
    this.#panel.reveal();
    this.refresh();
  }

  /** Sends the lesson again, in the language now chosen. */
  refresh(): void {
    const request = ++this.#latest;
    void this.#load().then((message) => {
      // Meanwhile the panel may be closed, or asked for something else.
      if (request !== this.#latest) return;
      if (message.type === "showLesson") this.#panel.title = message.lesson.title;
      void this.#panel.webview.postMessage(message);
    });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #load(): Promise<ToLessonPanel> {
    try {
      const language = contentLanguage();
      const { data } = await this.#host.knowledge(language);
      if (!data.lessons.some((one) => one.id === this.#lesson && one.available)) {
        return { type: "showFailure", message: vscode.l10n.t("There is no lesson called {0}.", this.#lesson) };
      }
      const lesson = await this.#host.lesson(this.#lesson, language);
      const { wording } = data;
      return {
        type: "showLesson",
        lesson,
        labels: {
          diagramFailed: wording["panel.diagramFailed"],
          minutes: fill(wording["panel.minutes"], { count: lesson.minutes }),
          sources: wording["panel.sources"],
          keys: wording["panel.keys"],
          contexts: {
            hardware: wording["context.hardware"],
            hardirq: wording["context.hardirq"],
            softirq: wording["context.softirq"],
            ksoftirqd: wording["context.ksoftirqd"],
            process: wording["context.process"],
          },
        },
      };
    } catch (error) {
      this.#host.logError(error);
      return { type: "showFailure", message: vscode.l10n.t("The lesson could not be read. The log says why.") };
    }
  }
}
