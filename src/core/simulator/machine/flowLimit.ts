import { flowHash } from "./flowHash";
import type { SkBuff } from "./skbuff";

const historyLength = 128; // FLOW_LIMIT_HISTORY
const goldenRatio = 0x61c88647; // GOLDEN_RATIO_32

/**
 * `skb_flow_limit`: while a backlog is at least half full, a flow that has more than half of the last 128 packets
 * gets no more of them in.
 */
export class FlowLimit {
  /** Eleventh column of softnet_stat. */
  count = 0;
  private readonly buckets = new Uint8Array(4096); // net.core.flow_limit_table_len
  private readonly history = new Uint16Array(historyLength);
  private head = 0;

  constructor(private readonly seed: number) {}

  /** Notes a packet that finds a backlog half full, and tells whether its flow has had its share. */
  refuses(skb: SkBuff): boolean {
    const { buckets, history } = this;
    const added = Math.imul(flowHash(skb, this.seed), goldenRatio) >>> 20;
    const left = history[this.head] as number;
    history[this.head] = added;
    this.head = (this.head + 1) % historyLength;
    if (buckets[left]) buckets[left]--;
    const share = (buckets[added] ?? 0) + 1;
    buckets[added] = share;
    if (share <= historyLength >> 1) return false;
    this.count++;
    return true;
  }
}
