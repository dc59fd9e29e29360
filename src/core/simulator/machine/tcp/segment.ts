import { tcpFlag } from "../packet";

const pageFragmentBytes = 32768; // SKB_FRAG_PAGE_ORDER

/** A packet of a send queue: `struct sk_buff` with `struct tcp_skb_cb`. It may hold several segments. */
export class Segment {
  next: Segment | undefined;
  /** When it left last; -1: it has not. */
  sentNs = -1;
  /** Segments it goes out as (`tcp_skb_pcount`). */
  packets = 1;
  isRetransmitted = false;
  /** A retransmission of it is on its way. */
  isInRetransmission = false;
  isSacked = false;
  isLost = false;
  /** The sender has let go of it: a receiver on the same machine has its memory for itself. */
  isFreed = false;

  constructor(
    public seq: number,
    public end: number,
    public flags: number,
    /** What it is charged with besides its data. */
    readonly headTruesize: number,
  ) {}

  /** Bytes of data. */
  get bytes(): number {
    return this.end - this.seq - (this.flags & (tcpFlag.SYN | tcpFlag.FIN) ? 1 : 0);
  }

  get truesize(): number {
    return this.headTruesize + this.bytes;
  }
}

/** Pieces of pages a stretch of a stream lies in; an application's writes fill pages of 32 KiB one after the other. */
export function pageFragments(start: number, end: number): number {
  return Math.floor((end - 1) / pageFragmentBytes) - Math.floor(start / pageFragmentBytes) + 1;
}
