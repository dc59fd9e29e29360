import type { Host } from "../machine/host";
import type { Topology } from "../scenario/topology";
import { conntrackStatistics, conntrackTable } from "./conntrackFiles";
import { netstat, nstat, snmp } from "./counterFiles";
import { interrupts, softirqs, softnetStat } from "./cpuFiles";
import { dev } from "./deviceFiles";
import { ethtool } from "./ethtool";
import type { ProcLayout } from "./layout";
import { tcQdisc } from "./qdiscs";
import { tcp, udp } from "./socketFiles";
import { slabinfo } from "./slabinfo";
import { sockstat } from "./sockstat";
import { ssTcp, ssUdp } from "./ss";

/** A file of a host, or what a command prints there. */
export interface ProcFile {
  readonly host: string;
  /** Below /proc, such as `net/softnet_stat`; or a command, such as `ss -tanpm`. */
  readonly name: string;
}

type Writer = (host: Host, layout: ProcLayout, hosts: readonly Host[]) => string;

/** What every host has. CPUs belong to the machine, and all hosts show the same of them. */
const writers: Readonly<Record<string, Writer>> = {
  "net/softnet_stat": ({ machine }) => softnetStat(machine),
  "net/snmp": snmp,
  "net/netstat": netstat,
  "net/sockstat": sockstat,
  "net/dev": dev,
  "net/tcp": tcp,
  "net/udp": udp,
  slabinfo: (host, _, hosts) => slabinfo(host, hosts),
  interrupts: ({ machine }, _, hosts) => interrupts(machine, hosts),
  softirqs: ({ machine }, layout) => softirqs(machine, layout),
  "ss -tanpm": ssTcp,
  "ss -uanpm": ssUdp,
  "tc -s qdisc": tcQdisc,
  "nstat -az": nstat,
};

/** What only hosts have that track connections. */
const trackers: typeof writers = {
  "net/nf_conntrack": conntrackTable,
  "net/stat/nf_conntrack": conntrackStatistics,
};

const ethtoolCommand = "ethtool -S ";

/** All there is to be read on the machine, host by host. */
export function procFiles({ hosts }: Topology): readonly ProcFile[] {
  return hosts.flatMap((host) => namesOf(host).map((name) => ({ host: host.name, name })));
}

function writersOf({ netfilter }: Host): typeof writers {
  return netfilter ? { ...writers, ...trackers } : writers;
}

function namesOf(host: Host): string[] {
  const outside = host.devices.filter(({ name }) => name !== "lo");
  return [...Object.keys(writersOf(host)), ...outside.map(({ name }) => `${ethtoolCommand}${name}`)];
}

/** A file as it stands now, in the kernel's own format. `undefined` for a host or a name there is not. */
export function procFile({ hosts }: Topology, layout: ProcLayout, file: ProcFile): string | undefined {
  const host = hosts.find(({ name }) => name === file.host);
  if (!host) return undefined;
  const known = writersOf(host);
  if (Object.hasOwn(known, file.name)) return known[file.name]?.(host, layout, hosts);
  const device = host.devices.find(({ name }) => `${ethtoolCommand}${name}` === file.name);
  return device && ethtool(device, layout);
}

/** The name somebody means: with or without `/proc/`, by its last part, or a command without its options. */
export function procNameOf(written: string, names: readonly string[]): string | undefined {
  const asked = written.trim().replace(/^\/?proc\//, "");
  const means = (name: string): boolean => name === asked || name.endsWith(`/${asked}`) || name.startsWith(`${asked} `);
  return names.find((name) => name === asked) ?? names.find(means);
}
