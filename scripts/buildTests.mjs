// @ts-check
// npm run build:tests: compiles all tests and lays out a workspace for them, for the debugger.
import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { benchDir, inProject, sampleDir } from "./lib/project.mjs";

await ensureDependencies();
await build();
const { buildTests } = await import("./lib/buildTests.mjs");
await buildTests();
const workspace = path.join(benchDir, "debug-workspace");
await rm(workspace, { recursive: true, force: true });
await mkdir(workspace, { recursive: true });
await cp(sampleDir, workspace, { recursive: true });
await cp(inProject("test", "fixtures"), path.join(workspace, "fixtures"), { recursive: true });
