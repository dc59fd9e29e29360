// @ts-check
// npm run bench: prints ratios, each against a baseline measured in the same run.
import { stat } from "node:fs/promises";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { yamlParser } from "./lib/yamlParser.mjs";

const ACTIVATION_RUNS = 10;

await ensureDependencies();
const { build: bundle } = await import("esbuild");
const { build } = await import("./build.mjs");
const { measureActivation } = await import("./bench/activation.mjs");
const { benchPanels } = await import("./bench/panels.mjs");

await build({ production: true });
for (const name of ["knowledge", "core", "dumps", "loaders", "check", "simulator"]) {
  const outfile = inProject("out", "bench", `${name}.js`);
  await bundle({
    entryPoints: [inProject("test", "bench", `${name}.bench.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    plugins: [yamlParser(inProject())],
  });
  // Each has a process of its own: what one loads must not warm up the other.
  const { code } = await run(process.execPath, ["--expose-gc", outfile], { cwd: inProject(), echo: true });
  if (code !== 0) process.exit(1);
}

// Whichever comes first pays for the host's own first time, so both are compared in the same place.
const times = await measureActivation(ACTIVATION_RUNS);
const inPlace = (/** @type {"ours" | "empty"} */ name, /** @type {boolean} */ first) =>
  middle(times.filter((time) => (time.first === name) === first).map((time) => time[name]));
for (const first of [true, false]) {
  const [ours, empty] = [inPlace("ours", first), inPlace("empty", first)];
  console.log(
    `activation as the ${first ? "first" : "second"} in a real extension host: ${ours.toFixed(1)} ms, an empty extension ${empty.toFixed(1)} ms, difference ${(ours - empty).toFixed(1)} ms (aim: at most 15)`,
  );
}

console.log("bundle sizes, minified:");
for (const file of [
  "extension.js",
  "extension.web.js",
  "cli.js",
  "content/knowledge.en.jsonl",
  "content/knowledge.zh-cn.jsonl",
]) {
  const { size } = await stat(inProject("dist", file));
  console.log(
    `  ${file.padEnd(28)} ${(size / 1000).toFixed(0).padStart(6)} KB${file === "extension.js" ? " (aim: under 200)" : ""}`,
  );
}
await benchPanels();

/** @param {readonly number[]} values */
function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
