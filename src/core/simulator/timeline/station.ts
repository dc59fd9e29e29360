import type { DropPlace } from "../machine/counters";

/** Up through a host, or down. */
export type Way = "receive" | "transmit";

/** The stations of the path, receive and then transmit, in the order packets pass them. */
export const stationKinds = {
  receive: [
    "wire", "nic-fifo", "rx-ring", "hard-interrupt", "softirq", "cpu-backlog", "ip", "conntrack", "udp", "tcp",
    "syn-queue", "accept-queue", "receive-queue", "application",
  ],
  transmit: ["application", "send-queue", "udp", "tcp", "ip", "conntrack", "qdisc", "tx-ring", "wire"],
} as const; // prettier-ignore
export type StationKind = (typeof stationKinds)[Way][number];

export type VesselUnit = "packets" | "bytes" | "connections" | "entries" | "pages";

/** Who works there. What softirqs leave over is ksoftirqd's, as the figures of the CPU show. */
export type StationContext = "hardware" | "hardirq" | "softirq" | "process";

/** A queue or table that can be full. */
export interface Vessel {
  /** Which of several: `eth0`, `tcp:80`. */
  readonly label: string;
  /** The series that is its level; where the timeline has none of that name, it was always empty. */
  readonly level: string;
  readonly unit: VesselUnit;
  /** The most it takes, where that is known and stays the same. */
  readonly limit?: number;
  /** The series that is its limit, where that changes. */
  readonly limitSeries?: string;
}

/** A place on the way of packets through a host. */
export interface Station {
  /** `server/receive/rx-ring`. */
  readonly id: string;
  readonly host: string;
  readonly way: Way;
  readonly kind: StationKind;
  readonly context: StationContext;
  readonly vessels: readonly Vessel[];
  /** Series that grow while packets pass. */
  readonly activity: readonly string[];
  /** Where packets get lost here; each place that lost any has a series `server/drops.PLACE`. */
  readonly drops: readonly DropPlace[];
}

/** The series of the losses of a host at a place. */
export function dropSeries(host: string, place: DropPlace): string {
  return `${host}/drops.${place}`;
}
