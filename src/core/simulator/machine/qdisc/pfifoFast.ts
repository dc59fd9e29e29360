import { Fifo } from "../../fifo";
import { linkHeaderBytes, type SkBuff } from "../skbuff";
import type { Qdisc, QdiscVessel } from "./qdisc";

/** The band of each priority (`sch_default_prio2band`); band 0 goes first. */
export const bandOfPriority = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] as const;

/**
 * `pfifo_fast` (net/sched/sch_generic.c): three bands by the priority of a packet, each with room for as many as the
 * device's `txqueuelen` says.
 */
export class PfifoFastQdisc implements Qdisc {
  readonly canBypass = true;
  readonly shown = ["pfifo_fast", `bands 3 priomap ${bandOfPriority.join(" ")}`] as const;
  readonly overlimits = 0;
  backlogBytes = 0;
  private readonly bands = [new Fifo<SkBuff>(), new Fifo<SkBuff>(), new Fifo<SkBuff>()] as const;

  /** `limit`: packets of each band. */
  constructor(private readonly limit: number) {}

  get vessels(): readonly QdiscVessel[] {
    const { limit } = this;
    return this.bands.map((band, number) => ({
      label: `band ${number}`,
      unit: "packets",
      limit,
      level: () => band.length,
    }));
  }

  get length(): number {
    return this.bands.reduce((sum, band) => sum + band.length, 0);
  }

  enqueue(skb: SkBuff): "qdisc-limit" | undefined {
    const band = this.bands[bandOfPriority[skb.priority & 15] ?? 1];
    if (band.length >= this.limit) return "qdisc-limit";
    band.push(skb);
    this.backlogBytes += skb.ipBytes + linkHeaderBytes;
    return undefined;
  }

  visit(visit: (skb: SkBuff) => void): void {
    for (const band of this.bands) band.forEach(visit);
  }

  peek(): SkBuff | undefined {
    return this.bands.find(({ length }) => length > 0)?.peek();
  }

  dequeue(): SkBuff | undefined {
    const skb = this.bands.find(({ length }) => length > 0)?.shift();
    if (skb) this.backlogBytes -= skb.ipBytes + linkHeaderBytes;
    return skb;
  }
}
