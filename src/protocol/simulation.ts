import type { Answers, Job } from "../core/simulation/job";
import type { RunProgress } from "../core/simulator/scenario/scenarioRun";

/** From the extension to the simulator's worker, once in its life. */
export type ToSimulator = Job;

/** From the simulator's worker to the extension: any number of reports, then one of the others. */
export type FromSimulator =
  | { readonly type: "progress"; readonly progress: RunProgress }
  | { readonly type: "answer"; readonly answer: Answers[Job["kind"]] }
  /** The job makes no sense; the message is for the user. */
  | { readonly type: "refused"; readonly message: string }
  /** Our mistake; for the log. */
  | { readonly type: "failed"; readonly message: string };
