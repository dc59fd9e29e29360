/** Colours of a drawing, as mermaid takes them. */
export type MermaidTheme = Readonly<Record<string, string | boolean>>;

/** Mermaid computes shades itself, so it needs the theme's colours as values, not as CSS variables. */
export function editorTheme(): MermaidTheme {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string): string =>
    toHex(style.getPropertyValue(`--vscode-${name}`).trim()) ?? fallback;
  const background = colour("editor-background", "#ffffff");
  const foreground = colour("editor-foreground", "#000000");
  const border = colour("contrastBorder", colour("panel-border", foreground));
  const { classList } = document.body;
  return {
    darkMode: classList.contains("vscode-dark") || classList.contains("vscode-high-contrast"),
    ...colours(background, foreground, colour("textBlockQuote-background", background), border),
    fontFamily: style.fontFamily,
  };
}

/** Black on white, for files that are read elsewhere or printed. */
export function paperTheme(): MermaidTheme {
  return {
    darkMode: false,
    ...colours("#ffffff", "#1f2328", "#f6f8fa", "#8c959f"),
    fontFamily: "system-ui, sans-serif",
  };
}

function colours(background: string, foreground: string, group: string, border: string): MermaidTheme {
  return {
    background,
    fontSize: "14px",
    primaryColor: background,
    primaryTextColor: foreground,
    primaryBorderColor: foreground,
    lineColor: foreground,
    textColor: foreground,
    secondaryColor: group,
    tertiaryColor: group,
    clusterBkg: group,
    clusterBorder: border,
    edgeLabelBackground: background,
    noteBkgColor: group,
    noteTextColor: foreground,
    noteBorderColor: border,
    activationBkgColor: group,
    labelBoxBkgColor: background,
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
