// @ts-check
import { parseArgs } from "node:util";

/** Somebody asked for something that cannot be; the message says what could. */
export class UsageError extends Error {}

/** What `npm start` understands. */
export const USAGE = `npm start [-- OPTIONS]
  --port N    listen on this port of the loopback interface (default: any free one)
  --server    use the VS Code server and a browser even where a desktop VS Code can be had
  --no-open   do not open a browser
  --help      show this`;

/**
 * @typedef {{ port: number, open: boolean, server: boolean, help: boolean }} StartOptions
 */

/**
 * Reads the command line. Throws a `UsageError` for what it does not know.
 * @param {readonly string[]} args
 * @returns {StartOptions}
 */
export function readOptions(args) {
  const { port = "0", "no-open": noOpen = false, server = false, help = false } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(`--port wants a number from 0 to 65535, not "${port}".`);
  }
  // A port is about the server: who names one wants it.
  return { port: Number(port), open: !noOpen, server: server || Number(port) > 0, help };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        "no-open": { type: "boolean" },
        server: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
