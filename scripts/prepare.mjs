// @ts-check
// npm runs this where the package is installed from git, after it has installed what the build needs.
import { build } from "./build.mjs";

await build({ production: true });
