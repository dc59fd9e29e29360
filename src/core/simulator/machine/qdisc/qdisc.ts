import type { SkBuff } from "../skbuff";

/** Why a packet is not taken. */
export type QdiscDrop = "qdisc-limit" | "fq-flow-limit" | "tbf-burst";

/** A queue with a limit inside a qdisc. */
export interface QdiscVessel {
  /** Which of several. */
  readonly label: string;
  readonly unit: "packets" | "bytes";
  readonly limit: number;
  readonly level: () => number;
}

/** `struct Qdisc`: what lies between the stack and a device. A device without one transmits at once. */
export interface Qdisc {
  /** TCQ_F_CAN_BYPASS: while it is empty, packets go to the device without entering it. */
  readonly canBypass: boolean;
  readonly length: number;
  /** Bytes that wait, link-layer headers included. */
  readonly backlogBytes: number;
  /** Its kind and parameters as `tc` shows them: `pfifo`, `limit 10p`. */
  readonly shown: readonly [kind: string, parameters: string];
  /** Its queues, each with the most it takes. */
  readonly vessels: readonly QdiscVessel[];
  /** Times it held a packet back that was next in turn. */
  readonly overlimits: number;
  /** Why a packet is not taken; `undefined` when it was. */
  enqueue(skb: SkBuff): QdiscDrop | undefined;
  /** Looks at all packets in it. */
  visit(visit: (skb: SkBuff) => void): void;
  /** The packet that would go next. */
  peek(): SkBuff | undefined;
  /** The next packet that may go now. */
  dequeue(): SkBuff | undefined;
}
