import { ipHeaderBytes, linkHeaderBytes, udpHeaderBytes } from "./skbuff";

/** Where data lies in the head of an `sk_buff` after one step; offsets from `head`. */
export interface SkbLayout {
  /** The function that moved the pointers. */
  readonly step: string;
  readonly head: 0;
  readonly data: number;
  readonly tail: number;
  readonly end: number;
  /** `tail` − `data`: what the layer at work sees. */
  readonly len: number;
}

/** The four pointers of an `sk_buff` as its functions move them. Computed for looking at, never for packets under way. */
export class SkBuffGeometry {
  private readonly layouts: SkbLayout[] = [];
  private data = 0;
  private tail = 0;

  constructor(private readonly end: number) {
    this.note("alloc_skb");
  }

  /** What came of each step so far. */
  get steps(): readonly SkbLayout[] {
    return this.layouts;
  }

  /** `skb_reserve`: leaves room for headers in an empty one. */
  reserve(bytes: number): this {
    if (this.data !== this.tail) throw new RangeError("skb_reserve on data");
    this.tail += bytes;
    return this.moveData(bytes, "skb_reserve");
  }

  /** `skb_put`: data at the tail. */
  put(bytes: number, what = "skb_put"): this {
    if (this.tail + bytes > this.end) throw new RangeError("skb_over_panic");
    this.tail += bytes;
    return this.note(what);
  }

  /** `skb_push`: a header before the data. */
  push(bytes: number, what = "skb_push"): this {
    if (bytes > this.data) throw new RangeError("skb_under_panic");
    return this.moveData(-bytes, what);
  }

  /** `skb_pull`: a header has been read. */
  pull(bytes: number, what = "skb_pull"): this {
    if (bytes > this.tail - this.data) throw new RangeError("more than there is");
    return this.moveData(bytes, what);
  }

  private moveData(bytes: number, step: string): this {
    this.data += bytes;
    return this.note(step);
  }

  private note(step: string): this {
    const { data, tail, end } = this;
    this.layouts.push({ step, head: 0, data, tail, end, len: tail - data });
    return this;
  }
}

const linkReserve = 16; // LL_RESERVED_SPACE of an Ethernet header
const padding = 15; // what __ip_append_data asks for besides

/** A UDP datagram of one packet on its way out (`__ip_append_data`, `udp_send_skb`, `eth_header`). `headBytes`: its allocation without skb_shared_info. */
export function udpSendGeometry(payloadBytes: number, headBytes: number): readonly SkbLayout[] {
  const packet = ipHeaderBytes + udpHeaderBytes + payloadBytes;
  if (linkReserve + packet + padding > headBytes) throw new RangeError("the head is too small for that payload");
  const skb = new SkBuffGeometry(headBytes).reserve(linkReserve).put(packet, "__ip_append_data: skb_put");
  return skb.push(linkHeaderBytes, "eth_header: skb_push").steps;
}

/** A received frame on its way up to a UDP socket (`ixgbe_build_skb`, `eth_type_trans`, `ip_local_deliver_finish`). */
export function udpReceiveGeometry(payloadBytes: number): readonly SkbLayout[] {
  const packet = ipHeaderBytes + udpHeaderBytes + payloadBytes;
  const skb = new SkBuffGeometry(2048 - 320).reserve(192).put(linkHeaderBytes + packet, "napi_build_skb: __skb_put");
  skb.pull(linkHeaderBytes, "eth_type_trans: skb_pull").pull(ipHeaderBytes, "ip_local_deliver_finish: __skb_pull");
  return skb.steps;
}

/** A TCP segment on its way out: room for all headers first (`tcp_stream_alloc_skb`), then each layer pushes its own. */
export function tcpSendGeometry(payloadBytes: number, maxTcpHeader: number): readonly SkbLayout[] {
  const skb = new SkBuffGeometry(maxTcpHeader + payloadBytes).reserve(maxTcpHeader).put(payloadBytes, "tcp_sendmsg: skb_put");
  skb.push(32, "__tcp_transmit_skb: skb_push").push(ipHeaderBytes, "__ip_queue_xmit: skb_push");
  return skb.push(linkHeaderBytes, "eth_header: skb_push").steps;
} // prettier-ignore
