// @ts-check
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { browserMocha, loadTestsSource, scriptsStayInPlace, virtualModules } from "./bundlePlugins.mjs";
import { inProject, projectRoot, testOutDir } from "./project.mjs";

/** Folders of tests that need nothing but Node. */
const UNIT_FOLDERS = ["core", "content", "cli", "support", "features"];

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: projectRoot,
  bundle: true,
  logLevel: "silent",
  sourcemap: "linked",
  target: "es2023",
};

/** Compiles all tests. */
export async function buildTests() {
  await Promise.all([buildUnitTests(), buildKernelTests(), buildHostTests(), buildUiTests()]);
}

/**
 * Compiles the tests that run in plain Node.
 * @returns {Promise<string[]>} the files for Mocha
 */
export async function buildUnitTests() {
  const folders = UNIT_FOLDERS.map((name) => inProject("test", name));
  return buildForNode((await Promise.all(folders.map(testFiles))).flat(), "unit");
}

/**
 * Compiles the tests against the running kernel.
 * @returns {Promise<string[]>} the files for Mocha
 */
export async function buildKernelTests() {
  return buildForNode(await testFiles(inProject("test", "kernel")), "kernel");
}

/**
 * Compiles the tests that drive VS Code from outside.
 * @returns {Promise<string[]>} the files for Mocha
 */
export async function buildUiTests() {
  return buildForNode(await testFiles(inProject("test", "ui")), "ui");
}

/**
 * Compiles the measurements that drive panels in a browser.
 * @param {string} name of a file in test/bench
 * @returns {Promise<string>} the module
 */
export async function buildPanelBench(name) {
  const [file = ""] = await buildForNode([inProject("test", "bench", `${name}.ts`)], "bench");
  return file;
}

/**
 * Compiles the tests that run inside VS Code: one script for each extension host.
 * @returns {Promise<{ node: string, web: string }>}
 */
export async function buildHostTests() {
  const entry = inProject("test", "host", "index.ts");
  const tests = await testFiles(inProject("test", "host"));
  /** @type {import("esbuild").BuildOptions} */
  const host = { ...common, entryPoints: [entry], format: "cjs" };
  const outputs = { node: path.join(testOutDir, "host", "node.js"), web: path.join(testOutDir, "host", "web.js") };
  await Promise.all([
    build({
      ...host,
      outfile: outputs.node,
      platform: "node",
      external: ["vscode", "mocha"],
      plugins: [virtualModules({ "host-tests": loadTestsSource(tests) })],
    }),
    build({
      ...host,
      outfile: outputs.web,
      platform: "browser",
      external: ["vscode"],
      plugins: [virtualModules({ "host-tests": loadTestsSource(tests), ...(await browserMocha()) })],
    }),
  ]);
  return outputs;
}

/**
 * Modules that share what they have in common, so that a fixture is one and the same for all files.
 * @param {readonly string[]} files
 * @param {string} name
 */
async function buildForNode(files, name) {
  if (files.length === 0) return [];
  const outdir = path.join(testOutDir, name);
  const fakeVscode = inProject("test", "support", "vscode.ts");
  await build({
    ...common,
    entryPoints: [...files],
    outdir,
    outbase: inProject("test"),
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
    splitting: true,
    packages: "external",
    alias: existsSync(fakeVscode) ? { vscode: fakeVscode } : {},
    plugins: [scriptsStayInPlace],
  });
  return files.map((file) => path.join(outdir, path.relative(inProject("test"), file).replace(/\.ts$/, ".mjs")));
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function testFiles(folder) {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => path.join(folder, name));
}
