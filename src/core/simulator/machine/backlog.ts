import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import type { FlowLimit } from "./flowLimit";
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
  readonly cleaned = 0;
  readonly isSteering = false;
  readonly thread = undefined;
  private limiter: FlowLimit | undefined;
  private hasLooked = false;
  private readonly input = new Fifo<Queued>();
  private readonly process = new Fifo<Queued>();

  constructor(
    readonly cpu: Cpu,
    private readonly maxBacklog: () => number,
    /** `net.core.dev_weight` */
    readonly weight: () => number,
    private readonly newFlowLimit: () => FlowLimit | undefined,
  ) {}

  /** Packets `input_pkt_queue` has room for: as many as are compared with, and one more. */
  get inputLimit(): number {
    return this.maxBacklog() + 1;
  }

  /** What keeps one flow from filling the backlogs; `undefined`: this CPU is not in `flow_limit_cpu_bitmap`. */
  get flowLimit(): FlowLimit | undefined {
    if (!this.hasLooked) this.limiter = this.newFlowLimit();
    this.hasLooked = true;
    return this.limiter;
  }

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

  /** Packets it has refused because their flow had more than its share. */
  get flowLimitCount(): number {
    return this.limiter?.count ?? 0;
  }

  /**
   * `enqueue_to_backlog`: admits as long as no more than `netdev_max_backlog` wait, so one more than that fits.
   * `from` is the backlog of the CPU that does so, this one unless packets are steered.
   */
  enqueue(skb: SkBuff, device: NetDevice, from: Backlog = this, isPolledByThread = false): boolean {
    const limit = this.maxBacklog();
    const { length } = this.input;
    if (length > limit || (length >= limit >> 1 && from.flowLimit?.refuses(skb))) {
      this.dropped++;
      device.rxDropped++;
      device.host.drop("cpu-backlog", skb);
      return false;
    }
    this.input.push({ skb, device });
    if (from === this) this.cpu.raise(this);
    else if (!this.isScheduled) this.announceTo(from.cpu, isPolledByThread);
    return true;
  }

  poll(quota: number): number {
    this.cpu.softirq.sendIpis();
    let work = 0;
    for (;;) {
      for (let next = this.process.shift(); next; next = this.process.shift()) {
        next.device.deliver(next.skb);
        if (++work >= quota) return work;
      }
      if (this.input.length === 0) return work;
      this.process.takeAll(this.input);
    }
  }

  complete(): void {
    this.isScheduled = false;
  }

  /** Looks at all packets in it. */
  visit(visit: (skb: SkBuff) => void): void {
    for (const queue of [this.process, this.input]) queue.forEach(({ skb }) => visit(skb));
  }

  private announceTo(sender: Cpu, isPolledByThread: boolean): void {
    this.isScheduled = true;
    sender.softirq.announce(this, isPolledByThread);
    if (!isPolledByThread) sender.softirqRaised();
  }
}
