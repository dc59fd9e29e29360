import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import type { Host } from "./host";
import { NetDevice, type Transmitted } from "./netDevice";
import { linkHeaderBytes, type SkBuff } from "./skbuff";
import { pollWeight, type Napi } from "./softirq";

/** What a card and its wire are like. */
export interface NicOptions {
  readonly receiveDescriptors: number;
  readonly transmitDescriptors: number;
  /** Bits a second of the wire. */
  readonly rateBits: number;
  /** The CPU its interrupts go to. */
  readonly cpu: Cpu;
  /** Where frames arrive after the time on the wire. */
  readonly wire: (skb: SkBuff) => void;
}

/** Preamble, checksum and gap around each frame. */
const wireOverheadBytes = 24;

/** A network card with one receive and one transmit ring, an interrupt, and NAPI. */
export class Nic extends NetDevice implements Napi {
  /** Frames that found no free descriptor (`rx_missed_errors`). */
  rxMissed = 0;
  isScheduled = false;
  readonly weight = (): number => pollWeight;
  private readonly rxRing = new Fifo<SkBuff>();
  private readonly txRing = new Fifo<SkBuff>();

  constructor(
    host: Host,
    name: string,
    address: string,
    mtu: number,
    private readonly options: NicOptions,
  ) {
    super(host, name, address, mtu);
  }

  /** Packets in the receive ring. */
  get length(): number {
    return this.rxRing.length;
  }

  get inFlight(): number {
    return this.rxRing.length + this.txRing.length;
  }

  /** A frame comes off the wire: DMA into the next descriptor, and an interrupt unless a poll is under way. */
  frameArrives(skb: SkBuff): void {
    if (this.rxRing.length >= this.options.receiveDescriptors) {
      this.rxMissed++;
      this.host.drop("nic-receive-ring", skb);
      return;
    }
    this.rxRing.push(skb);
    if (!this.isScheduled) this.options.cpu.interrupt(this);
  }

  poll(quota: number): number {
    let work = 0;
    for (; work < quota; work++) {
      const skb = this.rxRing.shift();
      if (!skb) break;
      this.receive(skb);
    }
    return work;
  }

  protected startXmit(skb: SkBuff): Transmitted {
    if (this.txRing.length >= this.options.transmitDescriptors) return "busy";
    this.txRing.push(skb);
    this.countSent(skb);
    if (this.txRing.length === 1) this.sendNext();
    return "ok";
  }

  private sendNext(): void {
    const skb = this.txRing.peek();
    if (!skb) return;
    const bits = (skb.ipBytes + linkHeaderBytes + wireOverheadBytes) * 8;
    this.host.machine.engine.schedule(Math.ceil((bits * 1e9) / this.options.rateBits), this.sent);
  }

  /** A descriptor is free again, and its packet's memory with it. */
  private readonly sent = (): void => {
    const skb = this.txRing.shift();
    if (!skb) return;
    skb.orphan();
    this.options.wire(skb);
    this.sendNext();
    this.wakeQueue(this.options.cpu);
  };
}
