// @ts-check
// npm run screenshots [-- NAME…]: makes the README's pictures, each in light and in dark.
// npm run screenshots -- --all [NAME…]: pictures of every lesson and panel in both languages, in out/screenshots.
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";

await ensureDependencies();
const { takeScreenshots } = await import("./screenshots/take.mjs");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: "boolean" } } });
await takeScreenshots({ names: positionals, all: values.all === true });
