import * as vscode from "vscode";
import type { FromSimulator, ToSimulator } from "../../protocol/simulation";
import { nodeModule } from "../nodeModule";

/** A thread of its own for the simulator, which the editor never waits for. */
export interface SimulatorWorker {
  post(job: ToSimulator): void;
  end(): void;
}

/** Who hears of a worker. */
export interface WorkerListener {
  onMessage(message: FromSimulator): void;
  onFailure(reason: string): void;
}

/** Starts a worker in either extension host. Throws where that is not possible. */
export async function startWorker(extensionUri: vscode.Uri, listener: WorkerListener): Promise<SimulatorWorker> {
  const script = vscode.Uri.joinPath(extensionUri, "dist", "simulation.js");
  const threads = nodeModule("node:worker_threads");
  if (!threads) return startInBrowser(await vscode.workspace.fs.readFile(script), listener);
  const worker = new threads.Worker(script.fsPath);
  worker.on("message", (message) => listener.onMessage(message as FromSimulator));
  worker.on("error", (error) => listener.onFailure(String(error)));
  worker.on("exit", () => listener.onFailure("the worker ended"));
  return { post: (job) => worker.postMessage(job), end: () => void worker.terminate() };
}

/** The page's policy allows a worker from a blob, from wherever the extension was loaded. */
function startInBrowser(code: Uint8Array, listener: WorkerListener): SimulatorWorker {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.onmessage = ({ data }) => listener.onMessage(data as FromSimulator);
  worker.onerror = ({ message }) => listener.onFailure(message ?? "the worker could not be started");
  return {
    post: (job) => worker.postMessage(job),
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
