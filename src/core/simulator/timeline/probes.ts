import { counterNames } from "../machine/counters";
import type { Cpu } from "../machine/cpu";
import type { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import type { Topology } from "../scenario/topology";
import { probesOfDevice } from "./deviceProbes";
import { probesOfTcp, probesOfUdp } from "./socketProbes";
import type { StationKind, VesselUnit, Way } from "./station";

/** A figure that can be read at any time. */
export interface Probe {
  readonly name: string;
  readonly read: () => number;
  /** Where on the path it is the level of a vessel. */
  readonly vessel?: VesselPlace;
  /** The probe whose limit it is, where it is one. */
  readonly limitOf?: string;
}

/** The vessel a probe is the level of. */
export interface VesselPlace {
  /** The host, or the number of a CPU, which hosts share. */
  readonly of: string | number;
  readonly way: Way;
  readonly station: StationKind;
  /** Which of several: a device, a port. */
  readonly label: string;
  readonly unit: VesselUnit;
  /**
   * The most it takes. A function is asked at the end, and only where something was in the vessel: then the machine has
   * asked for the sysctl, too.
   */
  readonly limit?: number | (() => number | undefined);
  /** The series that is its limit, where that changes. */
  readonly limitSeries?: string;
}

/** Hosts whose devices, sockets and counters are recorded; beyond them, a run has too many to look at one by one. */
export const mostHosts = 64;

/** What a CPU spends its time in: how much so far, so that a share is the difference between two times. */
const contexts = ["hardirq", "softirq", "ksoftirqd", "napi", "process"] as const;

/** The figures of a machine that a timeline follows: queues, fill levels, counters. */
export function probesOf({ machine, hosts }: Topology): Probe[] {
  const cpus = machine.cpus.flatMap((cpu) => probesOfCpu(cpu, machine));
  return [...cpus, ...hosts.slice(0, mostHosts).flatMap(probesOfHost)];
}

function probesOfCpu(cpu: Cpu, machine: Machine): Probe[] {
  const backlog = machine.backlogOf(cpu);
  const { softirq, number } = cpu;
  const label = `cpu${number}`;
  const limit = (): number => backlog.inputLimit;
  const vessel = { of: number, way: "receive", station: "cpu-backlog", label, unit: "packets", limit } as const;
  return [
    { name: `${label}.backlog`, read: () => backlog.length },
    // The limit is that of `input_pkt_queue` alone; a poll takes it over as a whole.
    { name: `${label}.inputQueue`, read: () => backlog.inputLength, vessel },
    { name: `${label}.softnet.processed`, read: () => softirq.processed },
    { name: `${label}.softnet.dropped`, read: () => backlog.dropped },
    { name: `${label}.softnet.time_squeeze`, read: () => softirq.timeSqueeze },
    ...contexts.map((context) => ({ name: `${label}.${context}Ns`, read: () => cpu.timesNs[context] })),
  ];
}

function probesOfHost(host: Host): Probe[] {
  const { name, devices, counters } = host;
  return [
    ...devices.flatMap(probesOfDevice),
    ...probesOfUdp(host),
    ...probesOfTcp(host),
    ...probesOfConntrack(host),
    ...counterNames.map((counter): Probe => ({ name: `${name}/${counter}`, read: () => counters[counter] })),
  ];
}

function probesOfConntrack({ name: of, netfilter }: Host): Probe[] {
  if (!netfilter) return [];
  const { conntrack } = netfilter;
  // 0 stands for none.
  const limit = (): number | undefined => conntrack.most || undefined;
  const vessel = { of, way: "receive", station: "conntrack", label: "nf_conntrack", unit: "entries", limit } as const;
  return [{ name: `${of}/conntrack.entries`, read: () => conntrack.table.count, vessel }];
}
