/** Mermaid computes shades itself, so it needs the theme's colours as values, not as CSS variables. */
export function mermaidTheme(): Readonly<Record<string, string | boolean>> {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string): string =>
    toHex(style.getPropertyValue(`--vscode-${name}`).trim()) ?? fallback;
  const background = colour("editor-background", "#ffffff");
  const foreground = colour("editor-foreground", "#000000");
  const border = colour("contrastBorder", colour("panel-border", foreground));
  return {
    darkMode:
      document.body.classList.contains("vscode-dark") || document.body.classList.contains("vscode-high-contrast"),
    background,
    fontFamily: style.fontFamily,
    fontSize: "14px",
    primaryColor: background,
    primaryTextColor: foreground,
    primaryBorderColor: foreground,
    lineColor: foreground,
    textColor: foreground,
    clusterBkg: colour("textBlockQuote-background", background),
    clusterBorder: border,
    edgeLabelBackground: background,
  };
}

/** Any CSS colour as #rrggbb, by letting the canvas read it; `undefined` for none. */
function toHex(colour: string): string | undefined {
  if (colour === "") return undefined;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return undefined;
  context.fillStyle = colour;
  // Half-transparent colours come back as rgba(); drop the alpha, mermaid's colour arithmetic does not want it.
  const match = /^rgba\((\d+), (\d+), (\d+),/.exec(context.fillStyle);
  if (!match) return context.fillStyle;
  return `#${match
    .slice(1, 4)
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("")}`;
}
