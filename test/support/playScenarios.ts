import { ScenarioRun } from "../../src/core/simulator/scenario/scenarioRun";
import type { ScenarioLibrary } from "../../src/core/simulator/scenario/types";

/** Runs to be played wherever this is loaded: everything in it can be sent as JSON. */
export interface Programme {
  readonly library: ScenarioLibrary;
  /** Sysctls nobody set, by kernel. */
  readonly defaults: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly runs: readonly { readonly scenario: string; readonly kernel: string; readonly seed: number }[];
  /** Events after which a run is looked at, whether it has come to its end or not. */
  readonly events: number;
}

/** The result of each run as JSON, its timeline included. */
export function playScenarios({ library, defaults, runs, events }: Programme): string[] {
  return runs.map(({ scenario: id, kernel, seed }) => {
    const scenario = library.scenarios.find((one) => one.id === id);
    if (!scenario) throw new Error(`no scenario ${id}`);
    const defaultOf = (name: string): string | undefined => defaults[kernel]?.[name];
    const run = new ScenarioRun(library, scenario, { kernel, seed, defaultOf, timeline: { mostPoints: 200 } });
    run.advance(events);
    return JSON.stringify(run.result());
  });
}
