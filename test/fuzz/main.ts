// npm run fuzz -- [RUNS] [SEED] [FOLDER…]: mutated files through every recogniser, and which took longest.
import { realKnowledge } from "../support/knowledge";
import { readSeeds } from "../support/seeds";
import { fuzz } from "./fuzz";

const [runs = "1000000", seed = "1", ...folders] = process.argv.slice(2);
const seeds = readSeeds("content/sample", "test/fixtures/embedded", "test/fixtures/dumps", ...folders);
const start = performance.now();
const { inputs, found, slowest } = fuzz(seeds, Number(runs), Number(seed), realKnowledge());
const seconds = (performance.now() - start) / 1000;
console.log(`${inputs} inputs from ${seeds.length} files in ${seconds.toFixed(0)} s, nothing thrown; ${found} settings, cells and findings`); // prettier-ignore
console.log(`slowest: ${slowest.msPer100Kb.toFixed(1)} ms for 100 KB (aim: at most 50), ${slowest.input.text.length} characters as ${slowest.input.file}`); // prettier-ignore
if (slowest.msPer100Kb > 50) console.log(JSON.stringify(slowest.input.text));
