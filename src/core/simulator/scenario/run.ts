import { Engine, SimulationLimit, type EngineLimits } from "../engine";
import { isAtLeast, oldestKernel } from "../machine/kernel";
import { NoRouteError } from "../machine/ip";
import { Machine } from "../machine/machine";
import { AddressInUseError } from "../machine/ports/ports";
import { SysctlError } from "../machine/sysctls";
import { createRandom } from "../random";
import type { TimelineOptions } from "../timeline/recorder";
import type { Timeline } from "../timeline/timeline";
import { checkBounds } from "./bounds";
import { dropsOf, observe, type Drop, type Figure } from "./observe";
import { readParameters, ScenarioError } from "./parameters";
import { buildTopology, type Topology } from "./topology";
import type { Scenario, ScenarioLibrary } from "./types";
import { startWorkload, type Workload } from "./workload";

/** What a run is given besides the scenario. */
export interface RunOptions {
  /** A release such as `6.18`. */
  readonly kernel: string;
  readonly seed: number;
  /** Parameters, as written. */
  readonly set?: ReadonlyMap<string, string>;
  /** Further sysctls, as written; a parameter of the same name goes before. */
  readonly sysctls?: ReadonlyMap<string, string>;
  /** What a sysctl holds on a machine of that kernel nobody tuned. */
  readonly defaultOf: (name: string) => string | undefined;
  readonly limits?: EngineLimits;
  /** When to look, instead of the moment the scenario names. */
  readonly untilNs?: number;
  /** Record how the run goes. */
  readonly timeline?: TimelineOptions;
  /** Write down every packet and every drop, up to so many lines. */
  readonly logLines?: number;
}

/** What came of a run: flat, and the same bytes for the same input. */
export interface RunResult {
  readonly scenario: string;
  readonly kernel: string;
  readonly seed: number;
  readonly params: Readonly<Record<string, number | string | null>>;
  readonly observed: Readonly<Record<string, Figure>>;
  readonly drops: readonly Drop[];
  readonly notModelled: readonly string[];
  /** Settings given that nothing in the run depends on. */
  readonly ignoredSysctls: readonly string[];
  /** How the run went, where that was asked for. */
  readonly timeline?: Timeline;
  readonly log?: readonly string[];
}

/** A run that does not come to rest by itself ends here. */
export const longestNs = 14_400_000_000_000;
const mostCpus = 256;

/** What can be seen of a run as it stands. */
export function resultOf(
  library: ScenarioLibrary,
  scenario: Scenario,
  options: RunOptions,
  { parameters, topology, workload, settings }: PreparedRun,
): RunResult {
  const observed = scenario.observe
    .map((spec) => [spec.name, observe(spec, topology, workload)] as const)
    .filter(([, figure]) => figure !== undefined);
  return {
    scenario: scenario.id,
    kernel: options.kernel,
    seed: options.seed,
    params: parameters.record,
    observed: Object.fromEntries(observed) as Record<string, Figure>,
    drops: dropsOf(topology, library.drops),
    notModelled: [...scenario.notModelled, ...library.notModelled],
    ignoredSysctls: [...(options.sysctls?.keys() ?? [])].filter((name) => !settings.used.has(name)).sort(),
  };
}

/** A scenario about to begin. */
export interface PreparedRun {
  readonly parameters: ReturnType<typeof readParameters>;
  readonly topology: Topology;
  readonly workload: Workload;
  readonly settings: Settings;
}

/** Builds everything a scenario needs, at time 0. */
export function prepareRun(library: ScenarioLibrary, scenario: Scenario, options: RunOptions): PreparedRun {
  if (!isAtLeast(options.kernel, oldestKernel))
    throw new ScenarioError(`Linux ${options.kernel}: the simulator knows ${oldestKernel} and newer`);
  const settings = new Settings(scenario, options, library.machine.defaults);
  const parameters = readParameters(scenario, options.set ?? new Map(), settings.read);
  checkBounds(scenario, parameters);
  const cpus = parameters.resolve(scenario.cpus) ?? 1;
  if (cpus < 1 || cpus > mostCpus) throw new ScenarioError(`cpus: 1 to ${mostCpus} can be`);
  const machine = new Machine({
    ...library.machine,
    engine: new Engine(options.limits),
    random: createRandom(options.seed),
    kernel: options.kernel,
    cpus,
    sysctl: settings.read,
  });
  return forTheUser(() => {
    const topology = buildTopology(scenario, machine, parameters, settings.defaultOf);
    return { parameters, topology, settings, workload: startWorkload(scenario.workload, topology, parameters) };
  });
}

/** Turns what the machine cannot go on with into a `ScenarioError`. */
export function forTheUser<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof SimulationLimit) throw new ScenarioError(`the run does not come to an end: ${error.message}`);
    const isTheScenarios =
      error instanceof SysctlError || error instanceof NoRouteError || error instanceof AddressInUseError;
    if (isTheScenarios) throw new ScenarioError(error.message);
    // Of a figure that is too large for an array or lies before the present.
    if (error instanceof RangeError) throw new ScenarioError(`the run cannot go on: ${error.message}`);
    throw error;
  }
}

/** Lets time pass until the moment the scenario is looked at. */
export function runToTheLook({ lookAtNs }: Scenario, { machine }: Topology, workload: Workload): void {
  const { engine } = machine;
  forTheUser(() => {
    if (lookAtNs !== undefined) {
      engine.runUntil(lookAtNs);
      return;
    }
    while (!(machine.isIdle && workload.isDone()) && engine.nowNs < longestNs) if (!engine.step()) return;
  });
  if (engine.nowNs >= longestNs) throw new ScenarioError("the workload does not end within four hours");
}

/** Sysctls of a run: what the user set, else the default of the kernel. */
class Settings {
  /** Names something has asked for. */
  readonly used = new Set<string>();

  constructor(
    private readonly scenario: Scenario,
    private readonly options: RunOptions,
    private readonly computed: Readonly<Record<string, string>>,
  ) {}

  readonly read = (name: string): string => {
    this.used.add(name);
    const isParameter = this.scenario.parameters.some((one) => one.type === "sysctl" && one.name === name);
    const set = isParameter ? this.options.set?.get(name) : undefined;
    return oneBlank(set ?? this.options.sysctls?.get(name) ?? this.defaultOf(name));
  };

  /** What a kernel begins with. */
  readonly defaultOf = (name: string): string => {
    const text = this.computed[name] ?? this.options.defaultOf(name);
    if (text === undefined) throw new ScenarioError(`${name}: what the kernel begins with is not known`);
    return oneBlank(text);
  };
}

/** Files of sysctls separate words by tabs. */
function oneBlank(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
