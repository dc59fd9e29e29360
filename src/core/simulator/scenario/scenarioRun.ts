import { SimulationLimit } from "../engine";
import { bothTraces, RunLog } from "../timeline/log";
import type { Timeline } from "../timeline/timeline";
import { TimelineRecorder } from "../timeline/recorder";
import { ScenarioError } from "./parameters";
import { forTheUser, longestNs, prepareRun, resultOf, type PreparedRun, type RunOptions, type RunResult } from "./run";
import type { Topology } from "./topology";
import type { Scenario, ScenarioLibrary } from "./types";

/** How far a run has come. */
export interface RunProgress {
  /** Events that have happened. */
  readonly events: number;
  /** Simulated time, in nanoseconds. */
  readonly atNs: number;
  /** When the run will be looked at, where that is known beforehand. */
  readonly endNs: number | undefined;
}

/** Tells a run to end early; an `AbortSignal` is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** Events between two looks at a signal, at progress and at the memory a run takes. */
const portion = 20_000;

/** Packets under way that a run may hold, so that a workload without end does not take all memory. */
const mostPackets = 4_000_000;
const mostConnections = 3_000_000;

/**
 * A run that is advanced piece by piece, so that whoever drives it can show progress, stop it, or read the machine's
 * files on the way. The pieces do not change what comes of it. Throws `ScenarioError` with a message for the user.
 */
export class ScenarioRun {
  private readonly prepared: PreparedRun;
  private readonly recorder: TimelineRecorder | undefined;
  private readonly log: RunLog | undefined;
  private isOver = false;

  constructor(
    private readonly library: ScenarioLibrary,
    private readonly scenario: Scenario,
    private readonly options: RunOptions,
  ) {
    this.prepared = prepareRun(library, scenario, options);
    const { machine } = this.topology;
    if (options.timeline) this.recorder = new TimelineRecorder(this.topology, options.timeline);
    if (options.logLines !== undefined) this.log = new RunLog(machine.engine, options.logLines);
    machine.trace = bothTraces(this.recorder, this.log);
  }

  /** The machine as it stands. */
  get topology(): Topology {
    return this.prepared.topology;
  }

  get progress(): RunProgress {
    const { engine } = this.topology.machine;
    return { events: engine.happened, atNs: engine.nowNs, endNs: this.endNs };
  }

  /** What was recorded; `undefined` where no timeline was asked for. */
  get timeline(): Timeline | undefined {
    return this.recorder?.timeline();
  }

  /** Lets up to so many events happen; true once the moment has come to look at the run. */
  advance(events: number): boolean {
    if (this.isOver) return true;
    this.isOver = this.guarded(() => this.go(events, this.endNs));
    return this.isOver;
  }

  /** Lets everything happen up to a time, also beyond the moment of the look; true once that time has come. */
  advanceTo(atNs: number, events: number): boolean {
    return this.guarded(() => this.until(events, atNs));
  }

  /** What can be seen of the machine now. */
  result(): RunResult {
    const { timeline, log } = this;
    const result = resultOf(this.library, this.scenario, this.options, this.prepared);
    return { ...result, ...(timeline && { timeline }), ...(log && { log: log.lines }) };
  }

  private get endNs(): number | undefined {
    return this.options.untilNs ?? this.scenario.lookAtNs;
  }

  private go(events: number, endNs: number | undefined): boolean {
    if (endNs !== undefined) return this.until(events, endNs);
    const { topology, workload } = this.prepared;
    const { engine } = topology.machine;
    for (const last = engine.happened + events; engine.happened < last;) {
      if (topology.machine.isIdle && workload.isDone()) return true;
      if (!this.step()) return true;
      if (engine.nowNs >= longestNs) throw new ScenarioError("the workload does not end within four hours");
    }
    return false;
  }

  private until(events: number, endNs: number): boolean {
    const { engine } = this.topology.machine;
    for (const last = engine.happened + events; engine.happened < last;) {
      const next = engine.nextNs;
      if (next === undefined || next > endNs) {
        this.recorder?.passTo(endNs);
        engine.runUntil(endNs);
        return true;
      }
      this.step();
    }
    return false;
  }

  private step(): boolean {
    const { engine } = this.topology.machine;
    if (this.recorder && engine.nextNs !== undefined) this.recorder.passTo(engine.nextNs);
    return engine.step();
  }

  private checkMemory(): void {
    const { created, consumed, dropped, merged } = this.topology.machine.traffic;
    if (created - consumed - dropped - merged > mostPackets)
      throw new SimulationLimit(`more than ${mostPackets} packets are under way`);
    const connections = this.topology.hosts.reduce((sum, { tcp }) => sum + tcp.connections.size, 0);
    const clients = [...this.prepared.workload.clients.values()].reduce((sum, { length }) => sum + length, 0);
    if (Math.max(connections, clients) > mostConnections)
      throw new SimulationLimit(`more than ${mostConnections} connections`);
  }

  private guarded(go: () => boolean): boolean {
    return forTheUser(() => {
      const isOver = go();
      this.checkMemory();
      return isOver;
    });
  }
}

/** Runs a scenario to its end. Throws `ScenarioError` with a message for the user where that is not possible. */
export function runScenario(library: ScenarioLibrary, scenario: Scenario, options: RunOptions): RunResult {
  const run = new ScenarioRun(library, scenario, options);
  while (!run.advance(portion));
  return run.result();
}

/** Advances a run to its end with a look at the signal every now and then; false where that stopped it. */
export function runToEnd(run: ScenarioRun, signal: StopSignal, onProgress?: (progress: RunProgress) => void): boolean {
  while (!signal.aborted) {
    if (run.advance(portion)) return true;
    onProgress?.(run.progress);
  }
  return false;
}
