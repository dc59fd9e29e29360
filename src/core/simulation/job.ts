import { readScenario, scenarioIdOf, type ReadOptions, type ReadScenario } from "../simulator/file/readScenario";
import { procFiles, type ProcFile } from "../simulator/proc/procFile";
import { snapshot, type ProcRequest } from "../simulator/scenario/procAt";
import type { RunResult } from "../simulator/scenario/run";
import type { TimelineOptions } from "../simulator/timeline/recorder";
import { ScenarioRun, type RunProgress } from "../simulator/scenario/scenarioRun";
import type { Scenario, ScenarioLibrary } from "../simulator/scenario/types";
import { compareSettings, type Comparison } from "./compareSettings";
import { makeStudy, type Study } from "./study";

/** Everything a run depends on, as plain data. */
export interface RunInput {
  /** What scenarios share; it need not hold them. */
  readonly library: ScenarioLibrary;
  readonly scenario: Scenario;
  readonly kernel: string;
  readonly seed: number;
  /** Parameters; sysctls among them as the kernel keeps them. */
  readonly set: Readonly<Record<string, string>>;
  /** Further sysctls, as the kernel keeps them. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** What all sysctls hold on a machine nobody tuned. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Record how the run goes, and write down so many lines of what happens. */
  readonly record?: TimelineOptions & { readonly logLines?: number };
}

/** What the simulator can be asked for. */
export type Job =
  | { readonly kind: "run"; readonly input: RunInput }
  /** Several runs, one after the other. */
  | { readonly kind: "play"; readonly runs: readonly RunInput[] }
  /** One run with the defaults, one with `sysctls`, and which of these make the difference. */
  | { readonly kind: "compare"; readonly input: RunInput }
  /** One run, or two and what makes their difference. */
  | { readonly kind: "study"; readonly before?: RunInput | undefined; readonly after: RunInput }
  /** A scenario somebody has written. */
  | { readonly kind: "read"; readonly text: string; readonly file: string; readonly options: Omit<ReadOptions, "id"> }
  /** What there is to be read on the simulated machine, and when the run ends. */
  | { readonly kind: "files"; readonly input: RunInput }
  /** One of those files. */
  | { readonly kind: "file"; readonly input: RunInput; readonly file: ProcRequest };

/** The answer to each kind of job. */
export interface Answers {
  readonly run: RunResult;
  readonly play: readonly RunResult[];
  readonly compare: Comparison;
  readonly study: Study;
  readonly read: ReadScenario;
  readonly files: { readonly files: readonly ProcFile[]; readonly endNs: number };
  readonly file: string;
}

/** So many events take a few milliseconds. */
const portion = 5000;

/** Does a job in short pieces: whoever drives it shows how far it is, or stops. Throws `ScenarioError` for the user. */
export function* perform(job: Job): Generator<RunProgress, Answers[Job["kind"]], undefined> {
  switch (job.kind) {
    case "run":
      return (yield* runOf(job.input)).result();
    case "play":
      return yield* play(job.runs);
    case "compare":
      return yield* compareSettings(job.input, runOf);
    case "study":
      return yield* makeStudy(job.before, job.after, runOf);
    case "read":
      return readScenario(job.text, { ...job.options, id: scenarioIdOf(job.file) });
    case "files": {
      const run = yield* runOf(job.input);
      return { files: procFiles(run.topology), endNs: run.progress.atNs };
    }
    case "file":
      return yield* fileOf(job.input, job.file);
  }
}

function* play(runs: readonly RunInput[]): Generator<RunProgress, readonly RunResult[], undefined> {
  const results = [];
  for (const input of runs) results.push((yield* runOf(input)).result());
  return results;
}

/** A run that has come to the moment it is looked at. */
function* runOf(input: RunInput): Generator<RunProgress, ScenarioRun, undefined> {
  const run = startRun(input);
  while (!run.advance(portion)) yield run.progress;
  return run;
}

/** A file at a time, also behind the end of the run. */
function* fileOf(input: RunInput, file: ProcRequest): Generator<RunProgress, string, undefined> {
  const { atNs } = file;
  if (atNs === undefined) return snapshot(yield* runOf(input), input.library, input.scenario, file).text;
  const run = startRun(input);
  while (!run.advanceTo(atNs, portion)) yield run.progress;
  return snapshot(run, input.library, input.scenario, file).text;
}

function startRun({ library, scenario, kernel, seed, set, sysctls, defaults, record }: RunInput): ScenarioRun {
  return new ScenarioRun(library, scenario, {
    kernel,
    seed,
    ...(record && { timeline: record }),
    ...(record?.logLines !== undefined && { logLines: record.logLines }),
    set: new Map(Object.entries(set)),
    sysctls: new Map(Object.entries(sysctls)),
    defaultOf: (name) => (Object.hasOwn(defaults, name) ? defaults[name] : undefined),
  });
}
