import assert from "node:assert/strict";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Mermaid } from "mermaid";
import { projectRoot } from "../../scripts/lib/project.mjs";
import { findChromium } from "../../scripts/vscode/chromium.mjs";
import { allLessons } from "../support/lessons";

/** What mermaid makes of a diagram, apart from any panel. */
async function openMermaid(): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const { outputFiles } = await build({
    stdin: { contents: 'import mermaid from "mermaid"; window.mermaid = mermaid;', resolveDir: projectRoot },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2023",
    logLevel: "silent",
  });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox", "--disable-gpu"] }); // prettier-ignore
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
  return { browser, page };
}

describe("every diagram of every lesson", function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  before(async () => {
    ({ browser, page } = await openMermaid());
  });
  after(() => browser.close());

  for (const { id, language, body } of allLessons())
    it(`parses, and names itself for screen readers: ${id} (${language})`, async () => {
      const sources = [...body.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map(([, source = ""]) => source);
      assert.ok(sources.length > 0);
      for (const source of sources) {
        const { type, title, description } = await page.evaluate(readDiagram, source);
        assert.match(type, /^(?:flowchart|sequence|stateDiagram)/, source);
        assert.ok(title !== "" && description !== "", source);
      }
    });
});

/** Runs in the page. */
async function readDiagram(source: string): Promise<{ type: string; title: string; description: string }> {
  const { diagramType: type } = await window.mermaid.parse(source);
  const { svg } = await window.mermaid.render("drawn", source);
  const drawn = new DOMParser().parseFromString(svg, "text/html");
  return {
    type,
    title: drawn.querySelector("svg > title")?.textContent ?? "",
    description: drawn.querySelector("svg > desc")?.textContent ?? "",
  };
}

declare global {
  interface Window {
    mermaid: Mermaid;
  }
}
