import type { Engine } from "../engine";
import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import { NapiThread } from "./napiThread";
import type { Nic, NicOptions } from "./nic";
import { linkHeaderBytes, type SkBuff } from "./skbuff";
import { pollWeight, type Napi } from "./softirq";

/** When a card interrupts: so long after a frame, or after so many (`rx-usecs`, `rx-frames`). 0 means: not by this. */
export interface Moderation {
  readonly usecs: number;
  readonly frames: number;
}

/** A receive queue of a card: its descriptors, its interrupt, and the NAPI that polls it. */
export class NicQueue implements Napi {
  missed = 0;
  interrupts = 0;
  /** Frames that got a descriptor: DMA from the card into memory. */
  dmaTransfers = 0;
  dmaBytes = 0;
  isScheduled = false;
  cleaned = 0;
  readonly thread: NapiThread | undefined;
  readonly weight = (): number => pollWeight;
  private readonly ring = new Fifo<SkBuff>();
  private readonly moderation: Moderation;
  /** Frames it has room for. */
  readonly descriptors: number;
  private readonly engine: Engine;
  /** Frames and completions since the last interrupt or poll. */
  private unannounced = 0;
  private armed = 0;
  private isArmed = false;
  /** Sum over time of frames in the ring: what all of them together have waited. */
  private waitedNs = 0;
  private changedNs = 0;

  constructor(
    private readonly nic: Nic,
    readonly cpu: Cpu,
    { receiveDescriptors, moderation, isThreaded }: NicOptions,
  ) {
    this.descriptors = receiveDescriptors;
    this.engine = nic.host.machine.engine;
    this.moderation = moderation ?? { usecs: 0, frames: 1 };
    if (isThreaded) this.thread = new NapiThread(this, cpu, nic.host.machine.costs);
  }

  /** Frames in the ring. */
  get received(): number {
    return this.ring.length;
  }

  get length(): number {
    return this.ring.length + (this.nic.queues[0] === this ? this.nic.transmitRing.toClean : 0);
  }

  get isSteering(): boolean {
    return this.nic.rps !== undefined;
  }

  /** Nanoseconds a frame has waited in the ring on average. */
  get meanWaitNs(): number {
    const taken = this.dmaTransfers - this.ring.length;
    return taken > 0 ? this.waitedNs / taken : 0;
  }

  /** Looks at the frames in the ring. */
  visit(visit: (skb: SkBuff) => void): void {
    this.ring.forEach(visit);
  }

  /** DMA into the next descriptor, and an interrupt unless a poll is under way. */
  frameArrives(skb: SkBuff): void {
    if (this.ring.length >= this.descriptors) {
      this.missed++;
      this.nic.host.drop("nic-receive-ring", skb);
      return;
    }
    if (this.nic.host.machine.trace) skb.sinceNs = this.engine.nowNs;
    this.countWaiting();
    this.ring.push(skb);
    this.dmaTransfers++;
    this.dmaBytes += skb.ipBytes + linkHeaderBytes;
    this.moderate();
  }

  /** A transmitted packet waits to be cleaned. */
  transmitDone(): void {
    this.moderate();
  }

  poll(quota: number): number {
    this.unannounced = 0;
    this.isArmed = false;
    this.cleaned = this.nic.queues[0] === this ? this.nic.cleanTransmitted() : 0;
    this.countWaiting();
    let work = 0;
    for (; work < quota; work++) {
      const skb = this.ring.shift();
      if (!skb) break;
      this.nic.receive(skb, this.thread !== undefined);
    }
    return work;
  }

  /** Interrupts are on again; what came after the last poll brings one. */
  complete(): void {
    this.isScheduled = false;
    if (this.length > 0) this.moderate();
  }

  private moderate(): void {
    // While it is polled its interrupts are off.
    if (this.isScheduled) return;
    const { usecs, frames } = this.moderation;
    this.unannounced++;
    if ((frames > 0 && this.unannounced >= frames) || (usecs === 0 && frames === 0)) {
      this.interrupt();
    } else if (usecs > 0 && !this.isArmed) {
      this.isArmed = true;
      const armed = ++this.armed;
      this.engine.schedule(usecs * 1000, () => {
        if (this.isArmed && this.armed === armed && !this.isScheduled) this.interrupt();
      });
    }
  }

  private interrupt(): void {
    this.interrupts++;
    this.unannounced = 0;
    this.isArmed = false;
    this.cpu.interrupt(this);
  }

  private countWaiting(): void {
    const { nowNs } = this.engine;
    this.waitedNs += this.ring.length * (nowNs - this.changedNs);
    this.changedNs = nowNs;
  }
}
