import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Job } from "./points";
import { Runner, type Answer, type RunnerOptions } from "./runner";

/** Does jobs; answers come as they are done. */
export interface Pool {
  run(job: Job): Promise<Answer>;
  close(): Promise<void>;
}

/** Runs them in this thread. */
export async function createLocalPool(options: RunnerOptions): Promise<Pool> {
  const runner = await Runner.create(options);
  return { run: (job) => Promise.resolve(runner.run(job)), close: () => Promise.resolve() };
}

interface Waiting {
  readonly job: Job;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

/** Runs them in threads, each of which is this program again. */
export function createThreadPool(options: RunnerOptions, threads: number): Pool {
  const all = Array.from({ length: threads }, () => new SweepThread(options));
  return {
    run: (job) => {
      const free = all.reduce((best, thread) => (thread.load < best.load ? thread : best));
      return new Promise((answer, fail) => free.add({ job, answer, fail }));
    },
    close: async () => {
      await Promise.all(all.map((thread) => thread.close()));
    },
  };
}

/** One thread and what it has still to do, in the order it does it. */
class SweepThread {
  private readonly waiting: Waiting[] = [];
  private worker: Worker;
  private isClosed = false;

  constructor(private readonly options: RunnerOptions) {
    this.worker = this.start();
  }

  get load(): number {
    return this.waiting.length;
  }

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.worker.postMessage(waiting.job);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker.terminate();
  }

  private start(): Worker {
    const worker = new Worker(__filename, { workerData: { sweep: this.options } });
    worker.on("message", (answer: Answer) => this.waiting.shift()?.answer(answer));
    worker.on("error", (error: NodeJS.ErrnoException) => {
      const failed = this.waiting.shift();
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
        failed?.answer({ ...failed.job, error: "the run needs too much memory" });
      else failed?.fail(error);
      if (this.isClosed) return;
      this.worker = this.start();
      for (const { job } of this.waiting) this.worker.postMessage(job);
    });
    return worker;
  }
}

/** Whether this thread was started to run jobs of a sweep. */
export function isSweepThread(): boolean {
  return parentPort !== null && (workerData as { sweep?: unknown } | null)?.sweep !== undefined;
}

/** What such a thread does. */
export async function runSweepThread(): Promise<void> {
  const { sweep } = workerData as { readonly sweep: RunnerOptions };
  const runner = await Runner.create(sweep);
  parentPort?.on("message", (job: Job) => parentPort?.postMessage(runner.run(job)));
}
