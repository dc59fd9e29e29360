import Panzoom, { type PanzoomObject } from "@panzoom/panzoom";
import { fill } from "../../core/knowledge/wording";
import type { LessonLabels } from "../../protocol/lesson";
import { button, element } from "../shared/elements";
import { icon } from "./icons";
import { prefersReducedMotion } from "../shared/theme";
import type { LessonPage } from "./page";

/** An arrow key moves a drawing by so much. */
const stepPx = 60;

/** A diagram that can be zoomed and moved; what is shown may be drawn anew without losing the place. */
export interface DiagramView {
  show(drawing: SVGSVGElement, legend: HTMLElement): void;
}

/** Makes a figure show drawings. Plain scrolling always goes past it: only with Ctrl does the wheel zoom. */
export function createDiagramView(figure: HTMLElement, title: string, { labels, signal }: LessonPage): DiagramView {
  const canvas = element("div", { class: "canvas" });
  const name = fill(labels["panel.diagramKeys"], { title });
  const stage = element("div", { class: "stage", tabindex: 0, role: "group", "aria-label": name }, canvas);
  const frame = element("div", { class: "frame" }, stage);
  const legend = element("div", { class: "legend-place" });
  figure.replaceChildren(frame, legend);
  const panzoom = makeMovable(canvas, stage);
  const fullView = createFullView(frame, title, labels, panzoom);
  const actions: Readonly<Record<string, () => void>> = {
    "+": () => panzoom.zoomIn(),
    "=": () => panzoom.zoomIn(),
    "-": () => panzoom.zoomOut(),
    "0": () => panzoom.reset(),
    f: fullView,
    ArrowLeft: () => panzoom.pan(stepPx, 0, { relative: true }),
    ArrowRight: () => panzoom.pan(-stepPx, 0, { relative: true }),
    ArrowUp: () => panzoom.pan(0, stepPx, { relative: true }),
    ArrowDown: () => panzoom.pan(0, -stepPx, { relative: true }),
  };
  stage.addEventListener("keydown", (event) => {
    // At fit, arrows scroll the page as everywhere.
    const isMove = event.key.startsWith("Arrow") && panzoom.getScale() === 1;
    const act = actions[event.key];
    if (!act || isMove || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  frame.append(
    element(
      "div",
      { class: "tools", role: "group", "aria-label": labels["panel.diagramTools"] },
      tool("zoomIn", labels["panel.zoomIn"], () => panzoom.zoomIn()),
      tool("zoomOut", labels["panel.zoomOut"], () => panzoom.zoomOut()),
      tool("fit", labels["panel.fit"], () => panzoom.reset()),
      tool("fullView", labels["panel.fullView"], fullView),
    ),
  );
  signal.addEventListener("abort", () => panzoom.destroy());
  return {
    show: (drawing, contexts) => {
      canvas.replaceChildren(drawing);
      legend.replaceChildren(contexts);
    },
  };
}

function tool(name: Parameters<typeof icon>[0], label: string, act: () => void): HTMLElement {
  const made = button("", act, { title: label, "aria-label": label, class: name });
  made.append(icon(name));
  return made;
}

function makeMovable(canvas: HTMLElement, stage: HTMLElement): PanzoomObject {
  const panzoom = Panzoom(canvas, {
    minScale: 1,
    maxScale: 6,
    panOnlyWhenZoomed: true,
    cursor: "",
    // Fingers scroll the page.
    touchAction: "pan-y",
    animate: !prefersReducedMotion(),
    duration: 150,
    canvas: true,
    // At fit, a press is nobody's but the reader's, who may want to select words.
    handleStartEvent: (event: Event) => {
      if (panzoom.getScale() === 1) return;
      event.preventDefault();
      stage.focus({ preventScroll: true });
    },
  });
  canvas.addEventListener("panzoomchange", () => stage.classList.toggle("zoomed", panzoom.getScale() !== 1));
  stage.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) panzoom.zoomWithWheel(event, { animate: false });
    },
    { passive: false },
  );
  return panzoom;
}

/** Moves the frame into a dialog as large as the panel, and back. */
function createFullView(frame: HTMLElement, title: string, labels: LessonLabels, panzoom: PanzoomObject): () => void {
  const dialog = element("dialog", { class: "full", "aria-label": title });
  const close = button(labels["panel.close"], () => dialog.close(), { class: "close" });
  let figure: HTMLElement | null = null;
  dialog.addEventListener("close", () => {
    dialog.replaceWith(frame);
    figure?.style.removeProperty("min-height");
    panzoom.reset({ animate: false });
    frame.querySelector<HTMLElement>(".fullView")?.focus();
  });
  return () => {
    if (dialog.isConnected) {
      dialog.close();
      return;
    }
    // The text below stays where it is.
    figure = frame.parentElement;
    if (figure) figure.style.minHeight = `${figure.offsetHeight}px`;
    frame.replaceWith(dialog);
    dialog.replaceChildren(close, frame);
    dialog.showModal();
    panzoom.reset({ animate: false });
    frame.querySelector<HTMLElement>(".stage")?.focus();
  };
}
