import { availableParallelism } from "node:os";
import type { Language } from "../../core/knowledge/types";
import { formatOf, languageOf, UsageError, type Command, type Options } from "../command";
import { BadFile, readSets, scenarioOf, seedOf } from "../runSetup";
import { readLibrary } from "../scenarios";
import { readOrComplain } from "../textFile";
import { readJobs, type JobLine } from "./jobLines";
import { countOf, jobsOf, variedOf, type Grid } from "./points";
import { createLocalPool, createThreadPool, type Pool } from "./pool";
import type { Answer, RunnerOptions } from "./runner";
import { CsvTable } from "./table";

/** Jobs each thread may have before it, so that none waits for work and results stay few. */
const jobsAhead = 16;
const mostThreads = 256;

/** `sweep SCENARIO`: many runs of a scenario, over all combinations of some values. */
export const sweep: Command = {
  usage:
    "sweep SCENARIO|FILE.yaml --vary NAME=A,B,C|A..B[+STEP|*FACTOR]... [--set NAME=VALUE]... [--config FILE] [--seed N] [--runs N]\n      [--kernel V,W] [--jobs N] [--lang en|zh-cn] [--format csv|json]\n  netstack-lens sweep --stdin [--config FILE] [--jobs N] [--lang en|zh-cn]",
  summary:
    'runs a scenario with every combination of values, on all CPUs: one line a run, as CSV or JSON Lines;\n      --stdin takes a job a line, {"scenario": …, "set": {…}, "seed": …, "kernel": …}',
  run: async (operands, options, { err }) => {
    const language = languageOf(options);
    const text = options.config === undefined ? "" : await readOrComplain(options.config, err);
    if (text === undefined) return 2;
    const runner = { language, config: { text, file: options.config ?? "" } };
    try {
      const task = options.stdin ? stdinTask(operands, options) : await gridTask(operands, options, language);
      return await perform(task, threadsOf(options, task.count), runner);
    } catch (error) {
      if (!(error instanceof BadFile)) throw error;
      for (const line of error.message.split("\n")) err(line);
      return 2;
    }
  },
};

/** What is to be run, and how results are written. */
interface Task {
  readonly jobs: Iterable<JobLine> | AsyncIterable<JobLine>;
  /** How many there are, where that is known. */
  readonly count: number;
  readonly header: string;
  readonly row: (answer: Answer | Extract<JobLine, { error: string }>) => string;
}

const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;

function stdinTask(operands: readonly string[], options: Options): Task {
  if (operands.length > 0 || options.vary || options.set || options.format === "csv")
    throw new UsageError("sweep --stdin takes scenarios and values from standard input, and writes JSON Lines");
  return { jobs: readJobs(process.stdin), count: Infinity, header: "", row: jsonLine };
}

async function gridTask(operands: readonly string[], options: Options, language: Language): Promise<Task> {
  const format = formatOf(options, ["csv", "json"]);
  const [operand, ...rest] = operands;
  if (operand === undefined || rest.length > 0) throw new UsageError("sweep takes one scenario, or --stdin");
  const scenario = scenarioOf(operand, await readLibrary(language), language);
  const varied = (options.vary ?? []).map(variedOf);
  const set = readSets(options);
  for (const name of [...varied.map((one) => one.name), ...set.keys()]) {
    if (scenario.parameters.some((one) => one.name === name)) continue;
    const names = scenario.parameters.map((one) => one.name).join(", ");
    throw new UsageError(`${scenario.id} has no parameter ${name}; there are: ${names}`);
  }
  const kernels = options.kernel === undefined ? [undefined] : options.kernel.split(",").map((one) => one.trim());
  const runs = wholeNumber(options.runs ?? "1", "--runs", 1_000_000);
  const grid: Grid = { scenario: operand, kernels, varied, set: Object.fromEntries(set), seed: seedOf(options), runs };
  const count = countOf(grid);
  const jobs = jobsOf(grid);
  if (format === "json") return { jobs, count, header: "", row: jsonLine };
  const table = new CsvTable(scenario);
  return { jobs, count, header: table.header, row: (answer) => table.row(answer as Answer) };
}

function threadsOf({ jobs }: Options, count: number): number {
  const asked = jobs === undefined ? availableParallelism() : wholeNumber(jobs, "--jobs", mostThreads);
  return Math.min(asked, Math.ceil(count / 2), mostThreads);
}

function wholeNumber(text: string, option: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most)
    throw new UsageError(`${option} ${text}: a whole number from 1 to ${most} is needed`);
  return number;
}

/** Writes a line for each job in the order of the jobs; status 1 where one came to nothing. */
async function perform({ jobs, header, row }: Task, threads: number, options: RunnerOptions): Promise<number> {
  const pool = threads > 1 ? createThreadPool(options, threads) : await createLocalPool(options);
  const write = createWriter();
  let failed = 0;
  try {
    await write(header);
    for await (const answer of answersTo(jobs, pool, threads * jobsAhead)) {
      if ("error" in answer) failed++;
      if (!(await write(row(answer)))) break;
    }
  } finally {
    await pool.close();
  }
  return failed > 0 ? 1 : 0;
}

/** Keeps the order of the jobs, and no more of them in mind than `ahead`. */
async function* answersTo(
  jobs: Task["jobs"],
  pool: Pool,
  ahead: number,
): AsyncGenerator<Answer | Extract<JobLine, { error: string }>, void> {
  const asked: Promise<Answer | Extract<JobLine, { error: string }>>[] = [];
  for await (const job of jobs) {
    asked.push("error" in job ? Promise.resolve(job) : pool.run(job));
    const first = asked.length >= ahead ? asked.shift() : undefined;
    if (first) yield await first;
  }
  for (const one of asked) yield await one;
}

/** Writes to standard output as fast as it is read; answers false once nobody reads any more. */
function createWriter(): (text: string) => Promise<boolean> {
  const { stdout } = process;
  let isRead = true;
  let goOn = (): void => undefined;
  stdout.on("drain", () => goOn());
  // The program as a whole takes no offence at it.
  stdout.once("error", () => {
    isRead = false;
    goOn();
  });
  return async (text) => {
    const isFull = isRead && !stdout.write(text);
    // A closed pipe is only told of after the write.
    await new Promise<void>((resolve) => (isFull ? (goOn = resolve) : setImmediate(resolve)));
    return isRead;
  };
}
