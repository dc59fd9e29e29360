// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { inProject } from "../lib/project.mjs";
import { run, tail } from "../lib/run.mjs";
import { installedChromium, isExecutable } from "./installedChromium.mjs";

const DOWNLOAD_LIMIT_MS = 3 * 60_000;
const APT_LIMIT_MS = 5 * 60_000;

/**
 * The path of a browser of the Chromium family: one that is named, installed or downloaded before,
 * or else one that can be had now. Throws with what to install.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export async function findChromium({ log = console.log } = {}) {
  const named = process.env["NETSTACK_LENS_CHROMIUM"];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`NETSTACK_LENS_CHROMIUM names ${named}, which is no program that can be run.`);
  }
  /** @type {string[]} */
  const failures = [];
  const found =
    installedChromium() ?? (await viaPlaywright(log, failures)) ?? (await viaApt(["chromium"], log, failures));
  if (found !== undefined) return found;
  throw new Error(
    "No Chromium, Chrome or Edge was found, and none could be fetched. Install one " +
      "(Debian: apt-get install chromium) or name one in NETSTACK_LENS_CHROMIUM.\n" +
      failures.join("\n"),
  );
}

/**
 * Fonts with Chinese characters, for pictures only. Answers whether there are any now.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>}
 */
export async function ensureCjkFonts({ log = console.log } = {}) {
  if (process.platform !== "linux" || (await hasCjkFonts())) return true;
  /** @type {string[]} */
  const failures = [];
  await viaApt(["fonts-noto-cjk"], log, failures);
  failures.forEach(log);
  return hasCjkFonts();
}

async function hasCjkFonts() {
  const listing = await run("fc-list", [":lang=zh-cn", "family"]);
  return listing.code === 0 && listing.output.trim() !== "";
}

/**
 * @param {(line: string) => void} log
 * @param {string[]} failures
 */
async function viaPlaywright(log, failures) {
  log("No Chromium found; trying Playwright’s download …");
  const cli = inProject("node_modules", "playwright-core", "cli.js");
  const result = await run(process.execPath, [cli, "install", "chromium-headless-shell"], {
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  if (result.code !== 0) {
    const reason = result.timedOut ? "it took too long" : tail(result.output, 3);
    failures.push(`Playwright could not download one: ${reason}`);
  }
  return installedChromium();
}

/**
 * Installs Debian or Ubuntu packages where we may.
 * @param {readonly string[]} packages
 * @param {(line: string) => void} log
 * @param {string[]} failures
 */
async function viaApt(packages, log, failures) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !isDebianLike()) return undefined;
  log(`Installing ${packages.join(" ")} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  for (const args of [["update"], install]) {
    const result = await run("apt-get", args, { env, timeoutMs: APT_LIMIT_MS });
    if (result.code !== 0) failures.push(`apt-get ${args.join(" ")} failed: ${tail(result.output, 3)}`);
  }
  return installedChromium();
}

function isDebianLike() {
  const file = "/etc/os-release";
  return existsSync(file) && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, "utf8"));
}
