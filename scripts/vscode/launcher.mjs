#!/usr/bin/env node
// @ts-check
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { benchDir } from "../lib/project.mjs";

const self = fileURLToPath(import.meta.url);
const DEFAULT_LIMIT_MS = 3 * 60_000;

/**
 * A program that takes the arguments of desktop VS Code's test runs and runs them in the VS Code server.
 * `runTests` of @vscode/test-electron starts a bare file name (through a shell on Windows), so a wrapper
 * is written that names the Node we run on; this file's own mode need not survive a download.
 * @returns {Promise<string>} its path
 */
export async function launcherExecutable() {
  await mkdir(benchDir, { recursive: true });
  const windows = process.platform === "win32";
  const file = path.join(benchDir, windows ? "launcher.cmd" : "launcher");
  const text = windows
    ? `@"${process.execPath}" "${self}" %*\r\n`
    : `#!/bin/sh\nexec "${process.execPath}" "${self}" "$@"\n`;
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

/**
 * What of VS Code's command line means something to a test run; the rest is about windows and sandboxes.
 * @param {readonly string[]} args
 */
export function readArguments(args) {
  /** @param {string} name */
  const value = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const workspace = args.find((arg) => !arg.startsWith("-"));
  const extensionPath = value("extensionDevelopmentPath");
  const testsPath = value("extensionTestsPath");
  if (workspace === undefined || extensionPath === undefined || testsPath === undefined) {
    throw new Error("Wanted: FOLDER --extensionDevelopmentPath=DIR --extensionTestsPath=FILE");
  }
  return {
    workspace: path.resolve(workspace),
    extensionPath: path.resolve(extensionPath),
    testsPath: path.resolve(testsPath),
    userDataDir: value("user-data-dir"),
    host: value("extensionDevelopmentKind") === "web" ? /** @type {const} */ ("web") : /** @type {const} */ ("node"),
  };
}

/** @param {string | undefined} userDataDir */
async function readSettings(userDataDir) {
  if (userDataDir === undefined) return {};
  const file = path.join(userDataDir, "User", "settings.json");
  return JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
}

async function main() {
  const { userDataDir, ...job } = readArguments(process.argv.slice(2));
  // Loaded only now: who merely wants the launcher's path must not need Playwright.
  const { runInServer } = await import("./runInServer.mjs");
  const timeoutMs = Number(process.env["NETSTACK_LENS_TEST_LIMIT_MS"] ?? DEFAULT_LIMIT_MS);
  return runInServer({ ...job, settings: await readSettings(userDataDir), timeoutMs });
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === self) {
  try {
    process.exit(await main());
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  }
}
