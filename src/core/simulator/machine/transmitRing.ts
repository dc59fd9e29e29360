import type { Engine } from "../engine";
import { Fifo } from "../fifo";
import { DynamicQueueLimit } from "./dynamicQueueLimit";
import { linkHeaderBytes, type SkBuff } from "./skbuff";

/** The transmit descriptors of a card, with byte queue limits where the driver has them. */
export class TransmitRing {
  /** DMA from memory into the card: frames and bytes. */
  dmaTransfers = 0;
  dmaBytes = 0;
  readonly byteLimit: DynamicQueueLimit | undefined;
  private readonly waiting = new Fifo<SkBuff>();
  private readonly sent = new Fifo<SkBuff>();

  constructor(
    /** Packets it has room for. */
    readonly descriptors: number,
    hasByteLimit: boolean,
    private readonly clock: { readonly engine: Engine; readonly hz: number },
  ) {
    // The limit shrinks after a second of slack (`netdev_init_one_queue`).
    if (hasByteLimit) this.byteLimit = new DynamicQueueLimit(clock.hz);
  }

  /** Descriptors in use. */
  get length(): number {
    return this.waiting.length + this.sent.length;
  }

  /** Packets not yet on the wire. */
  get toSend(): number {
    return this.waiting.length;
  }

  /** Descriptors of packets that have left, until the driver looks. */
  get toClean(): number {
    return this.sent.length;
  }

  isFull(): boolean {
    return this.length >= this.descriptors;
  }

  /** `netdev_tx_sent_queue` would stop the queue. */
  get isOverLimit(): boolean {
    return this.byteLimit !== undefined && this.byteLimit.available < 0;
  }

  /** Looks at all packets the driver has not yet freed. */
  visit(visit: (skb: SkBuff) => void): void {
    for (const queue of [this.sent, this.waiting]) queue.forEach(visit);
  }

  add(skb: SkBuff): void {
    this.waiting.push(skb);
    this.byteLimit?.add(frameBytes(skb));
  }

  /** The packet whose turn on the wire it is. */
  next(): SkBuff | undefined {
    const skb = this.waiting.peek();
    if (!skb) return undefined;
    this.dmaTransfers++;
    this.dmaBytes += frameBytes(skb);
    return skb;
  }

  /** The packet is out; its descriptor says so. */
  markSent(): SkBuff | undefined {
    const skb = this.waiting.shift();
    if (skb) this.sent.push(skb);
    return skb;
  }

  /** Frees what has left, and tells how many packets that were. */
  clean(): number {
    const cleaned = this.sent.length;
    if (cleaned === 0) return 0;
    let bytes = 0;
    for (let skb = this.sent.shift(); skb; skb = this.sent.shift()) {
      bytes += frameBytes(skb);
      skb.orphan();
    }
    const { engine, hz } = this.clock;
    this.byteLimit?.complete(bytes, Math.floor((engine.nowNs * hz) / 1e9));
    return cleaned;
  }
}

const frameBytes = ({ ipBytes }: SkBuff): number => ipBytes + linkHeaderBytes;
