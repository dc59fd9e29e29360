import { diagramTexts } from "../../core/lessons/plainLesson";
import type { LessonLabels } from "../../protocol/lesson";
import { element } from "../shared/elements";
import { followTheme } from "../shared/theme";
import { createDiagramView, type DiagramView } from "./diagramView";
import { drawDiagram } from "./drawDiagram";
import { editorTheme, paperTheme } from "./mermaidTheme";
import { whenNear, type LessonPage } from "./page";

/** So far below and above what is seen, diagrams are drawn in advance. */
const marginPx = 800;

/** The diagrams of a lesson; they are drawn when they come near. */
export interface Diagrams {
  /** Another drawing of a flowchart, counted from 1. It is drawn once it stands in the page. */
  copyOf(number: number): HTMLElement | undefined;
  /** Calls back with every drawing of a flowchart, now and whenever one is drawn. */
  onDrawn(number: number, callback: (drawing: SVGSVGElement) => void): void;
  /** All of them in black on white, in their order; `undefined` for one that cannot be drawn. */
  drawOnPaper(): Promise<readonly (SVGSVGElement | undefined)[]>;
}

interface Diagram {
  /** Among the flowcharts; 0 is none. */
  readonly number: number;
  readonly source: string;
  readonly figure: HTMLElement;
  view?: DiagramView;
}

export function createDiagrams(page: LessonPage, article: HTMLElement): Diagrams {
  const { labels, signal } = page;
  const listeners: { readonly number: number; readonly callback: (drawing: SVGSVGElement) => void }[] = [];
  const diagrams = [...article.querySelectorAll<HTMLElement>("figure.diagram")].map((figure): Diagram => {
    const source = figure.textContent;
    figure.replaceChildren(element("div", { class: "pending", role: "status" }, labels["panel.drawing"]));
    return { number: Number(figure.dataset["flowchart"]), source, figure };
  });
  const copies: Diagram[] = [];

  async function draw(diagram: Diagram): Promise<void> {
    try {
      const drawing = await drawDiagram(diagram.source, editorTheme());
      if (signal.aborted) return;
      diagram.view ??= createDiagramView(diagram.figure, diagramTexts(diagram.source).title, page);
      diagram.view.show(drawing, legendOf(drawing, labels));
      for (const { number, callback } of listeners) if (number === diagram.number) callback(drawing);
    } catch (error) {
      diagram.figure.replaceChildren(...failureOf(diagram.source, error, labels));
    }
  }
  const drawWhenNear = (some: readonly Diagram[]): void => {
    const figures = some.map(({ figure }) => figure);
    whenNear(figures, signal, marginPx, (near) => {
      for (const figure of near) void draw(some[figures.indexOf(figure)] as Diagram);
    });
  };
  drawWhenNear(diagrams);
  const stopFollowing = followTheme(() => drawWhenNear([...diagrams, ...copies]));
  signal.addEventListener("abort", stopFollowing);

  return {
    copyOf: (number) => {
      const original = diagrams.find((one) => one.number === number);
      if (!original) return undefined;
      const figure = element("figure", { class: "diagram" });
      const copy = { number, source: original.source, figure };
      copies.push(copy);
      drawWhenNear([copy]);
      return figure;
    },
    onDrawn: (number, callback) => {
      listeners.push({ number, callback });
      for (const one of [...diagrams, ...copies]) {
        const drawing = one.figure.querySelector<SVGSVGElement>(".canvas svg");
        if (one.number === number && drawing) callback(drawing);
      }
    },
    drawOnPaper: () => {
      const theme = paperTheme();
      return Promise.all(diagrams.map(({ source }) => drawDiagram(source, theme).catch(() => undefined)));
    },
  };
}

function failureOf(source: string, error: unknown, labels: LessonLabels): HTMLElement[] {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${labels["panel.diagramFailed"]} ${reason}`;
  return [element("p", { class: "failure", role: "alert" }, message), element("pre", {}, source)];
}

/** Names the execution contexts whose colours the drawing uses. */
function legendOf(drawing: Element, labels: LessonLabels): HTMLElement {
  const contexts = (["hardware", "hardirq", "softirq", "ksoftirqd", "process"] as const).filter((context) =>
    drawing.querySelector(`.node.${context}`),
  );
  const items = contexts.map((one) => element("span", { class: `legend ${one}` }, labels[`context.${one}`]));
  return element("figcaption", {}, ...items);
}
