import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import type { Host } from "./host";
import { NetDevice, stoppedBy, type Transmitted } from "./netDevice";
import { NicQueue, type Moderation } from "./nicQueue";
import { Rss } from "./rss";
import { linkHeaderBytes, receivedSkb, type SkBuff } from "./skbuff";
import { TransmitRing } from "./transmitRing";

/** What a card and its wire are like. */
export interface NicOptions {
  /** Of each receive queue (`ethtool -G DEVICE rx`). */
  readonly receiveDescriptors: number;
  readonly transmitDescriptors: number;
  /** Bits a second of the wire. */
  readonly rateBits: number;
  /** The CPUs the interrupts of its queues go to, in turn. */
  readonly cpus: readonly [Cpu, ...Cpu[]];
  /** Receive queues, 1 unless said (`ethtool -L DEVICE combined`). */
  readonly queues?: number;
  /** Without it an interrupt comes for each frame (`ethtool -C`). */
  readonly moderation?: Moderation;
  /** Threads poll, not softirqs (`/sys/class/net/DEVICE/threaded`). */
  readonly isThreaded?: boolean;
  /** Byte queue limits, on unless said. */
  readonly hasByteLimit?: boolean;
  /** Nanoseconds a frame is under way. */
  readonly delayNs?: number;
  /** Where frames arrive after the time on the wire. */
  readonly wire: (skb: SkBuff) => void;
}

/** Preamble, checksum and gap around each frame. */
const wireOverheadBytes = 24;
const leastFrameBytes = 60;

/** Nanoseconds a packet with its header occupies a wire. */
export function wireNs(ipBytes: number, rateBits: number): number {
  const bytes = Math.max(ipBytes + linkHeaderBytes, leastFrameBytes) + wireOverheadBytes;
  return Math.ceil((bytes * 8e9) / rateBits);
}

/** The same for a packet that the card cuts into several segments: each has headers of its own. */
function sendingNs({ packet, ipBytes }: SkBuff, rateBits: number): number {
  if (packet.protocol === "udp" || packet.segments <= 1) return wireNs(ipBytes, rateBits);
  const perFrame = ipBytes - packet.payloadBytes + linkHeaderBytes + wireOverheadBytes;
  return wireNs(ipBytes, rateBits) + Math.ceil(((packet.segments - 1) * perFrame * 8e9) / rateBits);
}

/** Connects two cards: what one sends becomes a packet of the other's pages. */
export function connectNics(
  one: (wire: NicOptions["wire"]) => Nic,
  other: (wire: NicOptions["wire"]) => Nic,
): [Nic, Nic] {
  const into = (to: () => Nic) => (skb: SkBuff): void => to().frameArrives(receivedSkb(skb.packet, skb.ipBytes, to().mtu)); // prettier-ignore
  const a: Nic = one(into(() => b));
  const b: Nic = other(into(() => a));
  return [a, b];
}

/** A network card: receive queues with a ring, an interrupt and a NAPI each, and one transmit ring. */
export class Nic extends NetDevice {
  readonly queues: readonly [NicQueue, ...NicQueue[]];
  readonly transmitRing: TransmitRing;
  private readonly rss: Rss | undefined;
  private readonly onWire = new Fifo<SkBuff>();
  private isSending = false;

  constructor(
    host: Host,
    name: string,
    address: string,
    mtu: number,
    private readonly options: NicOptions,
    addresses: readonly string[] = [address],
  ) {
    super(host, name, address, mtu, addresses);
    const { queues = 1, cpus } = options;
    const { machine } = host;
    this.transmitRing = new TransmitRing(options.transmitDescriptors, options.hasByteLimit ?? true, machine);
    const newQueue = (number: number): NicQueue => new NicQueue(this, cpus[number % cpus.length] ?? cpus[0], options);
    this.queues = [newQueue(0), ...Array.from({ length: queues - 1 }, (_, more) => newQueue(more + 1))];
    if (queues > 1) this.rss = new Rss(queues);
    machine.cards.push(this);
  }

