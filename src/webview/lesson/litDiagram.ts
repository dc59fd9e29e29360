import type { NodeState } from "../../core/lessons/playback";
import { shownFigure } from "../../core/lessons/figureRows";
import { svgElement } from "../shared/elements";
import { timeText } from "./player";

/** Shows on the nodes of a flowchart what happens at a step: levels as text, and light where something changes. */
export function lightNodes(drawing: SVGSVGElement, states: readonly NodeState[]): void {
  for (const state of states) {
    const node = nodeOf(drawing, state.node);
    if (!node) continue;
    const isFull = state.kind === "level" && state.limit !== undefined && state.value >= state.limit;
    node.classList.toggle("lit", state.hasChanged);
    node.classList.toggle("full", isFull);
    if (state.kind === "level") showLevel(node, state);
  }
}

/** `129 / 129`, or without the limit where none is known. */
export function levelText({ value, limit, isTime }: NodeState): string {
  if (isTime) return timeText(value);
  return limit === undefined ? shownFigure(value) : `${shownFigure(value)} / ${shownFigure(limit)}`;
}

/** The words on a node. */
export function nodeText(drawing: SVGSVGElement, id: string): string | undefined {
  const label = nodeOf(drawing, id)?.querySelector(".label, .nodeLabel")?.textContent;
  return label?.replace(/\s+/g, " ").trim();
}

/** Mermaid calls a node `flowchart-NAME-NUMBER`, within the name of the drawing. */
function nodeOf(drawing: SVGSVGElement, id: string): SVGGElement | undefined {
  return [...drawing.querySelectorAll<SVGGElement>("g.node")].find(
    (node) => /flowchart-(.+)-\d+$/.exec(node.id)?.[1] === id,
  );
}

const heightPx = 16;

function showLevel(node: SVGGElement, state: NodeState): void {
  const text = levelText(state);
  let badge = node.querySelector<SVGGElement>(".level");
  if (!badge) {
    const { height } = node.getBBox();
    const parts = ["level-back", "level-fill"].map((name) =>
      svgElement("rect", { class: name, height: heightPx, rx: 3 }),
    );
    badge = svgElement("g", { class: "level", transform: `translate(0, ${height / 2})` }, ...parts, svgElement("text"));
    node.append(badge);
  }
  const [back, level] = badge.querySelectorAll("rect");
  const words = badge.querySelector("text");
  if (!back || !level || !words || words.textContent === text) return;
  words.textContent = text;
  const width = Math.max(24, text.length * 7 + 10);
  const share = state.limit ? Math.min(1, state.value / state.limit) : 0;
  for (const [rect, wide] of [[back, width], [level, width * share]] as const) {
    rect.setAttribute("x", String(-width / 2));
    rect.setAttribute("y", String(-heightPx / 2));
    rect.setAttribute("width", String(wide));
  } // prettier-ignore
}
