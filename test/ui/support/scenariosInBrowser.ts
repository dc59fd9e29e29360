import path from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { projectRoot } from "../../../scripts/lib/project.mjs";
import { findChromium } from "../../../scripts/vscode/chromium.mjs";
import type { playScenarios, Programme } from "../../support/playScenarios";

/** Plays scenarios in a browser: the simulator's own source, bundled as a panel would have it. */
export async function playInBrowser(programme: Programme): Promise<readonly string[]> {
  const { outputFiles } = await build({
    entryPoints: [path.join(projectRoot, "test", "support", "playScenarios.ts")],
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "simulator",
    target: "es2023",
  });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox", "--disable-gpu"] }); // prettier-ignore
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
    return await page.evaluate((given) => window.simulator.playScenarios(given), programme);
  } finally {
    await browser.close();
  }
}

declare global {
  interface Window {
    simulator: { readonly playScenarios: typeof playScenarios };
  }
}
