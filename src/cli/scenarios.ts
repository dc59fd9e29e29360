import { readFile } from "node:fs/promises";
import path from "node:path";
import { stripMarkdown } from "../core/explain/markdown";
import { describeRefusal } from "../core/explain/explainValue";
import { entryAt } from "../core/knowledge/kernelVersion";
import type { Knowledge } from "../core/knowledge/knowledge";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion, Language } from "../core/knowledge/types";
import { ScenarioError } from "../core/simulator/scenario/parameters";
import type { Scenario, ScenarioLibrary } from "../core/simulator/scenario/types";
import { validate } from "../core/writes/validate";

/** The scenarios that lie beside the program. */
export async function readLibrary(language: Language): Promise<ScenarioLibrary> {
  const file = path.join(__dirname, "content", `scenarios.${language}.json`);
  return JSON.parse(await readFile(file, "utf8")) as ScenarioLibrary;
}

/** A scenario by its id; `undefined` where there is none. */
export function findScenario({ scenarios }: ScenarioLibrary, id: string): Scenario | undefined {
  return scenarios.find((one) => one.id === id);
}

/** What was set, sysctls among it as the kernel would keep them. Throws for a value it would refuse. */
export function asStored(
  set: ReadonlyMap<string, string>,
  { parameters }: Scenario,
  knowledge: Knowledge,
  kernel: KernelVersion,
): Map<string, string> {
  const isSysctl = (name: string): boolean => parameters.some((one) => one.type === "sysctl" && one.name === name);
  return new Map(
    [...set].map(([name, value]) => [name, isSysctl(name) ? storedOf(knowledge, kernel, name, value, "") : value]),
  );
}

/** What the kernel keeps of a value. Throws where it refuses it; `place` says where that stands. */
export function storedOf(
  knowledge: Knowledge,
  kernel: KernelVersion,
  name: string,
  value: string,
  place: string,
): string {
  const { accepted, errno, stored, subject } = validate(knowledge, name, value, kernel);
  if (accepted === false) {
    const { entry, outcome } = subject ?? {};
    const isRefused = entry && outcome?.kind === "refused";
    const reason = isRefused ? `: ${stripMarkdown(describeRefusal(knowledge, entry, value, outcome))}` : "";
    throw new ScenarioError(
      `${place}${name}=${value}: Linux ${kernel} refuses it with ${errno ?? "an error"}${reason}`,
    );
  }
  return stored ?? value;
}

/** What keys hold on a machine like the measured one; keys a kernel does not have yet count as they came in. */
export function defaultsOf(knowledge: Knowledge, kernel: KernelVersion): (name: string) => string | undefined {
  const current = knowledge.defaultsOf(kernel, knowledge.data.measuredMachine);
  return (name) => {
    const entry = knowledge.find(parseSysctlName(name));
    return current(name) ?? (entry && entryAt(entry, knowledge.data.newestKernel).default);
  };
}
