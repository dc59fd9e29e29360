// @ts-check
import { forgetGroup, spawnGroup, stopGroup } from "./processes.mjs";

/**
 * What a finished command left behind. `code` is -1 when it could not be started or ran out of time.
 * @typedef {{ code: number, output: string, timedOut: boolean }} RunResult
 */

/**
 * Runs one command to its end, and ends what it leaves running. Never throws: a command that cannot
 * start is a result, too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean, echo?: boolean }} [options]
 * `echo` also shows the output as it comes.
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  const { timeoutMs, echo = false, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawnGroup(command, args, { ...spawnOptions, stdio: ["ignore", "pipe", "pipe"] });
    /** @type {Buffer[]} */
    const chunks = [];
    let timedOut = false;
    const timer = timeoutMs === undefined ? undefined : setTimeout(endIt, timeoutMs);

    function endIt() {
      timedOut = true;
      void stopGroup(child);
    }

    /** @param {number} code */
    function finish(code) {
      clearTimeout(timer);
      forgetGroup(child);
      resolve({ code: timedOut ? -1 : code, output: Buffer.concat(chunks).toString("utf8"), timedOut });
    }

    /**
     * @param {Buffer} chunk
     * @param {NodeJS.WriteStream} shown
     */
    function hear(chunk, shown) {
      chunks.push(chunk);
      if (echo) shown.write(chunk);
    }

    child.stdout?.on("data", (chunk) => hear(chunk, process.stdout));
    child.stderr?.on("data", (chunk) => hear(chunk, process.stderr));
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(-1);
    });
    child.on("close", (code) => finish(code ?? -1));
  });
}

/**
 * The last lines of a text, for messages that must say why something failed.
 * @param {string} text
 * @param {number} [lines]
 */
export function tail(text, lines = 30) {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
