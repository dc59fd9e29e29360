// @ts-check
// npm runs this where the package is installed from git: the build needs packages, the command line it makes does not.
import { existsSync } from "node:fs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject } from "./lib/project.mjs";

// `npm install --global` hands its wish down to every npm it starts, so none of them has installed anything here.
delete process.env["npm_config_global"];
delete process.env["npm_config_location"];
if (!existsSync(inProject("node_modules"))) await ensureDependencies();
const { build } = await import("./build.mjs");
await build({ production: true });
