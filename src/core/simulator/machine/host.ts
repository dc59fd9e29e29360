import { CopyCounts } from "./copies";
import { zeroCounters, type Counters, type DropPlace } from "./counters";
import type { Cpu } from "./cpu";
import { Ip } from "./ip";
import type { Machine } from "./machine";
import type { NetDevice } from "./netDevice";
import type { Netfilter } from "./netfilter/netfilter";
import type { SkBuff } from "./skbuff";
import { SocketTable } from "./ports/socketTable";
import type { Sysctls } from "./sysctls";
import { Tcp } from "./tcp/tcp";
import type { UdpSocket } from "./udpSocket";

/** A network namespace of a machine: devices, addresses, sockets and counters of its own. */
export class Host {
  readonly counters: Counters = zeroCounters();
  readonly drops = new Map<DropPlace, number>();
  readonly devices: NetDevice[] = [];
  readonly udpSockets: SocketTable<UdpSocket> = new SocketTable(() => this.machine.random);
  readonly ip = new Ip(this);
  readonly tcp = new Tcp(this);
  /** What applications have moved, by whom and how often. */
  readonly copies = new CopyCounts();
  /** Connection tracking and translation of addresses, where there is any. */
  netfilter: Netfilter | undefined;
  /** Tells of packets that leave whether a rule of the scenario drops them. */
  outputFilter: ((skb: SkBuff) => boolean) | undefined;

  constructor(
    readonly machine: Machine,
    readonly name: string,
    /** The CPU its applications run on. */
    readonly cpu: Cpu,
    /** The settings of this namespace. */
    readonly sysctls: Sysctls = machine.sysctls,
  ) {}

  /** A sysctl that is one whole number. */
  sysctl(name: string): number {
    return this.sysctls.number(name);
  }

  /** The whole numbers of a sysctl such as `tcp_rmem`. */
  sysctlNumbers(name: string): readonly number[] {
    return this.sysctls.numbers(name);
  }

  /** The CPU that runs now, or that of its applications where a timer runs (`smp_processor_id`). */
  get processor(): Cpu {
    return this.machine.runningCpu ?? this.cpu;
  }

  /** Looks at the packets that wait in devices, in reassembly and in UDP sockets. */
  visitSkbs(visit: (skb: SkBuff) => void): void {
    for (const device of this.devices) device.visit(visit);
    for (const [, socket] of this.udpSockets) socket.visit(visit);
    this.ip.visit(visit);
  }

  /** Loses a packet, at one named place. */
  drop(place: DropPlace, skb: SkBuff): void {
    skb.orphan();
    this.machine.traffic.dropped++;
    this.machine.trace?.drop(this.name, place, skb);
    this.drops.set(place, (this.drops.get(place) ?? 0) + 1);
  }
}
