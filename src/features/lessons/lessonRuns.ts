import * as vscode from "vscode";
import type { Lesson, LessonSimulation } from "../../core/lessons/lesson";
import type { LessonResults } from "../../core/lessons/plainLesson";
import { runInputsOf } from "../../core/lessons/runs";
import type { RunResult } from "../../core/simulator/scenario/run";
import type { Host } from "../host";
import { createSimulator, type Watcher } from "../simulation/simulator";

/** Enough to draw a queue, and little enough to be sent. */
const mostPoints = 600;
/** The runs of about two lessons. */
const mostKept = 8;

/** Runs what lessons show; a run is made once and kept for a while. */
export interface LessonRuns {
  /** What a simulation comes to; `undefined` when it was cancelled. Throws `RefusedRun`. */
  run(lesson: Lesson, simulation: LessonSimulation, watcher: Watcher): Promise<readonly RunResult[] | undefined>;
  /** All simulations of a lesson, without the course of the runs; `undefined` when it was cancelled. */
  runAll(lesson: Lesson): Promise<LessonResults | undefined>;
}

export function createLessonRuns(host: Host): LessonRuns {
  const simulator = createSimulator(host);
  const kept = new Map<string, readonly RunResult[]>();

  async function run(
    lesson: Lesson,
    simulation: LessonSimulation,
    watcher: Watcher,
  ): Promise<readonly RunResult[] | undefined> {
    const name = `${lesson.language} ${lesson.id} ${simulation.id}`;
    const known = kept.get(name);
    if (known) return known;
    const [knowledge, library] = await Promise.all([host.knowledge(lesson.language), host.scenarios(lesson.language)]);
    const record = { mostPoints, mostEvents: 0 };
    const runs = runInputsOf(simulation, library, knowledge).map((input) => ({ ...input, record }));
    const results = (await simulator.perform({ kind: "play", runs }, watcher))?.map((one) => essence(one, simulation));
    if (results) kept.set(name, results);
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
    return results;
  }

  async function runAll(lesson: Lesson): Promise<LessonResults | undefined> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Running the simulations of “{0}”", lesson.title),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (_, cancellation) => {
      const results: Record<string, readonly RunResult[]> = {};
      for (const simulation of lesson.simulations) {
        const made = await run(lesson, simulation, { cancellation, onProgress: () => undefined });
        if (!made) return undefined;
        results[simulation.id] = made.map(withoutCourse);
      }
      return results;
    });
  }

  return { run, runAll };
}

/** Of a run's course, only what nodes of the diagram show. */
function essence(result: RunResult, { nodes = {} }: LessonSimulation): RunResult {
  const { timeline } = result;
  if (!timeline) return result;
  const shown = new Set(Object.values(nodes).map((one) => ("level" in one ? one.level : one.activity)));
  return { ...result, timeline: { ...timeline, series: timeline.series.filter(({ name }) => shown.has(name)) } };
}

function withoutCourse(result: RunResult): RunResult {
  const { timeline, ...rest } = result;
  return timeline ? rest : result;
}
