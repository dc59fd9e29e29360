import { counterNames } from "../machine/counters";
import type { Host } from "../machine/host";
import type { Topology } from "../scenario/topology";

/** A figure that can be read at any time. */
export interface Probe {
  readonly name: string;
  readonly read: () => number;
}

/** Hosts whose devices, sockets and counters are recorded; beyond them, a run has too many to look at one by one. */
const mostHosts = 64;

/** What a CPU spends its time in: how much so far, so that a share is the difference between two times. */
const contexts = ["hardirq", "softirq", "ksoftirqd", "napi", "process"] as const;

/** The figures of a machine that a timeline follows: queues, fill levels, counters. */
export function probesOf({ machine, hosts }: Topology): Probe[] {
  const cpus = machine.cpus.flatMap((cpu): Probe[] => {
    const backlog = machine.backlogOf(cpu);
    const { softirq, number } = cpu;
    return [
      { name: `cpu${number}.backlog`, read: () => backlog.length },
      { name: `cpu${number}.softnet.processed`, read: () => softirq.processed },
      { name: `cpu${number}.softnet.dropped`, read: () => backlog.dropped },
      { name: `cpu${number}.softnet.time_squeeze`, read: () => softirq.timeSqueeze },
      ...contexts.map((context) => ({ name: `cpu${number}.${context}Ns`, read: () => cpu.timesNs[context] })),
    ];
  });
  return [...cpus, ...hosts.slice(0, mostHosts).flatMap(probesOfHost)];
}

function probesOfHost(host: Host): Probe[] {
  const { name, devices, udpSockets, tcp, counters, netfilter } = host;
  return [
    ...devices.flatMap((device): Probe[] => [
      { name: `${name}/${device.name}.queued`, read: () => device.queued },
      { name: `${name}/${device.name}.inFlight`, read: () => device.inFlight },
      { name: `${name}/${device.name}.txPackets`, read: () => device.txPackets },
      { name: `${name}/${device.name}.rxPackets`, read: () => device.rxPackets },
    ]),
    ...[...udpSockets].flatMap(([port, socket]): Probe[] => [
      { name: `${name}/udp:${port}.queued`, read: () => socket.queued },
      { name: `${name}/udp:${port}.receiveMemory`, read: () => socket.receiveMemory },
      { name: `${name}/udp:${port}.sendMemory`, read: () => socket.sendMemory },
    ]),
    ...[...tcp.listeners].flatMap(([port, listener]): Probe[] => [
      { name: `${name}/tcp:${port}.acceptQueue`, read: () => listener.acceptQueue },
      { name: `${name}/tcp:${port}.halfOpen`, read: () => listener.halfOpen },
    ]),
    ...(netfilter ? [{ name: `${name}/conntrack.entries`, read: () => netfilter.conntrack.table.count }] : []),
    ...counterNames.map((counter): Probe => ({ name: `${name}/${counter}`, read: () => counters[counter] })),
  ];
}
