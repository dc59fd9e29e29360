import type { DropPlace } from "../machine/counters";
import type { Trace } from "../machine/trace";
import type { Topology } from "../scenario/topology";
import { probesOf, type Probe } from "./probes";
import type { Timeline, TimelineEvent } from "./timeline";

/** How finely a run is recorded. */
export interface TimelineOptions {
  /** The step to begin with; left out, a microsecond. It doubles whenever a series gets too long. */
  readonly stepNs?: number;
  /** Points of one series. */
  readonly mostPoints?: number;
  readonly mostEvents?: number;
}

interface Recorded {
  readonly probe: Probe;
  readonly times: number[];
  readonly values: number[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Writes down how a run goes, in bounded memory. */
export class TimelineRecorder implements Trace {
  private readonly recorded: readonly Recorded[];
  private readonly events: Mutable<TimelineEvent>[] = [];
  private eventsLeftOut = 0;
  private stepNs: number;
  private dueNs = 0;
  private readonly mostPoints: number;
  private readonly mostEvents: number;
  private readonly cpus: { squeezes: number; isWoken: boolean }[];

  constructor(
    private readonly topology: Topology,
    { stepNs = 1000, mostPoints = 1000, mostEvents = 2000 }: TimelineOptions,
  ) {
    this.stepNs = stepNs;
    this.mostPoints = Math.max(2, mostPoints);
    this.mostEvents = mostEvents;
    this.recorded = probesOf(topology).map((probe) => ({ probe, times: [], values: [] }));
    this.cpus = topology.machine.cpus.map(() => ({ squeezes: 0, isWoken: false }));
  }

  /** Called before time goes on to `nextNs`: nothing changes until then. */
  passTo(nextNs: number): void {
    this.watchCpus();
    if (nextNs <= this.dueNs) return;
    this.take(this.dueNs);
    this.dueNs = Math.ceil(nextNs / this.stepNs) * this.stepNs;
  }

  drop(host: string, place: DropPlace): void {
    this.mark("drop", host, place);
  }

  state(host: string, socket: string, state: string): void {
    this.mark("state", host, `${socket} ${state}`);
  }

  packet(): void {
    // Series show how many there were.
  }

  /** What there is so far. */
  timeline(): Timeline {
    const { nowNs } = this.topology.machine.engine;
    this.take(nowNs);
    return {
      stepNs: this.stepNs,
      endNs: nowNs,
      series: this.recorded
        .filter(({ values }) => values.length > 1 || values[0] !== 0)
        .map(({ probe: { name }, times, values }) => ({ name, times: [...times], values: [...values] })),
      events: this.events.map((event) => ({ ...event })),
      eventsLeftOut: this.eventsLeftOut,
    };
  }

  private take(atNs: number): void {
    let isTooLong = false;
    for (const { probe, times, values } of this.recorded) {
      const value = probe.read();
      const last = values.length - 1;
      if (values[last] === value) continue;
      // Halving may have moved the last change beyond now.
      const at = last >= 0 && (times[last] as number) >= atNs ? last : last + 1;
      times[at] = atNs;
      values[at] = value;
      isTooLong ||= times.length > this.mostPoints;
    }
    if (isTooLong) this.halve();
  }

  /** Doubles the step and moves every change to the end of the longer step it falls into. */
  private halve(): void {
    this.stepNs *= 2;
    for (const { times, values } of this.recorded) {
      let kept = 0;
      for (let at = 0; at < times.length; at++) {
        const time = Math.ceil((times[at] as number) / this.stepNs) * this.stepNs;
        // The last change within a step is what its end shows.
        if (kept > 0 && times[kept - 1] === time) kept--;
        const value = values[at] as number;
        if (kept > 0 && values[kept - 1] === value) continue;
        times[kept] = time;
        values[kept] = value;
        kept++;
      }
      times.length = values.length = kept;
    }
    if (this.recorded.some(({ times }) => times.length > this.mostPoints)) this.halve();
  }

  private watchCpus(): void {
    for (const { number, softirq, isKsoftirqdAwake } of this.topology.machine.cpus) {
      const seen = this.cpus[number];
      if (!seen) continue;
      for (; seen.squeezes < softirq.timeSqueeze; seen.squeezes++) this.mark("time-squeeze", `cpu${number}`, "");
      if (seen.isWoken === isKsoftirqdAwake) continue;
      seen.isWoken = isKsoftirqdAwake;
      this.mark("ksoftirqd", `cpu${number}`, isKsoftirqdAwake ? "woken" : "sleeps");
    }
  }

  private mark(kind: TimelineEvent["kind"], where: string, what: string): void {
    const atNs = this.topology.machine.engine.nowNs;
    const last = this.events[this.events.length - 1];
    if (last && last.kind === kind && last.where === where && last.what === what) {
      last.lastNs = atNs;
      last.count++;
    } else if (this.events.length < this.mostEvents) {
      this.events.push({ atNs, lastNs: atNs, count: 1, kind, where, what });
    } else {
      this.eventsLeftOut++;
    }
  }
}
