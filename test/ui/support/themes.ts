import { readFileSync } from "node:fs";
import path from "node:path";
import type { Frame, Page } from "playwright-core";
import { projectRoot } from "../../../scripts/lib/project.mjs";

/** The kinds of themes there are; each stands for the one that VS Code itself chooses of that kind. */
export const themeNames = ["light", "dark", "hc-light", "hc-dark"] as const;
export type ThemeName = (typeof themeNames)[number];

/** What a theme gives a webview, as `npm run themes` took it from a real VS Code. */
interface Theme {
  readonly className: string;
  readonly dataset: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly styleSheet: string;
}

/** Gives a page with a panel the theme, in the way the editor does it; also when it has another one already. */
export async function applyTheme(page: Page | Frame, name: ThemeName): Promise<void> {
  const file = path.join(projectRoot, "test", "ui", "support", "themes", `${name}.json`);
  const theme = JSON.parse(readFileSync(file, "utf8")) as Theme;
  await page.evaluate(({ className, dataset, variables, styleSheet }) => {
    const { documentElement: root, body, head } = document;
    root.removeAttribute("style");
    for (const [variable, value] of Object.entries(variables)) root.style.setProperty(variable, value);
    // A webview is transparent, and this is what shines through.
    root.style.background = "var(--vscode-editor-background)";
    let sheet = document.querySelector("#_defaultStyles");
    if (!sheet) {
      sheet = document.createElement("style");
      sheet.id = "_defaultStyles";
      head.prepend(sheet);
    }
    sheet.textContent = styleSheet;
    body.removeAttribute("style");
    Object.assign(body.dataset, dataset);
    body.className = className;
  }, theme);
}
