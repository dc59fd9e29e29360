import type { Latency } from "./latency";
import type { Station } from "./station";

/** How one figure of the machine went. Only changes are kept: a value holds until the next. */
export interface Series {
  /** `server/Udp.RcvbufErrors`, `client/veth0.queued`, `cpu0.backlog`: where, then what. */
  readonly name: string;
  /** Nanoseconds, rising; the first is 0. */
  readonly times: readonly number[];
  /** As many as times. */
  readonly values: readonly number[];
  /** Of a queue or table, the most it takes. */
  readonly limit?: number;
}

/** Something that happened at a certain time, or several times in a row. */
export interface TimelineEvent {
  readonly atNs: number;
  /** When it happened last; `atNs` where it happened once. */
  readonly lastNs: number;
  readonly count: number;
  readonly kind: "drop" | "state" | "time-squeeze" | "ksoftirqd";
  /** A host, or a CPU. */
  readonly where: string;
  /** The place of a drop, a socket and its new state, whether ksoftirqd has been woken or sleeps again. */
  readonly what: string;
}

/** A recorded run that can be looked at at any time. */
export interface Timeline {
  /** Resolution of the series: changes within one step are one. A long run ends with a coarser one than it began with. */
  readonly stepNs: number;
  readonly endNs: number;
  /** Those that changed. */
  readonly series: readonly Series[];
  readonly events: readonly TimelineEvent[];
  /** Events beyond the bound, of which only the number is known. */
  readonly eventsLeftOut: number;
  /** How long packets and requests took, where applications took them. */
  readonly latencies: readonly Latency[];
  /** The path through the hosts: what the series are the levels of, and where losses belong. */
  readonly stations: readonly Station[];
}

/** How many items of a rising list are not above a number. */
function countUpTo(list: readonly number[], most: number): number {
  let low = 0;
  for (let high = list.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a series shows at a time; before 0 it is what it began with. */
export function valueAt({ times, values }: Series, atNs: number): number {
  return values[Math.max(0, countUpTo(times, atNs) - 1)] ?? 0;
}

/** Everything that stands at a time. */
export interface Moment {
  /** By the names of the series. */
  readonly values: Readonly<Record<string, number>>;
  /** Events up to then are those before this index. */
  readonly events: number;
}

/** The state of a recorded run at a time. */
export function seek({ series, events }: Timeline, atNs: number): Moment {
  return {
    values: Object.fromEntries(series.map((one) => [one.name, valueAt(one, atNs)])),
    events: countUpTo(events.map((one) => one.atNs), atNs), // prettier-ignore
  };
}
