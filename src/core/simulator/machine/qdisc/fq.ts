import type { Engine } from "../../engine";
import { Fifo } from "../../fifo";
import { flowHash } from "../flowHash";
import { linkHeaderBytes, type SkBuff } from "../skbuff";
import type { Qdisc, QdiscVessel } from "./qdisc";

/** `limit` and `flow_limit` of the qdisc, in packets. */
export interface FqLimits {
  readonly limit: number;
  readonly flowLimit: number;
}

export const defaultFqLimits: FqLimits = { limit: 10_000, flowLimit: 100 };

const fastPathPackets = 8;
const refillNs = 40_000_000; // flow_refill_delay
/** UDP sockets that are not connected share this many flows (`orphan_mask`). */
const unconnectedFlows = 1024;

interface Flow {
  readonly queue: Fifo<SkBuff>;
  /** Bytes it may still send in its turn. */
  credit: number;
  isListed: boolean;
  emptySinceNs: number;
}

/**
 * `fq` (net/sched/sch_fq.c): a queue for each flow, served in turn by a quantum of bytes, new flows first. Its pacing
 * and its three bands of priorities are left out.
 */
export class FqQdisc implements Qdisc {
  readonly canBypass = false;
  readonly overlimits = 0;
  length = 0;
  backlogBytes = 0;
  /** Packets that found their own flow full (`flows_plimit`). */
  flowDrops = 0;
  private readonly flows = new Map<number, Flow>();
  private readonly newFlows = new Fifo<Flow>();
  private readonly oldFlows = new Fifo<Flow>();
  private readonly fastPath = new Fifo<SkBuff>();
  private readonly quantum: number;
  /** What was looked at before its time came (`qdisc_peek_dequeued`). */
  private readonly peeked = new Fifo<SkBuff>();

  constructor(
    private readonly engine: Engine,
    private readonly seed: number,
    mtu: number,
    /** Since 6.7 packets of an idle qdisc pass by the flows (`fq_fastpath_check`). */
    private readonly hasFastPath: boolean,
    private readonly limits = defaultFqLimits,
  ) {
    this.quantum = 2 * (mtu + linkHeaderBytes);
  }

  get shown(): readonly [string, string] {
    const { limit, flowLimit } = this.limits;
    const credit = `quantum ${this.quantum}b initial_quantum ${5 * this.quantum}b`;
    return [
      "fq",
      `limit ${limit}p flow_limit ${flowLimit}p buckets 1024 orphan_mask ${unconnectedFlows - 1} ${credit}`,
    ];
  }

  /** What passes by the flows is not counted. */
  get vessels(): readonly QdiscVessel[] {
    return [
      { label: "fq", unit: "packets", limit: this.limits.limit, level: () => this.length - this.fastPath.length },
    ];
  }

  enqueue(skb: SkBuff): "qdisc-limit" | "fq-flow-limit" | undefined {
    if (this.length - this.fastPath.length >= this.limits.limit) return "qdisc-limit";
    if (this.mayPass()) {
      this.fastPath.push(skb);
    } else {
      const flow = this.flowOf(skb);
      if (flow.queue.length >= this.limits.flowLimit) {
        this.flowDrops++;
        return "fq-flow-limit";
      }
      if (!flow.isListed) this.list(flow);
      flow.queue.push(skb);
    }
    this.length++;
    this.backlogBytes += skb.ipBytes + linkHeaderBytes;
    return undefined;
  }

  visit(visit: (skb: SkBuff) => void): void {
    for (const queue of [this.peeked, this.fastPath]) queue.forEach(visit);
    for (const { queue } of this.flows.values()) queue.forEach(visit);
  }

  peek(): SkBuff | undefined {
    if (this.peeked.length === 0) {
      const skb = this.next();
      if (skb) this.peeked.push(skb);
    }
    return this.peeked.peek();
  }

  dequeue(): SkBuff | undefined {
    const skb = this.peeked.shift() ?? this.next();
    if (!skb) return undefined;
    this.length--;
    this.backlogBytes -= skb.ipBytes + linkHeaderBytes;
    return skb;
  }

  private mayPass(): boolean {
    if (!this.hasFastPath) return false;
    if (this.length === 0) return true;
    return this.length === this.fastPath.length && this.length < fastPathPackets;
  }

  /** `fq_classify` */
  private flowOf(skb: SkBuff): Flow {
    const hash = flowHash(skb, this.seed);
    // Flows of sockets that are not connected get negative numbers.
    const key = skb.packet.protocol === "udp" ? -1 - (hash % unconnectedFlows) : hash;
    let flow = this.flows.get(key);
    if (!flow) {
      flow = { queue: new Fifo(), credit: 5 * this.quantum, isListed: false, emptySinceNs: this.engine.nowNs };
      this.flows.set(key, flow);
    }
    return flow;
  }

  private list(flow: Flow): void {
    flow.isListed = true;
    if (this.engine.nowNs > flow.emptySinceNs + refillNs) flow.credit = Math.max(flow.credit, this.quantum);
    this.newFlows.push(flow);
  }

  /** `fq_dequeue` */
  private next(): SkBuff | undefined {
    const passed = this.fastPath.shift();
    if (passed) return passed;
    for (;;) {
      const isNew = this.newFlows.length > 0;
      const list = isNew ? this.newFlows : this.oldFlows;
      const flow = list.peek();
      if (!flow) return undefined;
      if (flow.credit <= 0) {
        flow.credit += this.quantum;
        list.shift();
        this.oldFlows.push(flow);
        continue;
      }
      const skb = flow.queue.shift();
      if (skb) {
        flow.credit -= skb.ipBytes + linkHeaderBytes;
        return skb;
      }
      list.shift();
      this.leave(flow, isNew);
    }
  }

  /** An empty flow goes, but a new one passes through the old ones once, so that it cannot starve them. */
  private leave(flow: Flow, isNew: boolean): void {
    if (isNew) {
      this.oldFlows.push(flow);
      return;
    }
    flow.isListed = false;
    flow.emptySinceNs = this.engine.nowNs;
  }
}
