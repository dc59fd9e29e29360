import type { Mermaid } from "mermaid";
import type { LessonLabels } from "../../protocol/lesson";
import { mermaidTheme } from "./mermaidTheme";

let loaded: Promise<Mermaid> | undefined;
let drawing = 0;
let serial = 0;

/**
 * Draws every `figure.diagram` below `root`, one after the other; mermaid is loaded at the first one.
 * A diagram that does not parse shows its error in place, with its source. A newer call ends an older one.
 */
export async function drawDiagrams(root: HTMLElement, labels: LessonLabels): Promise<void> {
  const mine = ++drawing;
  const figures = [...root.querySelectorAll<HTMLElement>("figure.diagram")];
  if (figures.length === 0) return;
  loaded ??= import("mermaid").then((module) => module.default);
  const mermaid = await loaded;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    themeVariables: mermaidTheme(),
    htmlLabels: false,
    flowchart: { useMaxWidth: true, nodeSpacing: 28, rankSpacing: 34, subGraphTitleMargin: { top: 4, bottom: 16 } },
  });
  for (const figure of figures) {
    if (mine !== drawing) return;
    const source = sourceOf(figure);
    const content = await drawOne(mermaid, source, labels);
    if (mine !== drawing) return;
    figure.replaceChildren(...content);
  }
}

/** The source is kept on the figure, because drawing replaces the element that held it. */
function sourceOf(figure: HTMLElement): string {
  figure.dataset["source"] ??= figure.textContent;
  return figure.dataset["source"];
}

async function drawOne(mermaid: Mermaid, source: string, labels: LessonLabels): Promise<Node[]> {
  const id = `diagram-${++serial}`;
  try {
    const { svg } = await mermaid.render(id, source);
    const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
    if (!drawn) throw new Error("no drawing came out");
    for (const cluster of drawn.querySelectorAll(".cluster")) alignTitle(cluster);
    return [drawn, legendOf(drawn, labels)];
  } catch (error) {
    // mermaid leaves its scaffold in the page when it fails.
    document.getElementById(`d${id}`)?.remove();
    const message = document.createElement("p");
    message.className = "failure";
    message.setAttribute("role", "alert");
    message.textContent = `${labels.diagramFailed} ${error instanceof Error ? error.message : String(error)}`;
    const text = document.createElement("pre");
    text.textContent = source;
    return [message, text];
  }
}

/** A group's title stands in its corner: in the middle, arrows into the group run through it. */
function alignTitle(cluster: Element): void {
  const frame = cluster.querySelector("rect");
  const title = cluster.querySelector(".cluster-label");
  const x = Number(frame?.getAttribute("x"));
  const y = Number(frame?.getAttribute("y"));
  title?.setAttribute("transform", `translate(${x + 10}, ${y + 6})`);
}

/** Names the execution contexts whose colours the drawing uses. */
function legendOf(drawn: Element, labels: LessonLabels): HTMLElement {
  const legend = document.createElement("figcaption");
  for (const [context, label] of Object.entries(labels.contexts)) {
    if (!drawn.querySelector(`.node.${context}`)) continue;
    const item = document.createElement("span");
    item.className = `legend ${context}`;
    item.textContent = label;
    legend.append(item);
  }
  return legend;
}
