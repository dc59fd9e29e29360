// @ts-check
// What action.yml runs: `check` with the action's inputs, from the action's own checkout.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject } from "./lib/project.mjs";

const cli = inProject("dist", "cli.js");
const LARGEST_REPORT = 2 ** 30;

/**
 * An input; empty where it was not given.
 * @param {string} name
 */
function input(name) {
  return (process.env[`NETSTACK_LENS_${name}`] ?? "").trim();
}

/**
 * Runs `check` on the paths.
 * @param {string} format
 * @param {"inherit" | "pipe"} stdout
 */
function check(format, stdout) {
  const kernel = input("KERNEL");
  const paths = input("PATHS")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const options = ["--format", format, "--fail-on", input("FAIL_ON"), ...(kernel === "" ? [] : ["--kernel", kernel])];
  return spawnSync(process.execPath, [cli, "check", ...options, "--", ...paths], {
    stdio: ["ignore", stdout, "inherit"],
    encoding: "utf8",
    maxBuffer: LARGEST_REPORT,
  });
}

/** Makes the command line where the checkout has none. */
async function ensureCli() {
  if (existsSync(cli)) return;
  await ensureDependencies();
  const { build } = await import("./build.mjs");
  await build({ production: true });
}

const wanted = input("VERSION").replace(/^v/, "");
const { version } = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
if (wanted !== "" && wanted !== version) {
  console.error(`netstack-lens: the action is release ${version}, not ${wanted}`);
  process.exit(2);
}
await ensureCli();
const sarifFile = input("SARIF_FILE");
if (sarifFile !== "") writeFileSync(sarifFile, check("sarif", "pipe").stdout);
process.exitCode = check(input("FORMAT"), "inherit").status ?? 2;
