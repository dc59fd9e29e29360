import { loopbackAddress } from "./address";
import type { Cpu } from "./cpu";
import type { Host } from "./host";
import type { Qdisc } from "./qdisc/qdisc";
import { linkHeaderBytes, type SkBuff } from "./skbuff";

/** What a driver says to a packet: taken, lost, or to be tried again later. */
export type Transmitted = "ok" | "drop" | "busy";

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
  /** What it has handed to the driver. */
  qdiscSentPackets = 0;
  qdiscSentBytes = 0;
  private isStopped = false;
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

  /** What its counters of bytes count besides the IP packet. */
  protected readonly headerBytes: number = linkHeaderBytes;

  /** Packets inside the device. */
  abstract get inFlight(): number;

  /** `__dev_queue_xmit`; false where the packet is lost on the spot (`NET_XMIT_DROP`). */
  queueXmit(skb: SkBuff, cpu: Cpu): boolean {
    const { qdisc } = this;
    if (!qdisc) return this.startXmit(skb, cpu) !== "drop";
    if (qdisc.canBypass && this.queued === 0 && !this.isStopped) {
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

  /** `__qdisc_run`: transmits what may go until the device is stopped. */
  runQdisc(cpu: Cpu): void {
    while (!this.isStopped) {
      const skb = this.requeued ?? this.qdisc?.dequeue();
      if (!skb) return;
      this.requeued = undefined;
      this.direct(skb, cpu);
    }
  }

  /** `netif_tx_wake_queue` */
  wakeQueue(cpu: Cpu): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.runQdisc(cpu);
  }

  /** Hands a received packet to the network layer. */
  receive(skb: SkBuff): void {
    this.rxPackets++;
    this.rxBytes += skb.ipBytes + this.headerBytes;
    this.host.ip.receive(skb, this);
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
    this.isStopped = true;
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
    if (this.host.machine.backlogOf(cpu).enqueue(skb, this)) this.countSent(skb);
    return "ok";
  }
}
