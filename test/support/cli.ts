import { spawnSync } from "node:child_process";
import path from "node:path";
import { projectRoot } from "./knowledge";

export interface CliResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does, in an English locale. */
export function runCli(...args: readonly string[]): CliResult {
  return runCliIn({}, ...args);
}

/** The same with further environment variables. */
export function runCliIn(env: NodeJS.ProcessEnv, ...args: readonly string[]): CliResult {
  return run(env, "", args);
}

/** The same with a text on standard input. */
export function runCliOn(input: string, ...args: readonly string[]): CliResult {
  return run({}, input, args);
}

function run(env: NodeJS.ProcessEnv, input: string, args: readonly string[]): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(projectRoot, "dist/cli.js"), ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 2 ** 30,
    env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
  });
  return { status, out: stdout, err: stderr };
}
