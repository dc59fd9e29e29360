// @ts-check
// npm run fuzz -- [RUNS] [SEED] [FOLDER…]: a long search for texts that a recogniser fails on or is slow with.
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject, projectRoot } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

await ensureDependencies();
const { build: bundle } = await import("esbuild");
const { build } = await import("./build.mjs");

await build();
const outfile = inProject("out", "fuzz", "main.js");
await bundle({ entryPoints: [inProject("test", "fuzz", "main.ts")], outfile, bundle: true, platform: "node" });
const { code } = await run(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: projectRoot, echo: true });
process.exitCode = code;
