import type { RunInput } from "../../core/simulation/job";
import { allDefaults, write } from "../../core/simulation/settings";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import type { Host } from "../host";
import { contentLanguage } from "../settings";
import type { RunSpec } from "./runSpec";
import { findScenario } from "./scenarios";
import { RefusedRun, type Simulator } from "./simulator";

/** A run ready to be made, with what its document says beside the figures. */
export interface ReadyRun {
  readonly input: RunInput;
  readonly knowledge: Knowledge;
  readonly library: ScenarioLibrary;
  /** Settings the kernel would not take, which are left out. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

/** Finds what a run names. Throws `RefusedRun` for a scenario there is not, or a parameter the kernel would refuse. */
export async function readyRun(host: Host, simulator: Simulator, spec: RunSpec): Promise<ReadyRun> {
  const { kernel, seed } = spec;
  const language = contentLanguage();
  const [library, knowledge] = await Promise.all([host.scenarios(language), host.knowledge(language)]);
  const scenario = await findScenario(simulator, library, spec.scenario);
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(spec.set)) set[name] = stored(scenario, knowledge, kernel, name, value);
  const sysctls: Record<string, string> = {};
  const refused = [];
  for (const { name, value, line } of spec.settings?.lines ?? []) {
    const written = write(knowledge, kernel, name, value);
    if ("stored" in written) sysctls[name] = written.stored;
    else refused.push({ line, reason: written.refused });
  }
  const shared = { ...library, scenarios: [], dependencies: {} };
  const input = { library: shared, scenario, kernel, seed, set, sysctls, defaults: allDefaults(knowledge, kernel) };
  return { input, knowledge, library, refused };
}

function stored({ parameters }: Scenario, knowledge: Knowledge, kernel: string, name: string, value: string): string {
  if (!parameters.some((one) => one.type === "sysctl" && one.name === name)) return value;
  const written = write(knowledge, kernel, name, value);
  if ("refused" in written) throw new RefusedRun(written.refused);
  return written.stored;
}
