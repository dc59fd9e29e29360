import type { DropPlace } from "../machine/counters";
import type { Host } from "../machine/host";
import type { Endpoint } from "../machine/packet";
import type { Trace } from "../machine/trace";
import type { Topology } from "../scenario/topology";
import { LatencyRecorder } from "./latency";
import { mostHosts, probesOf, type Probe } from "./probes";
import { probesOfConnection } from "./socketProbes";
import { dropSeries } from "./station";
import { stationsOf } from "./stations";
import type { Series, Timeline, TimelineEvent } from "./timeline";

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

/** Connections of one host whose queues are recorded: the first to be established. */
const mostConnections = 8;

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Writes down how a run goes, in bounded memory. */
export class TimelineRecorder implements Trace {
  private readonly recorded: Recorded[];
  private readonly hosts: ReadonlyMap<string, Host>;
  private readonly latencies = new LatencyRecorder();
  private readonly losses = new Map<string, { count: number }>();
  private readonly connections = new Map<string, number>();
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
    this.hosts = new Map(topology.hosts.slice(0, mostHosts).map((host) => [host.name, host]));
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
    if (!this.hosts.has(host)) return;
    const name = dropSeries(host, place);
    let loss = this.losses.get(name);
    if (!loss) {
      const first = (loss = { count: 0 });
      this.losses.set(name, first);
      this.follow({ name, read: () => first.count });
    }
    loss.count++;
  }

  state(host: string, socket: string, state: string): void {
    this.mark("state", host, `${socket} ${state}`);
    if (state === "ESTABLISHED") this.followConnection(host, socket);
  }

  took(what: string, ns: number): void {
    this.latencies.add(what, ns);
  }

  packet(): void {
    // Series show how many there were.
  }

  /** What there is so far. */
  timeline(): Timeline {
    const { nowNs } = this.topology.machine.engine;
    this.take(nowNs);
    const series = this.series();
    const probes = this.recorded.map(({ probe }) => probe);
    return {
      stepNs: this.stepNs,
      endNs: nowNs,
      series,
      events: this.events.map((event) => ({ ...event })),
      eventsLeftOut: this.eventsLeftOut,
      latencies: this.latencies.read(),
      stations: stationsOf(this.topology, probes, series),
    };
  }

  /** Those that changed; the limit of a queue only where the queue did. */
  private series(): Series[] {
    const changed = this.recorded.filter(({ values }) => values.length > 1 || (values[0] ?? 0) !== 0);
    const names = new Set(changed.map(({ probe: { name } }) => name));
    return changed
      .filter(({ probe: { limitOf } }) => limitOf === undefined || names.has(limitOf))
      .map(({ probe: { name, vessel }, times, values }) => {
        const limit = typeof vessel?.limit === "function" ? vessel.limit() : vessel?.limit;
        return { name, times: [...times], values: [...values], ...(limit !== undefined && { limit }) };
      });
  }

  /** From now on; it was 0 before. */
  private follow(probe: Probe): void {
    this.recorded.push({ probe, times: [0], values: [0] });
  }

  /** The queues of a connection, by the name events have for it. */
  private followConnection(hostName: string, label: string): void {
    const host = this.hosts.get(hostName);
    const count = this.connections.get(hostName) ?? 0;
    if (!host || count >= mostConnections) return;
    const [local, remote] = label.split("-").map(endpointOf);
    const socket = local && remote && host.tcp.connections.get(local, remote);
    const probes = probesOfConnection(host, label, socket);
    if (probes.length === 0) return;
    this.connections.set(hostName, count + 1);
    for (const probe of probes) this.follow(probe);
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

/** `10.0.0.1:80` */
function endpointOf(text: string): Endpoint {
  const [address = "", port] = text.split(":");
  return { address, port: Number(port) };
}
