import { Fifo } from "../../fifo";
import { linkHeaderBytes, type SkBuff } from "../skbuff";
import type { Qdisc, QdiscVessel } from "./qdisc";

/** `pfifo` counts packets, `bfifo` their bytes (net/sched/sch_fifo.c). */
export class FifoQdisc implements Qdisc {
  readonly canBypass: boolean;
  backlogBytes = 0;
  readonly overlimits = 0;
  private readonly queue = new Fifo<SkBuff>();

  constructor(
    private readonly kind: "pfifo" | "bfifo",
    private readonly limit: number,
    mtu: number,
  ) {
    this.canBypass = limit >= (kind === "pfifo" ? 1 : mtu + linkHeaderBytes);
  }

  get shown(): readonly [string, string] {
    return [this.kind, `limit ${this.limit}${this.kind === "pfifo" ? "p" : "b"}`];
  }

  get vessels(): readonly QdiscVessel[] {
    const { kind, limit } = this;
    return kind === "pfifo"
      ? [{ label: kind, unit: "packets", limit, level: () => this.length }]
      : [{ label: kind, unit: "bytes", limit, level: () => this.backlogBytes }];
  }

  get length(): number {
    return this.queue.length;
  }

  enqueue(skb: SkBuff): "qdisc-limit" | undefined {
    const bytes = skb.ipBytes + linkHeaderBytes;
    const fits = this.kind === "pfifo" ? this.queue.length < this.limit : this.backlogBytes + bytes <= this.limit;
    if (!fits) return "qdisc-limit";
    this.backlogBytes += bytes;
    this.queue.push(skb);
    return undefined;
  }

  visit(visit: (skb: SkBuff) => void): void {
    this.queue.forEach(visit);
  }

  peek(): SkBuff | undefined {
    return this.queue.peek();
  }

  dequeue(): SkBuff | undefined {
    const skb = this.queue.shift();
    if (skb) this.backlogBytes -= skb.ipBytes + linkHeaderBytes;
    return skb;
  }
}