  /** Frames that found no free descriptor (`rx_missed_errors`). */
  override get rxMissed(): number {
    return this.queues.reduce((sum, { missed }) => sum + missed, 0);
  }

  /** What the driver counts, under the names and in the order of ixgbe (`ixgbe_gstrings_stats`). */
  get statistics(): readonly (readonly [name: string, count: number])[] {
    const { rxPackets, txPackets, rxBytes, txBytes, rxMissed, queues } = this;
    const received = queues.reduce((sum, { dmaTransfers }) => sum + dmaTransfers, 0);
    return [
      ["rx_packets", rxPackets],
      ["tx_packets", txPackets],
      ["rx_bytes", rxBytes],
      ["tx_bytes", txBytes],
      ["rx_pkts_nic", received],
      ["tx_pkts_nic", this.transmitRing.dmaTransfers],
      ["rx_missed_errors", rxMissed],
      ["tx_queue_0_packets", txPackets],
      ["tx_queue_0_bytes", txBytes],
      ...queues.flatMap((queue, number) => [
        [`rx_queue_${number}_packets`, queue.dmaTransfers - queue.received] as const,
        [`rx_queue_${number}_bytes`, queue.dmaBytes] as const,
      ]),
    ];
  }

  get inFlight(): number {
    return this.queues.reduce((sum, { received }) => sum + received, this.transmitRing.toSend + this.onWire.length);
  }

  /** Something is under way or waits for an interrupt. */
  get isBusy(): boolean {
    return this.inFlight > 0 || this.transmitRing.toClean > 0;
  }

  override visit(visit: (skb: SkBuff) => void): void {
    super.visit(visit);
    this.transmitRing.visit(visit);
    for (const queue of this.queues) queue.visit(visit);
  }

  /** A frame comes off the wire: the hash of its flow picks the queue. */
  frameArrives(skb: SkBuff): void {
    const { rss } = this;
    if (!rss) {
      this.queues[0].frameArrives(skb);
      return;
    }
    skb.hash = rss.hash(skb.packet);
    (this.queues[rss.queue(skb.hash)] ?? this.queues[0]).frameArrives(skb);
  }

  /** Lets a frame arrive at the other end that no CPU of this one has sent. */
  inject(skb: SkBuff): void {
    const { delayNs = 0, wire } = this.options;
    if (delayNs === 0) {
      wire(skb);
      return;
    }
    this.onWire.push(skb);
    this.host.machine.engine.schedule(delayNs, this.arrive);
  }

  /** Bits a second of its wire. */
  get rateBits(): number {
    return this.options.rateBits;
  }

  /** Takes transmitted packets out of the ring, gives their memory back, and lets others follow. */
  cleanTransmitted(): number {
    const cleaned = this.transmitRing.clean();
    if (cleaned === 0) return 0;
    const { processor } = this.host;
    this.wakeQueue(processor);
    if (!this.transmitRing.isOverLimit) this.wakeQueue(processor, stoppedBy.byteLimit);
    return cleaned;
  }

  protected startXmit(skb: SkBuff): Transmitted {
    const { transmitRing } = this;
    if (transmitRing.isFull()) return "busy";
    transmitRing.add(skb);
    this.countSent(skb);
    // A driver stops its queue before it would have to refuse.
    if (transmitRing.isFull()) this.stopQueue(stoppedBy.driver);
    if (transmitRing.isOverLimit) this.stopQueue(stoppedBy.byteLimit);
    if (!this.isSending) this.sendNext();
    return "ok";
  }

  private sendNext(): void {
    const skb = this.transmitRing.next();
    this.isSending = skb !== undefined;
    if (skb) this.host.machine.engine.schedule(sendingNs(skb, this.options.rateBits), this.sent);
  }

  /** The last bit is out. The descriptor stays in use until the driver has cleaned it. */
  private readonly sent = (): void => {
    const skb = this.transmitRing.markSent();
    if (!skb) return;
    this.inject(skb);
    this.queues[0].transmitDone();
    this.sendNext();
  };

  private readonly arrive = (): void => {
    const skb = this.onWire.shift();
    if (skb) this.options.wire(skb);
  };
}
