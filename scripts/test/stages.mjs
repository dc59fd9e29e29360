// @ts-check
import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inProject, projectRoot } from "../lib/project.mjs";
import { run, tail } from "../lib/run.mjs";
import { makeWorkspace } from "../lib/workspace.mjs";
import { check, fromReport, together } from "./results.mjs";

/** @typedef {import("./results.mjs").StageResult} StageResult */

const MINUTE_MS = 60_000;
const UNIT_TEST_LIMIT_MS = 10_000;
const UI_TEST_LIMIT_MS = 60_000;
const KERNEL_TEST_LIMIT_MS = 60_000;

/**
 * One step of `npm test`. `needsBuild` says that it tests what the build made, `readsOnly` that it may go on beside
 * others, `isAlone` that it measures times and wants the machine for itself.
 * @typedef {{ name: string, needsBuild: boolean, readsOnly?: true, isAlone?: true, run: () => Promise<StageResult> }} Stage
 */

/** All steps, in their order. @type {readonly Stage[]} */
export const stages = Object.freeze([
  { name: "types", needsBuild: false, readsOnly: true, run: () => tool("types", "typescript/bin/tsc", ["-b"]) },
  { name: "lint", needsBuild: false, readsOnly: true, run: lint },
  { name: "build", needsBuild: false, run: buildAll },
  { name: "unit", needsBuild: true, run: unit },
  { name: "kernel", needsBuild: true, isAlone: true, run: kernel },
  { name: "host", needsBuild: true, run: () => host("host", "node") },
  { name: "host-web", needsBuild: true, run: () => host("host-web", "web") },
  { name: "ui", needsBuild: true, run: ui },
]);

/**
 * Runs a tool of ours; it passes when it exits with 0.
 * @param {string} name
 * @param {string} script inside node_modules
 * @param {readonly string[]} args
 */
async function tool(name, script, args) {
  const file = inProject("node_modules", ...script.split("/"));
  const result = await run(process.execPath, [file, ...args], { cwd: projectRoot, timeoutMs: 5 * MINUTE_MS });
  return check(name, result.code === 0, result.output);
}

async function lint() {
  return together("lint", [
    await tool("eslint", "eslint/bin/eslint.js", ["."]),
    await tool("prettier", "prettier/bin/prettier.cjs", ["--check", "."]),
  ]);
}

async function buildAll() {
  const { build } = await import("../build.mjs");
  await build({ production: false });
  return check("build", true);
}

async function unit() {
  const { buildUnitTests } = await import("../lib/buildTests.mjs");
  return mochaInNode("unit", await buildUnitTests(), UNIT_TEST_LIMIT_MS);
}

async function ui() {
  const { buildUiTests } = await import("../lib/buildTests.mjs");
  // Every lesson in every language is looked at in every theme.
  return mochaInNode("ui", await buildUiTests(), UI_TEST_LIMIT_MS, { limitMs: 20 * MINUTE_MS });
}

/** Tests against the running kernel, in a network namespace that ends with them. */
async function kernel() {
  const { buildKernelTests } = await import("../lib/buildTests.mjs");
  const files = await buildKernelTests();
  const reason = await noNamespaceBecause();
  if (reason) {
    console.log(`  skipped: ${reason}`);
    const env = { ...process.env, NETSTACK_LENS_NO_NAMESPACE: reason };
    return mochaInNode("kernel", files, KERNEL_TEST_LIMIT_MS, { env, maySkipAll: true });
  }
  const env = { ...process.env, NETSTACK_LENS_OUTER_NAMESPACE: await readlink("/proc/self/ns/net") };
  return mochaInNode("kernel", files, KERNEL_TEST_LIMIT_MS, { env, prefix: ["unshare", "--net", "--"] });
}

/** Why no network namespace can be made here; `undefined` where one can. */
async function noNamespaceBecause() {
  if (process.platform !== "linux") return "the kernel tests need Linux";
  if (process.getuid?.() !== 0) return "the kernel tests need root to make a network namespace";
  const result = await run("unshare", ["--net", "--", "true"], { timeoutMs: MINUTE_MS });
  if (result.code === 0) return undefined;
  return `unshare --net failed (util-linux and CAP_SYS_ADMIN are needed): ${tail(result.output, 2).trim()}`;
}

/**
 * @param {string} name
 * @param {readonly string[]} files
 * @param {number} testLimitMs
 * @param {{ env?: NodeJS.ProcessEnv, prefix?: readonly string[], maySkipAll?: boolean, limitMs?: number }} [options] `prefix` is a
 *   command that starts the run in another place
 */
async function mochaInNode(
  name,
  files,
  testLimitMs,
  { env, prefix = [], maySkipAll = false, limitMs = 6 * MINUTE_MS } = {},
) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-report-"));
  const reportFile = path.join(scratch, "report.json");
  const child = inProject("scripts", "test", "mochaChild.mjs");
  const args = ["--enable-source-maps", child, reportFile, String(testLimitMs), ...files];
  try {
    const [command = process.execPath, ...rest] = [...prefix, process.execPath, ...args];
    const result = await run(command, rest, {
      cwd: projectRoot,
      timeoutMs: limitMs,
      echo: true,
      ...(env && { env }),
    });
    return fromReport(name, await readReport(reportFile), result, { maySkipAll });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @param {"node" | "web"} kind
 */
async function host(name, kind) {
  const { buildHostTests } = await import("../lib/buildTests.mjs");
  const scripts = await buildHostTests();
  const workspace = await makeWorkspace();
  const child = inProject("scripts", "test", "hostChild.mjs");
  try {
    const result = await run(process.execPath, [child, kind, workspace, scripts[kind]], {
      cwd: projectRoot,
      // Fetching a server and a browser is part of it the first time.
      timeoutMs: 8 * MINUTE_MS,
      echo: true,
    });
    const report = await readReport(path.join(workspace, ".netstack-lens-report.json"));
    return fromReport(name, report, { ...result, output: tail(result.output, 60) });
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {string} file
 * @returns {Promise<import("../lib/mochaReport.mjs").Report | undefined>}
 */
async function readReport(file) {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
