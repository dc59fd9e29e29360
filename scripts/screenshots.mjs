// @ts-check
// npm run screenshots [-- NAME…]: makes the README's pictures, each in light and in dark.
import { ensureDependencies } from "./lib/dependencies.mjs";

await ensureDependencies();
const { takeScreenshots } = await import("./screenshots/take.mjs");
await takeScreenshots(process.argv.slice(2));
