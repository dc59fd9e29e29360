import { parseArgs, type ParseArgsConfig } from "node:util";
import { check } from "./check";
import { UsageError, type Command } from "./command";
import { decode } from "./decode";
import { explain } from "./explain";
import { lab } from "./lab/lab";
import { locate } from "./locate";
import { rule } from "./rule";
import { simulate } from "./simulate";
import { isSweepThread, runSweepThread } from "./sweep/pool";
import { sweep } from "./sweep/sweep";
import { validate } from "./validate";

const commands: Readonly<Record<string, Command>> = {
  explain,
  locate,
  check,
  rule,
  validate,
  decode,
  simulate,
  sweep,
  lab,
};

const help = `netstack-lens: explains and checks Linux network settings

${Object.values(commands)
  .map((command) => `  netstack-lens ${command.usage}\n      ${command.summary}`)
  .join("\n")}

  -h, --help     this text
  --version      the version

--kernel V answers for that Linux release, such as 5.15; left out, for the newest covered.
--lang is en or zh-cn; left out, it follows LC_ALL, LC_MESSAGES or LANG.
Lines and columns count from 1, columns in UTF-16 code units.
Exit status: 0 nothing found wrong, 1 findings or an unknown name, 2 wrong usage or an unreadable file.
`;

/** Options every command may take besides its own. */
const commonOptions = {
  format: { type: "string" },
  kernel: { type: "string" },
  lang: { type: "string" },
  baseline: { type: "string" },
  "fail-on": { type: "string" },
  "no-inline-ignore": { type: "boolean" },
  "stdin-name": { type: "string" },
  rule: { type: "string", multiple: true },
  as: { type: "string" },
  set: { type: "string", multiple: true },
  config: { type: "string" },
  seed: { type: "string" },
  list: { type: "boolean" },
  compare: { type: "boolean" },
  until: { type: "string" },
  proc: { type: "string", multiple: true },
  timeline: { type: "boolean" },
  step: { type: "string" },
  log: { type: "boolean" },
  schema: { type: "boolean" },
  vary: { type: "string", multiple: true },
  runs: { type: "string" },
  jobs: { type: "string" },
  stdin: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** A value such as -1 is no option. */
const negativeNumber = /^-\d/;
const escape = "\0";

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2).map((word) => (negativeNumber.test(word) ? `${escape}${word}` : word)),
      options: commonOptions,
      allowPositionals: true,
    });
    const [name, ...operands] = positionals.map((word) => word.replace(escape, ""));
    if (values.help) return print(help);
    if (values.version) return print(`${VERSION}\n`);
    if (name === undefined) throw new UsageError("no command given");
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`unknown command ${name}`);
    return await command.run(operands, values, { out: (text) => process.stdout.write(text), err: complain });
  } catch (error) {
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS_")) {
      complain(`${(error as Error).message}\nTry netstack-lens --help.`);
      return 2;
    }
    throw error;
  }
}

declare const VERSION: string;

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string): void {
  process.stderr.write(`netstack-lens: ${text}\n`);
}

// A reader such as head(1) that has seen enough is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

if (isSweepThread()) void runSweepThread();
else
  void main().then((status) => {
    process.exitCode = status;
  });
