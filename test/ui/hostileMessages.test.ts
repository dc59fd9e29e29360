import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { projectRoot } from "../../scripts/lib/project.mjs";
import { openPanelPage, type PanelName } from "./support/panelPage";

const messageCount = 300;

/** What would run, if it were taken for HTML, an address or code. */
const payloads = [
  "<img src=x onerror='window.hit=1'>",
  "<script>window.hit=1</script>",
  "javascript:window.hit=1",
  "command:workbench.action.terminal.new",
  "</pre><svg onload=window.hit=1>",
  "![x](https://example.org/x.png) [y](javascript:window.hit=1)",
  "__proto__",
  "constructor",
  "\u0000\ud800",
];

/** The words a panel's messages are made of: what a hostile one has to know to be taken for one of ours. */
function wordsOf(panel: PanelName): readonly string[] {
  const file = panel === "simulator" ? "simulatorPanel" : panel;
  const source = readFileSync(path.join(projectRoot, "src", "protocol", `${file}.ts`), "utf8");
  return [...new Set([...source.matchAll(/"([a-zA-Z]{3,})"|readonly (\w+)\??:/g)].map(([, text, field]) => text ?? field ?? ""))]; // prettier-ignore
}

function messages(panel: PanelName): readonly unknown[] {
  const words = wordsOf(panel);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2, depthSize: "xsmall" },
      fc.constantFrom(...payloads, ...words),
      fc.constantFrom(null, undefined, true, 0, -1, 1e308, Number.NaN),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...words, "__proto__"), tie("value"), { maxKeys: 4 }),
    ),
  }));
  const message = fc.tuple(fc.constantFrom(...words), fc.dictionary(fc.constantFrom(...words), value, { maxKeys: 12 }));
  const shaped = message.map(([type, fields]): unknown => ({ ...fields, type }));
  return fc.sample(fc.oneof({ weight: 9, arbitrary: shaped }, { weight: 1, arbitrary: value }), { numRuns: messageCount, seed: 1 }); // prettier-ignore
}

describe("a panel that is sent anything", function () {
  this.timeout(60_000);
  for (const name of ["lesson", "simulator", "watch"] as const)
    it(`runs nothing of it, asks nobody for anything and stands: ${name}`, async () => {
      const panel = await openPanelPage(name);
      const mistakes: string[] = [];
      panel.page.on("pageerror", (error) => mistakes.push(error.message));
      for (const message of messages(name)) await panel.send(message);
      assert.equal(await panel.page.evaluate(() => (window as { hit?: number }).hit), undefined);
      assert.equal(await panel.page.locator("script[src*=example], a[href^='javascript:'], main script").count(), 0);
      assert.deepEqual(await panel.violations(), []);
      assert.deepEqual(mistakes, []);
      await panel.close();
    });
});
