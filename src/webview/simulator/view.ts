import type { FromSimulatorPanel, PanelStudy, ToSimulatorPanel } from "../../protocol/simulatorPanel";
import { timeWords } from "../../core/simulation/timeWords";
import { button, element } from "../shared/elements";
import { createActions, createWriteBox, type WriteBox } from "./actions";
import { Axis, fittingKind, type AxisKind } from "./axis";
import { createCharts, type Charts } from "./charts";
import { createForm, type Form } from "./form";
import { keepOpen } from "./keepOpen";
import { createPath, tight, type PathView } from "./path";
import { createPlayer, type Player } from "./player";
import { createStory } from "./story";
import { createWords, type Words } from "./words";

type Post = (message: FromSimulatorPanel) => void;

/** The whole page: passes what arrives to its parts. */
export interface View {
  receive(message: ToSimulatorPanel): void;
}

export function createView(main: HTMLElement, post: Post): View {
  let page: Page | undefined;
  return {
    receive: (message) => {
      if (message.type === "showForm") {
        // Another language, another scenario or another file: what is drawn so far says something else.
        page ??= new Page(main, post);
        page.begin(message);
      } else if (message.type === "showNotice" && !page) {
        main.replaceChildren(element("p", { role: message.isFailure ? "alert" : "status" }, message.text));
      } else page?.receive(message);
    },
  };
}

type Show<Type extends ToSimulatorPanel["type"]> = Extract<ToSimulatorPanel, { type: Type }>;

const chartsEveryMs = 100;

class Page {
  private readonly title = element("h1");
  private readonly left = element("section", { class: "left" });
  private readonly path = element("div", { class: "path" });
  private readonly time = element("div");
  private readonly chartsPlace = element("div", { class: "charts" });
  private readonly right = element("section", { class: "right" });
  private readonly actions = element("div");
  private readonly progress = element("p", { class: "progress", role: "status" });
  private readonly notice = element("p", { class: "notice" });
  /** Says the moment shown, and that a run is finished. */
  private readonly status = element("p", { class: "hidden", role: "status", "aria-live": "polite" });
  private words: Words = createWords({});
  private form: Form | undefined;
  private player: Player | undefined;
  private write: WriteBox | undefined;
  private pathView: PathView | undefined;
  private charts: Charts | undefined;
  private study: PanelStudy | undefined;
  private scenario = "";
  private row = tight;
  private kind: AxisKind | undefined;
  private axis: Axis | undefined;
  private atNs = 0;
  private chartsAt = 0;

  constructor(
    main: HTMLElement,
    private readonly post: Post,
  ) {
    const centre = element("section", { class: "centre" }, this.path, this.time, this.chartsPlace);
    main.replaceChildren(
      element("header", {}, this.title, this.progress, this.notice),
      element("div", { class: "columns" }, this.left, centre, this.right),
      this.status,
    );
    this.notice.hidden = true;
  }

  begin({ form, labels, language }: Show<"showForm">): void {
    const words = createWords(labels);
    this.words = words;
    document.documentElement.lang = language;
    this.title.textContent = form.title;
    if (form.scenario !== this.scenario) this.forget(form.scenario);
    this.left.setAttribute("aria-label", words("parameters"));
    this.right.setAttribute("aria-label", words("happened"));
    this.form = createForm(this.left, form, words, this.post);
    this.write = createWriteBox(words, this.post);
    if (form.file) this.left.querySelector("form")?.after(this.write.node);
    this.player?.dispose();
    this.player = createPlayer(this.time, words, (ns, isPlaying) => this.show(ns, isPlaying), (kind) => this.useAxis(kind)); // prettier-ignore
    if (this.study) this.draw();
  }

  receive(message: Exclude<ToSimulatorPanel, { type: "showForm" }>): void {
    switch (message.type) {
      case "showMistakes":
        this.form?.mistakes(message.mistakes);
        return;
      case "showProgress":
        this.progress.replaceChildren(...(message.text === undefined ? [] : [message.text, " ", button(this.words("cancel"), () => this.post({ type: "cancel" }))])); // prettier-ignore
        return;
      case "showStudy":
        this.study = message.study;
        this.write?.close();
        // What went wrong before has not gone wrong now.
        this.notice.hidden ||= this.notice.getAttribute("role") === "alert";
        this.draw();
        this.status.textContent = this.words("runEnded");
        return;
      case "showExplanation":
        this.form?.explain(message.name, message.text);
        return;
      case "showWrite":
        this.write?.show(message.write);
        return;
      case "showNotice":
        this.notice.textContent = message.text;
        this.notice.setAttribute("role", message.isFailure ? "alert" : "status");
        this.notice.hidden = false;
    }
  }

  /** Another scenario: nothing the reader chose for the last one fits. */
  private forget(scenario: string): void {
    this.scenario = scenario;
    this.row = tight;
    this.kind = undefined;
    this.study = undefined;
    this.charts?.dispose();
    this.charts = undefined;
    for (const place of [this.path, this.chartsPlace, this.right]) place.replaceChildren();
  }

  private draw(): void {
    const { study, words } = this;
    if (!study || !this.player) return;
    const timelines = study.runs.map(({ timeline }) => timeline);
    this.kind ??= fittingKind(timelines);
    const axis = new Axis(timelines, this.kind);
    this.pathView = createPath(this.path, study, words, this.row, (row) => {
      this.row = row;
      this.draw();
    });
    const shown = { readers: this.pathView.readers, rows: this.pathView.rows, runs: study.runs, axis };
    keepOpen(this.chartsPlace, () => {
      this.charts?.dispose();
      this.charts = createCharts(this.chartsPlace, shown, words);
    });
    const actions = createActions(words, this.post, () => this.atNs);
    this.actions.replaceChildren(actions);
    keepOpen(this.right, () => {
      createStory(this.right, study, words, { post: this.post, seek: (ns) => this.player?.seek(ns), now: () => this.atNs }); // prettier-ignore
      this.right.append(this.actions);
    });
    this.axis = axis;
    this.player.show(axis);
  }

  private useAxis(kind: AxisKind): void {
    this.kind = kind;
    this.draw();
  }

  private show(ns: number, isPlaying: boolean): void {
    const { axis, pathView } = this;
    if (!axis || !pathView) return;
    const fromNs = axis.timeAt(axis.positionOf(ns) - 0.01);
    pathView.at(ns, fromNs);
    // The charts' figures are read at leisure; the picture is what moves.
    const now = performance.now();
    if (!isPlaying || now - this.chartsAt >= chartsEveryMs) {
      this.charts?.at(ns);
      this.chartsAt = now;
    }
    this.atNs = ns;
    if (isPlaying) return;
    const text = `${timeWords(Math.round(ns))}. ${pathView.words(ns)}`;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}
