import type { Mermaid } from "mermaid";
import type { MermaidTheme } from "./mermaidTheme";

let loaded: Promise<Mermaid> | undefined;
let turn: Promise<unknown> = Promise.resolve();
let serial = 0;

/**
 * Draws a diagram; mermaid is loaded at the first one. One is drawn at a time, since mermaid keeps its settings to
 * itself. Throws for a text it cannot read.
 */
export function drawDiagram(source: string, theme: MermaidTheme): Promise<SVGSVGElement> {
  const drawn = turn.then(() => draw(source, theme));
  turn = drawn.catch(() => undefined);
  return drawn;
}

async function draw(source: string, theme: MermaidTheme): Promise<SVGSVGElement> {
  loaded ??= import("mermaid").then((module) => module.default);
  const mermaid = await loaded;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    themeVariables: { ...theme },
    htmlLabels: false,
    flowchart: { useMaxWidth: true, nodeSpacing: 28, rankSpacing: 34, subGraphTitleMargin: { top: 4, bottom: 16 } },
  });
  const id = `diagram-${++serial}`;
  try {
    const { svg } = await mermaid.render(id, source);
    const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
    if (!drawn) throw new Error("no drawing came out");
    for (const cluster of drawn.querySelectorAll(".cluster")) alignTitle(cluster);
    return drawn;
  } finally {
    // Mermaid leaves its scaffold in the page when it fails.
    document.getElementById(`d${id}`)?.remove();
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
