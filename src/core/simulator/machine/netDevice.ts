import { loopbackAddress } from "./address";
import type { Cpu } from "./cpu";
import type { Host } from "./host";
import type { Qdisc } from "./qdisc/qdisc";
import type { RpsMap } from "./rps";
import { linkHeaderBytes, type SkBuff } from "./skbuff";

/** What a driver says to a packet: taken, lost, or to be tried again later. */
export type Transmitted = "ok" | "drop" | "busy";

/** Who has stopped a transmit queue: the driver for want of descriptors, or byte queue limits. */
export const stoppedBy = { driver: 1, byteLimit: 2 } as const;
export type StoppedBy = (typeof stoppedBy)[keyof typeof stoppedBy];

/** `struct net_device` with the one transmit queue it has. */
export abstract class NetDevice {
  rxPackets = 0;
  rxBytes = 0;
  rxDropped = 0;
  txPackets = 0;
  txBytes = 0;
  txDropped = 0;
  /** `undefined` is `noqueue`. */
  qdisc: Qdisc | undefined;
  /** Packets the queueing discipline has refused. */
  qdiscDrops = 0;
  /** CPUs its received packets are spread over (`rps_cpus`, the same for all of its queues). */
  rps: RpsMap | undefined;
  /** What it has handed to the driver. */
  qdiscSentPackets = 0;
  qdiscSentBytes = 0;
  /** Bits of `stoppedBy`. */
  private stopped = 0;
  /** A packet that came back from the driver (`gso_skb`). */
  private requeued: SkBuff | undefined;

  constructor(
    readonly host: Host,
    readonly name: string,
    /** The primary one: packets to the network of it have it as their source. */
    readonly address: string,
    readonly mtu: number,
    /** All addresses. */
    readonly addresses: readonly string[] = [address],
  ) {}

  /** Packets that wait to be transmitted. */
  get queued(): number {
    return (this.qdisc?.length ?? 0) + (this.requeued ? 1 : 0);
  }

  /** Looks at all packets that wait to be transmitted or are inside the device. */
  visit(visit: (skb: SkBuff) => void): void {
    this.qdisc?.visit(visit);
    if (this.requeued) visit(this.requeued);
  }

  /** What its counters of bytes count besides the IP packet. */
  protected readonly headerBytes: number = linkHeaderBytes;

  /** Frames a card had no descriptor for (`rx_missed_errors`). */
  get rxMissed(): number {
    return 0;
  }

  /** Packets inside the device. */
  abstract get inFlight(): number;

  /** `__dev_queue_xmit`; false where the packet is lost on the spot (`NET_XMIT_DROP`). */
  queueXmit(skb: SkBuff, cpu: Cpu): boolean {
    const { qdisc } = this;
    if (!qdisc) return this.xmitUnqueued(skb, cpu);
    if (qdisc.canBypass && this.queued === 0 && this.stopped === 0) {
      this.direct(skb, cpu);
      return true;
    }
    const refused = qdisc.enqueue(skb);
    if (refused) {
      this.qdiscDrops++;
      this.host.drop(refused, skb);
    }
    this.runQdisc(cpu);
    return !refused;
  }

  /** Without a queue, what the driver cannot take now is lost. */
  private xmitUnqueued(skb: SkBuff, cpu: Cpu): boolean {
    const transmitted = this.stopped === 0 ? this.startXmit(skb, cpu) : "busy";
    if (transmitted === "busy") {
      this.txDropped++;
      this.host.drop("transmit-stopped", skb);
    }
    return transmitted === "ok";
  }

  /** `__qdisc_run`: transmits what may go until the device is stopped. */
  runQdisc(cpu: Cpu): void {
    while (this.stopped === 0) {
      const skb = this.requeued ?? this.qdisc?.dequeue();
      if (!skb) return;
      this.requeued = undefined;
      this.direct(skb, cpu);
    }
  }

  /** `netif_tx_wake_queue`: the driver has room again. */
  wakeQueue(cpu: Cpu, by: StoppedBy = stoppedBy.driver): void {
    if ((this.stopped & by) === 0) return;
    this.stopped &= ~by;
    this.runQdisc(cpu);
  }

  /** `netif_rx`: a packet from outside of any NAPI goes through a backlog, that of this CPU or one of `rps_cpus`. */
  netifRx(skb: SkBuff, cpu: Cpu): boolean {
    const { machine } = this.host;
    const own = machine.backlogOf(cpu);
    return (this.rps ? machine.backlogOf(this.rps.cpuFor(skb)) : own).enqueue(skb, this, own);
  }

  /** `netif_receive_skb`: a packet that was polled goes on, on this CPU or on one of `rps_cpus`. */
  receive(skb: SkBuff, isPolledByThread = false): void {
    if (!this.rps) {
      this.deliver(skb);
      return;
    }
    const { machine, processor } = this.host;
    machine.backlogOf(this.rps.cpuFor(skb)).enqueue(skb, this, machine.backlogOf(processor), isPolledByThread);
  }

  /** `__netif_receive_skb`: hands a packet to the network layer. */
  deliver(skb: SkBuff): void {
    const { host } = this;
    this.rxPackets++;
    this.rxBytes += skb.ipBytes + this.headerBytes;
    host.ip.receive(skb, this);
  }

  /** `netif_tx_stop_queue` */
  protected stopQueue(by: StoppedBy): void {
    this.stopped |= by;
  }

  /** `ndo_start_xmit`. A packet that is `busy` still belongs to the caller. */
  protected abstract startXmit(skb: SkBuff, cpu: Cpu): Transmitted;

  /** Counts a packet that is on its way. */
  protected countSent(skb: SkBuff): void {
    this.txPackets++;
    this.txBytes += skb.ipBytes + this.headerBytes;
  }

  private direct(skb: SkBuff, cpu: Cpu): void {
    if (this.startXmit(skb, cpu) !== "busy") {
      this.qdiscSentPackets++;
      this.qdiscSentBytes += skb.ipBytes + linkHeaderBytes;
      return;
    }
    this.requeued = skb;
    this.stopQueue(stoppedBy.driver);
  }
}

/** `lo`: what is sent is received at once, through the backlog of the same CPU. */
export class Loopback extends NetDevice {
  readonly inFlight = 0;
  protected override readonly headerBytes = 0;

  constructor(host: Host, addresses = 1) {
    const own = Array.from({ length: addresses }, (_, at) => loopbackAddress(at + 1));
    super(host, "lo", loopbackAddress(1), 65536, own);
  }

  protected startXmit(skb: SkBuff, cpu: Cpu): Transmitted {
    skb.orphan();
    if (this.netifRx(skb, cpu)) this.countSent(skb);
    return "ok";
  }
}
