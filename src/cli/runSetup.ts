import { readSettings } from "../core/documents/settings";
import { keyOf, valueOf } from "../core/documents/sysctlConf";
import type { Knowledge } from "../core/knowledge/knowledge";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion, Language } from "../core/knowledge/types";
import { readScenario, scenarioIdOf } from "../core/simulator/file/readScenario";
import type { RunOptions } from "../core/simulator/scenario/run";
import type { Scenario, ScenarioLibrary } from "../core/simulator/scenario/types";
import { UsageError, type Options } from "./command";
import { asStored, defaultsOf, findScenario, storedOf } from "./scenarios";
import { readTextFile, UnreadableFile } from "./textFile";

/** What a file has wrong, a line each; exit status 2. */
export class BadFile extends Error {}

/** The scenario of an id, or that of a file. Throws for an id there is not, and for what is wrong with a file. */
export function scenarioOf(operand: string, library: ScenarioLibrary, language: Language): Scenario {
  const known = findScenario(library, operand);
  if (known) return known;
  if (!/[\\/]|\.ya?ml$/i.test(operand)) {
    const ids = library.scenarios.map(({ id }) => id).join(", ");
    throw new UsageError(`there is no scenario ${operand}; there are: ${ids}; a file of your own ends with .yaml`);
  }
  const { scenario, problems } = readScenario(readFileOf(operand), {
    id: scenarioIdOf(operand),
    schema: library.schema,
    language,
  });
  if (scenario) return scenario;
  throw new BadFile(problems.map(({ line, column, message }) => `${operand}:${line}:${column}: ${message}`).join("\n"));
}

function readFileOf(file: string): string {
  try {
    return readTextFile(file);
  } catch (error) {
    throw error instanceof UnreadableFile ? new BadFile(error.message) : error;
  }
}

/** What a run takes from the command line besides the scenario. */
export interface RunSetup {
  readonly knowledge: Knowledge;
  readonly kernel: KernelVersion;
  /** As written, by name. */
  readonly set: ReadonlyMap<string, string>;
  readonly seed: number;
  /** Settings of `--config`. */
  readonly sysctls: ReadonlyMap<string, string>;
}

/** Options of a run, with settings as the kernel would keep them. Throws `ScenarioError` for what it would refuse. */
export function runOptionsOf(scenario: Scenario, { knowledge, kernel, set, seed, sysctls }: RunSetup): RunOptions {
  return {
    kernel,
    seed,
    set: asStored(set, scenario, knowledge, kernel),
    sysctls,
    defaultOf: defaultsOf(knowledge, kernel),
  };
}

/** The values of `--set`, by name. */
export function readSets({ set = [] }: Options): Map<string, string> {
  return new Map(
    set.map((one) => {
      const at = one.indexOf("=");
      if (at < 1) throw new UsageError(`--set ${one}: NAME=VALUE is needed`);
      return [one.slice(0, at).trim(), one.slice(at + 1).trim()];
    }),
  );
}

export function seedOf({ seed = "1" }: Options): number {
  if (!/^\d{1,10}$/.test(seed) || Number(seed) >= 2 ** 32)
    throw new UsageError(`--seed ${seed}: a whole number below 2^32 is needed`);
  return Number(seed);
}

/** The settings of a file as the kernel would keep them; later ones win. Throws for a value it would refuse. */
export function sysctlsOf(
  text: string,
  file: string,
  knowledge: Knowledge,
  kernel: KernelVersion,
): Map<string, string> {
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
