import * as vscode from "vscode";
import type { Lesson } from "../../core/lessons/lesson";
import type { SimulationState, ToLessonPanel } from "../../protocol/lesson";
import type { Host } from "../host";
import { RefusedRun } from "../simulation/simulator";
import type { LessonRuns } from "./lessonRuns";

/** The panel hears of a run's progress so often. */
const reportMs = 100;

/** The runs a panel waits for. */
export interface PanelRuns {
  simulate(lesson: Lesson, id: string): Promise<void>;
  cancel(id: string): void;
  cancelAll(): void;
}

export function createPanelRuns(host: Host, runs: LessonRuns, post: (message: ToLessonPanel) => void): PanelRuns {
  const running = new Map<string, vscode.CancellationTokenSource>();

  async function simulate(lesson: Lesson, id: string): Promise<void> {
    const simulation = lesson.simulations.find((one) => one.id === id);
    if (!simulation) return;
    running.get(id)?.cancel();
    const source = new vscode.CancellationTokenSource();
    running.set(id, source);
    // What a run that is no longer wanted still says would be taken for another's.
    const tell = (state: SimulationState): void => {
      if (running.get(id) === source) post({ type: "simulation", lesson: lesson.id, id, state });
    };
    let reported = 0;
    const onProgress = ({ events, atNs }: { readonly events: number; readonly atNs: number }): void => {
      if (Date.now() - reported < reportMs) return;
      reported = Date.now();
      tell({ kind: "running", events, atNs });
    };
    try {
      const results = await runs.run(lesson, simulation, { cancellation: source.token, onProgress });
      tell(results ? { kind: "done", results } : { kind: "cancelled" });
    } catch (error) {
      if (!(error instanceof RefusedRun)) host.logError(error);
      tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    } finally {
      if (running.get(id) === source) running.delete(id);
      source.dispose();
    }
  }

  return {
    simulate,
    cancel: (id) => running.get(id)?.cancel(),
    cancelAll: () => {
      const sources = [...running.values()];
      running.clear();
      for (const source of sources) source.cancel();
    },
  };
}
