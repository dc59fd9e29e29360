import { ScenarioError } from "../core/simulator/scenario/parameters";
import { procFilesAt, type ProcSnapshot } from "../core/simulator/scenario/procAt";
import type { RunOptions } from "../core/simulator/scenario/run";
import { runScenario } from "../core/simulator/scenario/scenarioRun";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command, type Options } from "./command";
import { procRequestOf, timeOf } from "./moments";
import { BadFile, readSets, runOptionsOf, scenarioOf, seedOf, sysctlsOf } from "./runSetup";
import { readLibrary } from "./scenarios";
import { describeResult, describeScenario } from "./simulateText";
import { readOrComplain } from "./textFile";

/** Lines of a log; a run may have millions. */
const mostLogLines = 100_000;

/** `simulate SCENARIO`: what the packet path of a kernel does with some settings. */
export const simulate: Command = {
  usage:
    "simulate SCENARIO|FILE.yaml [--set NAME=VALUE]... [--config FILE] [--seed N] [--until T] [--proc [HOST:]NAME[@T]]...\n      [--timeline] [--step T] [--log] [--kernel V] [--lang en|zh-cn] [--format text|json]\n  netstack-lens simulate --list [--lang en|zh-cn]\n  netstack-lens simulate --schema",
  summary:
    "runs a scenario on a simulated packet path: what arrives, where packets are dropped, which counter tells;\n      --config takes the settings of a file as sysctls, --list names scenarios and parameters,\n      --until looks at a time such as 250ms, --proc prints a file of the machine such as softnet_stat@1.5s,\n      --timeline shows how queues and counters went, --log every packet; --schema is that of scenario files",
  run: async (operands, options, { out, err }) => {
    const language = languageOf(options);
    const format = formatOf(options, ["text", "json"]);
    const library = await readLibrary(language);
    const [operand, ...rest] = operands;
    if (options.list) {
      if (operand !== undefined) throw new UsageError("simulate --list takes no scenario");
      out(library.scenarios.map(describeScenario).join("\n"));
      return 0;
    }
    if (options.schema) {
      if (operand !== undefined) throw new UsageError("simulate --schema takes no scenario");
      out(asJson(library.schema));
      return 0;
    }
    if (operand === undefined || rest.length > 0) throw new UsageError("simulate takes one scenario, or --list");
    const proc = (options.proc ?? []).map(procRequestOf);
    const moments = momentsOf(options);
    const set = readSets(options);
    const seed = seedOf(options);
    try {
      const scenario = scenarioOf(operand, library, language);
      const text = options.config === undefined ? "" : await readOrComplain(options.config, err);
      if (text === undefined) return 2;
      const knowledge = await readKnowledge(language);
      const kernel = kernelOf(options) ?? knowledge.data.newestKernel;
      const sysctls = sysctlsOf(text, options.config ?? "", knowledge, kernel);
      const run = { ...runOptionsOf(scenario, { knowledge, kernel, set, seed, sysctls }), ...moments };
      if (proc.length > 0) {
        const files = procFilesAt(library, scenario, run, proc);
        out(format === "json" ? asJson({ scenario: scenario.id, kernel, seed, proc: files }) : shownFiles(files));
        return 0;
      }
      const result = runScenario(library, scenario, run);
      out(format === "json" ? asJson(result) : describeResult(result, scenario, library));
      return 0;
    } catch (error) {
      if (error instanceof BadFile) {
        for (const line of error.message.split("\n")) err(line);
        return 2;
      }
      if (error instanceof ScenarioError) throw new UsageError(error.message);
      throw error;
    }
  },
};

/** What of a run is to be seen, and when. */
function momentsOf({ until, timeline, step, log }: Options): Pick<RunOptions, "untilNs" | "timeline" | "logLines"> {
  const stepNs = step === undefined ? undefined : timeOf(step, "--step");
  if (stepNs === 0) throw new UsageError(`--step ${step ?? ""}: more than nothing is needed`);
  return {
    ...(until !== undefined && { untilNs: timeOf(until, "--until") }),
    ...((timeline || step !== undefined) && { timeline: stepNs === undefined ? {} : { stepNs } }),
    ...(log && { logLines: mostLogLines }),
  };
}

const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** One file as it is, so that other programs can read it; several as head(1) sets them apart. */
function shownFiles(files: readonly ProcSnapshot[]): string {
  if (files.length === 1) return files[0]?.text ?? "";
  return files.map(({ host, name, atNs, text }) => `==> ${host}:${name} @ ${atNs / 1e6} ms <==\n${text}`).join("\n");
}
