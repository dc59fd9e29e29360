import { svgElement } from "../shared/elements";

/** Drawn here, since fonts of the editor need not have such signs. */
const shapes = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zm5 0h3v10H9z",
  stepBack: "M3 3h2v10H3zm3 5 7-5v10z",
  stepForward: "M11 3h2v10h-2zM3 3l7 5-7 5z",
  zoomIn: "M7.25 3h1.5v4.25H13v1.5H8.75V13h-1.5V8.75H3v-1.5h4.25z",
  zoomOut: "M3 7.25h10v1.5H3z",
  fit: "M2 3h1.5v10H2zm10.5 0H14v10h-1.5zM4.5 8 7 5.5v1.75h2V5.5L11.5 8 9 10.5V8.75H7v1.75z",
  fullView: "M2.5 2.5h4V4H4v2.5H2.5zm7 0h4v4H12V4H9.5zm-7 7H4V12h2.5v1.5h-4zm9.5 0h1.5v4h-4V12H12z",
} as const;

/** A sign on a button that is named otherwise. */
export function icon(name: keyof typeof shapes): SVGSVGElement {
  const attributes = { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" };
  return svgElement("svg", attributes, svgElement("path", { d: shapes[name] }));
}
