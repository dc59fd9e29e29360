import * as vscode from "vscode";
import type { Answers, Job } from "../../core/simulation/job";
import type { RunProgress } from "../../core/simulator/scenario/scenarioRun";
import type { FromSimulator } from "../../protocol/simulation";
import type { Host } from "../host";
import { startWorker, type SimulatorWorker } from "./worker";

/** A run cannot be made like this; the message is for the user. */
export class RefusedRun extends Error {}

/** Faster jobs show nothing of themselves. */
const quietMs = 500;
/** So many workers at the same time leave the machine usable. */
const mostWorkers = 2;

/** Who shows a job's progress in a place of its own, and may end it. */
export interface Watcher {
  readonly cancellation: vscode.CancellationToken;
  readonly onProgress: (progress: RunProgress) => void;
}

/** Does jobs in workers, one each, so that none can disturb another and any can be ended at any time. */
export interface Simulator {
  /**
   * Does a job; given a title, with a cancellable notification when it takes long. `undefined` means it was
   * cancelled. Throws `RefusedRun` where the job makes no sense.
   */
  perform<Kind extends Job["kind"]>(
    job: Extract<Job, { kind: Kind }>,
    shown: string | Watcher,
  ): Promise<Answers[Kind] | undefined>;
}

export function createSimulator({ extensionUri }: Host): Simulator {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= mostWorkers) await new Promise<void>((resolve) => void waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  }

  return {
    perform: (job, shown) => {
      const work = ({ cancellation, onProgress }: Watcher): Promise<Answers[typeof job.kind] | undefined> =>
        inTurn(async () => {
          const message = await untilOver(extensionUri, job, cancellation, onProgress);
          if (message?.type === "refused") throw new RefusedRun(message.message);
          if (message?.type === "failed") throw new Error(message.message);
          // The worker answers the job it was given.
          return message?.answer as Answers[typeof job.kind] | undefined;
        });
      return typeof shown === "string" ? withNotification(shown, work) : work(shown);
    },
  };
}

type LastMessage = Exclude<FromSimulator, { type: "progress" }>;

/** The worker's last word; `undefined` when it was cancelled. */
async function untilOver(
  extensionUri: vscode.Uri,
  job: Job,
  cancellation: vscode.CancellationToken,
  onProgress: (progress: RunProgress) => void,
): Promise<LastMessage | undefined> {
  if (cancellation.isCancellationRequested) return undefined;
  let worker: Promise<SimulatorWorker> | undefined;
  try {
    return await new Promise<LastMessage | undefined>((resolve, reject) => {
      cancellation.onCancellationRequested(() => resolve(undefined));
      worker = startWorker(extensionUri, {
        onMessage: (message) => (message.type === "progress" ? onProgress(message.progress) : resolve(message)),
        onFailure: (reason) => reject(new Error(reason)),
      });
      worker.then((started) => started.post(job)).catch(reject);
    });
  } finally {
    // It may still be starting.
    void worker?.then((started) => started.end()).catch(() => undefined);
  }
}

/** Shows a notification once work has taken a while; it can cancel it. */
async function withNotification<Result>(title: string, work: (watcher: Watcher) => Promise<Result>): Promise<Result> {
  const source = new vscode.CancellationTokenSource();
  let report: ((progress: RunProgress) => void) | undefined;
  const result = work({ cancellation: source.token, onProgress: (progress) => report?.(progress) });
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (notification, ofNotification) => {
      ofNotification.onCancellationRequested(() => source.cancel());
      report = (progress) => notification.report({ message: describe(progress) });
      return result.then(
        () => undefined,
        () => undefined,
      );
    });
  }, quietMs);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

function describe({ events, atNs }: RunProgress): string {
  const seconds = (atNs / 1e9).toFixed(3);
  return vscode.l10n.t("{0} s simulated, {1} events", seconds, events.toLocaleString(vscode.env.language));
}
