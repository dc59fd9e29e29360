import { button, svgElement } from "../shared/elements";

/** Drawn, because not every font has them. */
const shapes = {
  start: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M10.5 2.5 5 8l5.5 5.5 1.4-1.4L7.8 8l4.1-4.1z",
  play: "M4 3v10l9-5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  forward: "M5.5 2.5 11 8l-5.5 5.5-1.4-1.4L8.200 8 4.1 3.9z",
  end: "M11 3h2v10h-2zM3 3v10l7-5z",
  reset: "M8 3a5 5 0 1 1-4.6 3l1.4.6A3.5 3.5 0 1 0 8 4.5V7L4.5 3.7 8 .5z",
} as const;
export type IconName = keyof typeof shapes;

export function icon(name: IconName): SVGElement {
  const path = svgElement("path", { d: shapes[name], fill: "currentColor" });
  return svgElement("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, path);
}

/** A button of a picture; what it does is said by its attributes. */
export function iconButton(
  name: IconName,
  onClick: () => void,
  attributes: Readonly<Record<string, string>>,
): HTMLButtonElement {
  const made = button("", onClick, attributes);
  made.append(icon(name));
  return made;
}
