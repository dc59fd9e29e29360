import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import type { NetDevice } from "./netDevice";
import type { SkBuff } from "./skbuff";
import type { Napi } from "./softirq";

interface Queued {
  readonly skb: SkBuff;
  readonly device: NetDevice;
}

/** The receive queue of a CPU for devices without a NAPI of their own: `input_pkt_queue` and `process_backlog`. */
export class Backlog implements Napi {
  /** Second column of softnet_stat. */
  dropped = 0;
  isScheduled = false;
  private readonly input = new Fifo<Queued>();
  private readonly process = new Fifo<Queued>();

  constructor(
    private readonly cpu: Cpu,
    private readonly maxBacklog: () => number,
    /** `net.core.dev_weight` */
    readonly weight: () => number,
  ) {}

  /** `input_pkt_queue` and `process_queue` by themselves. */
  get inputLength(): number {
    return this.input.length;
  }

  get processLength(): number {
    return this.process.length;
  }

  get length(): number {
    return this.input.length + this.process.length;
  }

  /** `enqueue_to_backlog`: admits as long as no more than `netdev_max_backlog` wait, so one more than that fits. */
  enqueue(skb: SkBuff, device: NetDevice): boolean {
    if (this.input.length > this.maxBacklog()) {
      this.dropped++;
      device.rxDropped++;
      device.host.drop("cpu-backlog", skb);
      return false;
    }
    this.input.push({ skb, device });
    this.cpu.raise(this);
    return true;
  }

  poll(quota: number): number {
    let work = 0;
    for (;;) {
      for (let next = this.process.shift(); next; next = this.process.shift()) {
        next.device.receive(next.skb);
        if (++work >= quota) return work;
      }
      if (this.input.length === 0) return work;
      this.process.takeAll(this.input);
    }
  }
}
