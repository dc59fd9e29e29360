// @ts-check
// npm run kernel:coverage: which sysctls and fields of the running kernel have no entry. Only reads.
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject, projectRoot } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

if (process.platform !== "linux") {
  console.error("There is no Linux kernel here to compare with.");
  process.exit(2);
}
await ensureDependencies();
const { build: bundle } = await import("esbuild");
const { build } = await import("./build.mjs");

await build();
const outfile = inProject("out", "kernel", "coverage.js");
await bundle({ entryPoints: [inProject("test", "kernel", "coverage.ts")], outfile, bundle: true, platform: "node" });
const { code } = await run(process.execPath, [outfile], { cwd: projectRoot, echo: true });
process.exitCode = code;
