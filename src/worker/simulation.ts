import { perform } from "../core/simulation/job";
import { ScenarioError } from "../core/simulator/scenario/parameters";
import type { FromSimulator, ToSimulator } from "../protocol/simulation";

/** A worker that does one job and says how far it is; whoever started it ends it. */

const reportEveryMs = 100;

function answer(job: ToSimulator, post: (message: FromSimulator) => void): void {
  try {
    const pieces = perform(job);
    let reportedAt = Date.now();
    let piece = pieces.next();
    for (; !piece.done; piece = pieces.next()) {
      if (Date.now() - reportedAt < reportEveryMs) continue;
      reportedAt = Date.now();
      post({ type: "progress", progress: piece.value });
    }
    post({ type: "answer", answer: piece.value });
  } catch (error) {
    post(failureOf(error));
  }
}

function failureOf(error: unknown): FromSimulator {
  if (error instanceof ScenarioError) return { type: "refused", message: error.message };
  return { type: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const port = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads")?.parentPort;
if (port) port.once("message", (job) => answer(job as ToSimulator, (message) => port.postMessage(message)));
else addEventListener("message", ({ data }) => answer(data as ToSimulator, postMessage), { once: true });
