import * as vscode from "vscode";
import { csvOf, withSample } from "../../core/live/history";
import { takeSample, watchedCounters, type Sample, type Watched } from "../../core/live/watch";
import { isFromWatchPanel, isWatchChoice, type FromWatchPanel, type ToWatchPanel, type WatchChoice } from "../../protocol/watch"; // prettier-ignore
import { guarded, type Host } from "../host";
import { contentLanguage, onSettingsChange } from "../settings";
import { pageOf, webviewOptions } from "../webviewPage";
import { hostOrMessage, reasonText } from "./liveHost";
import { createSampler } from "./sampler";
import { explainedName, itemOf, labelsOf } from "./watchItems";

const viewType = "netstackLens.watch";

/** Command "Watch Counters of This Host" and its panel, of which there is one; it comes back after a reload. */
export function watchPanel(host: Host): vscode.Disposable {
  let open: WatchPanel | undefined;

  function adopt(panel: vscode.WebviewPanel): void {
    open?.dispose();
    const adopted = new WatchPanel(host, panel);
    open = adopted;
    panel.onDidDispose(() => {
      if (open === adopted) open = undefined;
    });
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand("netstackLens.watchCounters", () => {
      if (!hostOrMessage(host.live())) return;
      if (open) open.reveal();
      else adopt(vscode.window.createWebviewPanel(viewType, vscode.l10n.t("Counters of This Host"), vscode.ViewColumn.Active)); // prettier-ignore
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        adopt(panel);
        return Promise.resolve();
      },
    }),
    onSettingsChange(() => void open?.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void open?.show()),
    { dispose: () => open?.dispose() },
  );
}

/** The panel samples while it is seen and not paused. */
class WatchPanel {
  readonly #host: Host;
  readonly #panel: vscode.WebviewPanel;
  readonly #sampler = createSampler(() => this.#sample());
  #watched: readonly Watched[] = [];
  #choice: WatchChoice | undefined;
  #history: readonly Sample[] = [];

  constructor(host: Host, panel: vscode.WebviewPanel) {
    this.#host = host;
    this.#panel = panel;
    const { webview } = panel;
    webview.options = webviewOptions(host.extensionUri);
    const subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromWatchPanel(message)) void this.#take(message).catch(host.logError);
      }),
      panel.onDidChangeViewState(() => this.#follow()),
    );
    panel.onDidDispose(() => {
      this.#sampler.dispose();
      subscriptions.dispose();
    });
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, "media", "icon.svg");
    webview.html = pageOf(webview, host.extensionUri, { script: "watch.js", style: "watch-style.css" });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Sends everything anew, in the language now chosen; or why there is nothing to see. */
  show(): Promise<void> {
    return guarded(this.#host, () => this.#show(), undefined);
  }

  async #show(): Promise<void> {
    const running = this.#host.live();
    if (typeof running === "string") {
      this.#sampler.run(false);
      this.#post({ type: "failure", message: reasonText(running) });
      return;
    }
    const language = contentLanguage();
    const knowledge = await this.#host.knowledge(language);
    this.#watched = watchedCounters(knowledge);
    const items = this.#watched.map((one) => itemOf(knowledge, one));
    const chosen = this.#watched.flatMap(({ id, isChosen }) => (isChosen ? [id] : []));
    const choice = (this.#choice ??= { chosen, isPaused: false, isTable: false });
    this.#post({ type: "setup", language, labels: labelsOf(knowledge, running.name), items, choice, history: this.#history }); // prettier-ignore
    this.#follow();
  }

  async #take(message: FromWatchPanel): Promise<void> {
    switch (message.type) {
      case "ready":
        if (isWatchChoice(message.choice)) this.#choice ??= message.choice;
        return this.show();
      case "choose":
        this.#choice = message.choice;
        this.#follow();
        return;
      case "open":
        return this.#open(message.what, message.id);
      case "export": {
        const content = csvOf(this.#history, this.#chosen().map(({ id }) => id)); // prettier-ignore
        const document = await vscode.workspace.openTextDocument({ language: "csv", content });
        await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
      }
    }
  }

  /** Opens what a counter leads to; the panel names the counter, not what is opened. */
  async #open(what: "counter" | "key" | "lesson", id: string): Promise<void> {
    const watched = this.#watched.find((one) => one.id === id);
    if (!watched) return;
    const knowledge = await this.#host.knowledge(contentLanguage());
    const name = what === "key" ? watched.key : explainedName(knowledge, id);
    const { lesson } = itemOf(knowledge, watched);
    if (what === "lesson" && lesson) await vscode.commands.executeCommand("netstackLens.openLesson", lesson);
    else if (what !== "lesson" && name) await vscode.commands.executeCommand("netstackLens.explain", name, "beside");
  }

  #chosen(): readonly Watched[] {
    return this.#watched.filter(({ id }) => this.#choice?.chosen.includes(id));
  }

  #follow(): void {
    this.#sampler.run(this.#panel.visible && this.#choice?.isPaused === false && this.#watched.length > 0);
  }

  async #sample(): Promise<void> {
    const running = this.#host.live();
    if (typeof running === "string") return this.show();
    const sample = await takeSample(this.#chosen(), running, Date.now());
    this.#history = withSample(this.#history, sample);
    this.#post({ type: "sample", sample });
  }

  #post(message: ToWatchPanel): void {
    void this.#panel.webview.postMessage(message);
  }
}
