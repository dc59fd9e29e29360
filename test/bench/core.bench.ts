import { readFileSync } from "node:fs";
import path from "node:path";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { locate } from "../../src/core/documents/locate";
import { findYamlSettings } from "../../src/core/documents/yamlSettings";
import { parseSysctlConf, parseSysctlLine, textOf } from "../../src/core/documents/sysctlConf";
import { explainKey } from "../../src/core/explain/explainKey";
import { explainValue } from "../../src/core/explain/explainValue";
import { toMarkdown } from "../../src/core/explain/explanation";
import { loadKnowledge } from "../../src/core/knowledge/knowledge";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { makeSysctlFile } from "./sysctlFile";
import { alternate, median, quantile, random } from "./measure";

const json = readFileSync(path.join(process.cwd(), "dist/content/knowledge.en.jsonl"), "utf8");
const knowledge = loadKnowledge(json);

const lineCount = 200_000;
const text = makeSysctlFile(knowledge, lineCount);

/** What the parser is held against: one pass of one expression that finds the same keys and values. */
function regexPass(): number {
  const setting = /^[ \t]*-?[ \t]*([^\s=#;][^=\n]*?)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm;
  let found = 0;
  for (let match = setting.exec(text); match; match = setting.exec(text))
    found += match[1] && match[2] !== undefined ? 1 : 0;
  return found;
}

function parsePass(): number {
  let found = 0;
  for (const line of parseSysctlConf(text)) if (line.kind === "assignment") found++;
  return found;
}

if (regexPass() !== parsePass()) throw new Error("the baseline does not find the same settings");

const parsing = alternate(15, parsePass, regexPass);
console.log(
  `parse of ${lineCount} lines (${(text.length / 1e6).toFixed(1)} MB): ${parsing.ours.toFixed(1)} ms, regex pass ${parsing.baseline.toFixed(1)} ms, ratio ${parsing.ratio.toFixed(2)} (aim: at most 2)`,
);

const checking = alternate(5, () => diagnoseSysctl(text, knowledge).length, regexPass);
console.log(
  `check, parsing included: ${checking.ours.toFixed(1)} ms, ratio to the regex pass ${checking.ratio.toFixed(2)} (aim: at most 3)`,
);

/** Manifests that all set something, so that none may be skipped. */
const manifests = Array.from(
  { length: 240 },
  (_, index) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-${index}\n  labels: {app: web, tier: "front"}\nspec:\n  securityContext:\n    sysctls:\n    - name: net.core.somaxconn\n      value: "${index}"\n  containers:\n  - name: web\n    image: nginx:1.${index}\n    command: ["sh", "-c", "exec nginx"]\n    args: |\n      line one\n      line two\n    ports:\n    - containerPort: 80\n`,
).join("---\n");
const namesAndValues = /name: (net\.[\w.]+)\s+value: "([^"]*)"/g;
const reading = alternate(
  15,
  () => findYamlSettings(manifests).length,
  () => Array.from(manifests.matchAll(namesAndValues)).length,
);
console.log(
  `settings in ${(manifests.length / 1000).toFixed(0)} KB of YAML, all parsed: ${reading.ours.toFixed(1)} ms, ratio to a regex pass ${reading.ratio.toFixed(0)} (aim: at most 50 ms)`,
);

/** The editor keeps lines; a keystroke replaces one, and the hover reads just that one. */
function measureHovers(): readonly number[] {
  const lines = text.split("\n");
  const next = random(2);
  const times: number[] = [];
  while (times.length < 2000) {
    const row = Math.floor(next() * lines.length);
    const before = lines[row] ?? "";
    const start = performance.now();
    const line = `${before}0`;
    lines[row] = line;
    const hit = locate(line, parseSysctlLine(line), Math.floor(next() * line.length));
    let said = "";
    if (hit?.setting.kind === "assignment") {
      const name = parseSysctlName(textOf(line, hit.setting.key));
      const explanation =
        hit.part === "key"
          ? explainKey(knowledge, name)
          : explainValue(knowledge, name, textOf(line, hit.setting.value), hit.word);
      said = explanation ? toMarkdown(explanation) : "";
    }
    const took = performance.now() - start;
    lines[row] = before;
    if (said !== "") times.push(took);
  }
  return times;
}

measureHovers();
const hovers = measureHovers();
console.log(
  `hover after a keystroke: median ${(median(hovers) * 1000).toFixed(0)} µs, 99 % under ${(quantile(hovers, 0.99) * 1000).toFixed(0)} µs (aim: median under 1000 µs)`,
);
