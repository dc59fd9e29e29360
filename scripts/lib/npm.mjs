// @ts-check
import { run, tail } from "./run.mjs";

/**
 * Runs npm and throws with its last lines when it fails.
 * Inside `npm start` and the like it is the very npm that called us; otherwise the one on the PATH.
 * @param {readonly string[]} args
 * @param {{ cwd: string, timeoutMs?: number, echo?: boolean }} options
 */
export async function npm(args, options) {
  const caller = process.env["npm_execpath"];
  const callerIsNpm = caller !== undefined && /npm-cli\.c?js$/.test(caller);
  const result = callerIsNpm
    ? await run(process.execPath, [caller, ...args], options)
    : await run("npm", args, { ...options, shell: process.platform === "win32" });
  if (result.code === 0) return;
  const reason = result.timedOut ? "ran out of time" : "failed";
  throw new Error(`npm ${args.join(" ")} ${reason} in ${options.cwd}:\n${tail(result.output)}`);
}
