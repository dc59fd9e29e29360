import { readSettings } from "../core/documents/settings";
import { keyOf, valueOf } from "../core/documents/sysctlConf";
import type { Knowledge } from "../core/knowledge/knowledge";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion } from "../core/knowledge/types";
import { ScenarioError } from "../core/simulator/scenario/parameters";
import type { RunResult } from "../core/simulator/scenario/run";
import { runScenario } from "../core/simulator/scenario/scenarioRun";
import type { Scenario, ScenarioLibrary } from "../core/simulator/scenario/types";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command, type Options } from "./command";
import { asStored, defaultsOf, findScenario, readLibrary, storedOf } from "./scenarios";
import { readOrComplain } from "./textFile";

/** `simulate SCENARIO`: what the packet path of a kernel does with some settings. */
export const simulate: Command = {
  usage:
    "simulate SCENARIO [--set NAME=VALUE]... [--config FILE] [--seed N] [--kernel V] [--lang en|zh-cn] [--format text|json]\n  netstack-lens simulate --list [--lang en|zh-cn]",
  summary:
    "runs a scenario on a simulated packet path: what arrives, where packets are dropped, which counter tells;\n      --config takes the settings of a file as sysctls, --list names scenarios and parameters",
  run: async (operands, options, { out, err }) => {
    const language = languageOf(options);
    const format = formatOf(options, ["text", "json"]);
    const library = await readLibrary(language);
    const [id, ...rest] = operands;
    if (options.list) {
      if (id !== undefined) throw new UsageError("simulate --list takes no scenario");
      out(library.scenarios.map(describeScenario).join("\n"));
      return 0;
    }
    if (id === undefined || rest.length > 0) throw new UsageError("simulate takes one scenario, or --list");
    const scenario = findScenario(library, id);
    if (!scenario) throw new UsageError(`there is no scenario ${id}; there are: ${library.scenarios.map((one) => one.id).join(", ")}`); // prettier-ignore
    const text = options.config === undefined ? "" : await readOrComplain(options.config, err);
    if (text === undefined) return 2;
    const knowledge = await readKnowledge(language);
    const kernel = kernelOf(options) ?? knowledge.data.newestKernel;
    try {
      const set = asStored(readSets(options), scenario, knowledge, kernel);
      const sysctls = sysctlsOf(text, options.config ?? "", knowledge, kernel);
      const defaultOf = defaultsOf(knowledge, kernel);
      const result = runScenario(library, scenario, { kernel, seed: seedOf(options), set, sysctls, defaultOf });
      out(format === "json" ? `${JSON.stringify(result, undefined, 2)}\n` : describe(result, scenario, library));
      return 0;
    } catch (error) {
      if (error instanceof ScenarioError) throw new UsageError(error.message);
      throw error;
    }
  },
};

function readSets({ set = [] }: Options): Map<string, string> {
  return new Map(
    set.map((one) => {
      const at = one.indexOf("=");
      if (at < 1) throw new UsageError(`--set ${one}: NAME=VALUE is needed`);
      return [one.slice(0, at).trim(), one.slice(at + 1).trim()];
    }),
  );
}

function seedOf({ seed = "1" }: Options): number {
  if (!/^\d{1,10}$/.test(seed) || Number(seed) >= 2 ** 32)
    throw new UsageError(`--seed ${seed}: a whole number below 2^32 is needed`);
  return Number(seed);
}

/** The settings of a file as the kernel would keep them; later ones win. Throws for a value it would refuse. */
function sysctlsOf(text: string, file: string, knowledge: Knowledge, kernel: KernelVersion): Map<string, string> {
  const sysctls = new Map<string, string>();
  for (const setting of readSettings(text, file).lines) {
    if (setting.kind !== "assignment") continue;
    const name = parseSysctlName(keyOf(text, setting)).dotted;
    const value = valueOf(text, setting);
    const line = text.slice(0, setting.key.start).split("\n").length;
    if (knowledge.find(parseSysctlName(name))) sysctls.set(name, storedOf(knowledge, kernel, name, value, `${file}:${line}: `)); // prettier-ignore
  }
  return sysctls;
}

function describeScenario({ id, title, summary, parameters }: Scenario): string {
  const rows = parameters.map((one) => {
    const range = one.type === "integer" ? `${one.min}…${one.max}` : one.type === "choice" ? one.choices.join("|") : "";
    const preset = one.type !== "sysctl" && one.default !== undefined ? ` = ${one.default}` : "";
    return `    ${`${one.name}${preset}`.padEnd(36)}  ${one.meaning}${range && ` (${range})`}\n`;
  });
  return `${id}: ${title}\n  ${summary}\n${rows.join("")}`;
}

/** The result as a readable text. */
function describe(result: RunResult, scenario: Scenario, { labels }: ScenarioLibrary): string {
  const { params, observed, drops, notModelled, ignoredSysctls, kernel } = result;
  const rows = Object.entries(observed);
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  const settings = Object.entries(params).map(([name, value]) => `  ${name} = ${value ?? "-"}\n`);
  const lost = drops.map(
    ({ where, count, counter, sysctls, command }) =>
      `  ${count} × ${where}\n      ${counter}; ${labels.watch} ${command}${sysctls.length > 0 ? `\n      ${labels.settings} ${sysctls.join(", ")}` : ""}\n`,
  );
  return [
    `${scenario.title} (Linux ${kernel})\n${scenario.summary}\n\n${settings.join("")}`,
    `${labels.observed}:\n${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value)}\n`).join("")}`,
    drops.length > 0 ? `${labels.drops}:\n${lost.join("")}` : `${labels.noDrops}\n`,
    ...(ignoredSysctls.length > 0 ? [`${labels.ignored}: ${ignoredSysctls.join(", ")}\n`] : []),
    `${labels.notModelled}:\n${notModelled.map((one) => `  - ${one}\n`).join("")}`,
  ].join("\n");
}
