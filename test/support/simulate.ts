import { readFileSync } from "node:fs";
import path from "node:path";
import { entryAt } from "../../src/core/knowledge/kernelVersion";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import type { RunOptions, RunResult } from "../../src/core/simulator/scenario/run";
import { runScenario } from "../../src/core/simulator/scenario/scenarioRun";
import type { Scenario, ScenarioLibrary } from "../../src/core/simulator/scenario/types";
import { projectRoot, realKnowledge } from "./knowledge";

let library: ScenarioLibrary | undefined;

/** The real scenarios as the build compiled them. */
export function realScenarios(): ScenarioLibrary {
  const file = path.join(projectRoot, "dist", "content", "scenarios.en.json");
  return (library ??= JSON.parse(readFileSync(file, "utf8")) as ScenarioLibrary);
}

/** One of them. Throws for an id there is not. */
export function scenarioNamed(id: string): Scenario {
  const scenario = realScenarios().scenarios.find((one) => one.id === id);
  if (!scenario) throw new Error(`no scenario ${id}`);
  return scenario;
}

/** Settings that make a scenario short where its defaults make many connections. */
export function smallCase(id: string): Readonly<Record<string, number | string>> {
  if (id === "conntrack-full") return { "net.netfilter.nf_conntrack_max": 2000 };
  return id === "ephemeral-ports" ? { "net.ipv4.ip_local_port_range": "40000 40099" } : {};
}

/** Options of a run with the defaults of a kernel, and what a test sets. */
export function runOptions(set: Readonly<Record<string, number | string>> = {}, kernel = "6.18", seed = 1): RunOptions {
  const knowledge = realKnowledge();
  const current = knowledge.defaultsOf(kernel, knowledge.data.measuredMachine);
  const known = new Map<string, string | undefined>();
  const defaultOf = (name: string): string | undefined => {
    const entry = knowledge.find(parseSysctlName(name));
    return current(name) ?? (entry && entryAt(entry, knowledge.data.newestKernel).default);
  };
  return {
    kernel,
    seed,
    set: new Map(Object.entries(set).map(([name, value]) => [name, String(value)])),
    defaultOf: (name) => {
      if (!known.has(name)) known.set(name, defaultOf(name));
      return known.get(name);
    },
  };
}

/** Runs a scenario, one of the real ones by its id. */
export function simulate(
  scenario: string | Scenario,
  set: Readonly<Record<string, number | string>> = {},
  kernel = "6.18",
): RunResult {
  const data = typeof scenario === "string" ? scenarioNamed(scenario) : scenario;
  return runScenario(realScenarios(), data, runOptions(set, kernel));
}

/** The numbers a run of a scenario shows. Fails where it shows anything else. */
export function observed(...run: Parameters<typeof simulate>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(simulate(...run).observed).map(([name, figure]) => {
      if (typeof figure === "number") return [name, figure];
      throw new Error(`${name} is ${JSON.stringify(figure)}`);
    }),
  );
}
