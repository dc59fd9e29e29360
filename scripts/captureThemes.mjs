// @ts-check
// npm run themes: takes from a real VS Code what its themes give a webview, for the tests that look at panels alone.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject, projectRoot, sampleDir } from "./lib/project.mjs";

await ensureDependencies();
const { build } = await import("./build.mjs");
const { runCommand, webviewFrame } = await import("./vscode/actions.mjs");
const { startServer } = await import("./vscode/server.mjs");
const { openWorkbench } = await import("./vscode/workbench.mjs");

/** The themes a fresh VS Code chooses by the wish of the system, by the name of the fixture. */
const themes = Object.freeze({
  light: "Light 2026",
  dark: "Dark 2026",
  "hc-light": "Default High Contrast Light",
  "hc-dark": "Default High Contrast",
});

const fixtures = inProject("test", "ui", "support", "themes");
const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-themes-"));
try {
  await build();
  const server = await startServer({
    dataDir: path.join(scratch, "data"),
    extensionsDir: path.join(scratch, "extensions"),
    testing: true,
  });
  for (const [name, theme] of Object.entries(themes)) {
    const captured = await capture(server, theme);
    await mkdir(fixtures, { recursive: true });
    await writeFile(path.join(fixtures, `${name}.json`), `${JSON.stringify({ theme, ...captured }, undefined, 2)}\n`);
    console.log(`${name}: ${Object.keys(captured.variables).length} variables`);
  }
  await server.stop();
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * What a webview has from the editor: classes and data of its body, the variables of its root, its first style sheet.
 * @param {import("./vscode/server.mjs").RunningServer} server
 * @param {string} theme
 */
async function capture(server, theme) {
  const workbench = await openWorkbench({
    server,
    workspace: sampleDir,
    extensionPath: projectRoot,
    settings: { "workbench.colorTheme": theme },
  });
  try {
    await runCommand(workbench.page, "Netstack Lens: Open Lesson");
    const body = (await webviewFrame(workbench.page)).locator("body");
    await body.locator("h1").waitFor();
    return await body.evaluate(({ className, dataset, ownerDocument }) => {
      const { style } = ownerDocument.documentElement;
      const variables = Object.fromEntries(
        Array.from(style, (name) => [name, style.getPropertyValue(name).trim()]).sort(([a = ""], [b = ""]) =>
          a < b ? -1 : 1,
        ),
      );
      return {
        className,
        dataset: { ...dataset },
        variables,
        styleSheet: ownerDocument.querySelector("#_defaultStyles")?.textContent ?? "",
      };
    });
  } finally {
    await workbench.close();
  }
}
