import type { Knowledge } from "../../core/knowledge/knowledge";
import { parseKernelVersion } from "../../core/knowledge/kernelVersion";
import type { Language } from "../../core/knowledge/types";
import { ScenarioError } from "../../core/simulator/scenario/parameters";
import type { RunResult } from "../../core/simulator/scenario/run";
import { runScenario } from "../../core/simulator/scenario/scenarioRun";
import type { Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import { readKnowledge, UsageError } from "../command";
import { BadFile, runOptionsOf, scenarioOf, sysctlsOf } from "../runSetup";
import { readLibrary } from "../scenarios";
import type { Job } from "./points";

/** What every run of a sweep shares. */
export interface RunnerOptions {
  readonly language: Language;
  /** The settings of `--config`, and the name of their file. */
  readonly config: { readonly text: string; readonly file: string };
}

/** A result, or why there is none; the job is repeated where the result does not tell it. */
export type Answer = ({ readonly id?: Job["id"] } & RunResult) | (Job & { readonly error: string });

/** Runs jobs one after the other; what they need is read once. */
export class Runner {
  private readonly scenarios = new Map<string, Scenario>();

  private constructor(
    private readonly library: ScenarioLibrary,
    private readonly knowledge: Knowledge,
    private readonly options: RunnerOptions,
  ) {}

  static async create(options: RunnerOptions): Promise<Runner> {
    return new Runner(await readLibrary(options.language), await readKnowledge(options.language), options);
  }

  /** Never throws for what is wrong with the job. */
  run(job: Job): Answer {
    try {
      const result = this.simulate(job);
      return job.id === undefined ? result : { id: job.id, ...result };
    } catch (error) {
      if (error instanceof ScenarioError || error instanceof UsageError || error instanceof BadFile)
        return { ...job, error: error.message };
      throw error;
    }
  }

  private simulate({ scenario: operand, kernel: release, seed, set }: Job): RunResult {
    const { library, knowledge, options } = this;
    const kernel = release === undefined ? knowledge.data.newestKernel : parseKernelVersion(release);
    if (!kernel) throw new UsageError(`kernel ${release ?? ""}: a release such as 6.1 is needed`);
    const scenario = this.scenarios.get(operand) ?? scenarioOf(operand, library, options.language);
    this.scenarios.set(operand, scenario);
    const sysctls = sysctlsOf(options.config.text, options.config.file, knowledge, kernel);
    const setup = { knowledge, kernel, seed, set: new Map(Object.entries(set)), sysctls };
    return runScenario(library, scenario, runOptionsOf(scenario, setup));
  }
}
