import type { Host } from "../host";
import { tcpFlag } from "../packet";
import type { MemoryHolder } from "./memory";
import { Segment } from "./segment";

const leastSendBuffer = 4608; // SOCK_MIN_SNDBUF
const largestHalf = 0x3fffffff; // INT_MAX / 2
const defaultMss = 536; // TCP_MSS_DEFAULT
const gsoBytes = 65536; // GSO_LEGACY_MAX_SIZE
const sharedInfoBytes = 320; // SKB_DATA_ALIGN(sizeof(struct skb_shared_info))
const skBuffBytes = 256;

/** What one end sends: its queue and what the peer lets it send (`sk_write_queue`, `tcp_rtx_queue`). */
export class Sender {
  /** `snd_una`, `snd_nxt`, `write_seq`: acknowledged, sent and written up to here. */
  unacked = 0;
  next = 0;
  written = 0;
  /** `pushed_seq`, and the end of the last segment shorter than a full one (`snd_sml`). */
  pushed = 0;
  small = 0;
  /** `snd_wnd`, the widest it ever was, and the peer's sequence number it came with (`snd_wl1`). */
  window = 0;
  widestWindow = 0;
  windowSeq = 0;
  windowScale = 0;
  /** `mss_cache`, and what the path allows. */
  mss = defaultMss;
  pathMss = defaultMss;
  /** What the peer announced (`mss_clamp`). */
  clampMss = defaultMss;
  /** Segments sent and not acknowledged, and those among them that were sacked, are lost, were sent again. */
  packetsOut = 0;
  sackedOut = 0;
  lostOut = 0;
  retransmittedOut = 0;
  /** `sk_wmem_queued`, `sk_sndbuf` */
  memory = 0;
  bufferBytes: number;
  /** SO_SNDBUF was set. */
  readonly isFixed: boolean;
  /** A write found the buffer full (SOCK_NOSPACE). */
  isFull = false;
  /** The oldest that is not acknowledged; the first that was not sent, and the one before it. */
  first: Segment | undefined;
  unsent: Segment | undefined;
  lastSent: Segment | undefined;
  last: Segment | undefined;

  constructor(
    readonly host: Host,
    private readonly holder: MemoryHolder,
    asked: number | undefined,
  ) {
    this.isFixed = asked !== undefined;
    this.bufferBytes =
      asked === undefined
        ? host.tcp.settings.wmem[1]
        : Math.max(Math.min(asked < 0 ? largestHalf : asked, host.sysctl("net.core.wmem_max"), largestHalf) * 2, leastSendBuffer);
  } // prettier-ignore

  get hasUnsent(): boolean {
    return this.unsent !== undefined;
  }

  /** `tcp_packets_in_flight` */
  get inFlight(): number {
    return this.packetsOut - this.sackedOut - this.lostOut + this.retransmittedOut;
  }

  /** `tcp_wnd_end` */
  get windowEnd(): number {
    return this.unacked + this.window;
  }

  /** `tcp_bound_to_half_wnd`: small windows get segments of half their size. */
  boundToHalfWindow(bytes: number): number {
    const { widestWindow } = this;
    const bound = widestWindow > defaultMss ? widestWindow >> 1 : widestWindow;
    return bound > 0 && bytes > bound ? Math.max(bound, 68 - 32) : bytes;
  }

  /** `tcp_sync_mss` */
  syncMss(): void {
    this.mss = this.boundToHalfWindow(this.pathMss);
  }

  /** `tcp_xmit_size_goal`: how much data a packet is filled up to before it is cut for the wire. */
  get sizeGoal(): number {
    const most = this.boundToHalfWindow(this.mostGsoBytes);
    return Math.max(Math.floor(most / this.mss), 1) * this.mss;
  }

  /** `sk_gso_max_size` */
  get mostGsoBytes(): number {
    return gsoBytes - this.host.tcp.headerBytes - 1;
  }

  /** Room for a new packet at the end (`tcp_skb_entail`). */
  append(flags: number): Segment {
    const segment = new Segment(this.written, this.written, flags, this.host.tcp.headTruesize);
    this.charge(segment.headTruesize);
    if (this.last) this.last.next = segment;
    else this.first = segment;
    this.last = segment;
    this.unsent ??= segment;
    return segment;
  }

  /** Puts data at the end of a packet. */
  fill(segment: Segment, bytes: number): void {
    segment.end += bytes;
    this.written += bytes;
    this.charge(bytes);
  }

  /** Takes a packet without data off the end again (`tcp_remove_empty_skb`). */
  removeEmpty(): void {
    const { unsent, last } = this;
    if (!last || last !== unsent || last.end !== last.seq) return;
    this.unsent = undefined;
    this.last = this.lastSent;
    if (this.lastSent) this.lastSent.next = undefined;
    else this.first = undefined;
    this.release(last.headTruesize);
  }

  /** `tso_fragment`, `tcp_fragment`: cuts what is beyond `bytes` off into a packet of its own. */
  split(segment: Segment, bytes: number): void {
    const rest = new Segment(segment.seq + bytes, segment.end, segment.flags, this.host.tcp.headTruesize);
    segment.flags &= ~(tcpFlag.FIN | tcpFlag.PSH);
    segment.end = rest.seq;
    rest.sentNs = segment.sentNs;
    rest.isRetransmitted = segment.isRetransmitted;
    rest.isInRetransmission = segment.isInRetransmission;
    rest.isLost = segment.isLost;
    rest.isSacked = segment.isSacked;
    rest.next = segment.next;
    segment.next = rest;
    if (this.last === segment) this.last = rest;
    if (this.lastSent === segment) this.lastSent = rest;
    this.charge(rest.headTruesize);
  }

  /** `tcp_grow_skb`: fills a packet up from the one behind it. */
  grow(segment: Segment, bytes: number): void {
    const { next } = segment;
    if (!next) return;
    const moved = Math.min(bytes, next.bytes);
    if (moved === 0) return;
    segment.end += moved;
    next.seq += moved;
    if (next.bytes > 0) return;
    segment.end = next.end;
    segment.flags |= next.flags;
    segment.next = next.next;
    if (this.last === next) this.last = segment;
    this.release(next.headTruesize);
  }

  /** `tcp_stream_alloc_skb`: whether the limits of all sockets allow one more packet. */
  get mayAllocate(): boolean {
    return this.first === undefined || this.mayTake(this.host.tcp.headTruesize);
  }

  /** `tcp_wmem_schedule`: how many of these bytes the limits of all sockets allow; a socket that has little gets some. */
  allowed(bytes: number): number {
    if (this.mayTake(bytes)) return bytes;
    const { memory, settings } = this.host.tcp;
    const left = settings.wmem[0] - this.memory;
    if (left > 0) memory.force(this.holder, Math.min(left, bytes));
    return Math.min(bytes, this.holder.forwardBytes);
  }

  /** `sk_stream_memory_free` */
  get hasSpace(): boolean {
    return this.memory < this.bufferBytes;
  }

  /** `__sk_stream_is_writeable`: enough of the buffer is free for a writer to be woken. */
  get isWritable(): boolean {
    return this.hasSpace && this.bufferBytes - this.memory >= this.memory >> 1;
  }

  /** `tcp_sndbuf_expand`: the buffer follows the congestion window. */
  expandBuffer(congestionWindow: number, maxHeaderBytes: number): void {
    const wanted = Math.max(this.clampMss, this.mss) + maxHeaderBytes + sharedInfoBytes;
    const perSegment = (1 << (32 - Math.clz32(wanted - 1))) + skBuffBytes;
    const bytes = 2 * Math.max(10, congestionWindow) * perSegment;
    if (this.bufferBytes < bytes) this.bufferBytes = Math.min(bytes, this.host.tcp.settings.wmem[2]);
  }

  /** Lets go of the oldest packet (`tcp_rtx_queue_unlink_and_free`). */
  removeFirst(): void {
    const { first } = this;
    if (!first) return;
    this.first = first.next;
    if (this.lastSent === first) this.lastSent = undefined;
    if (this.unsent === first) this.unsent = first.next;
    if (this.last === first) this.last = undefined;
    first.isFreed = true;
    this.release(first.truesize);
  }

  /** `tcp_write_queue_purge` */
  purge(): void {
    while (this.first) this.removeFirst();
    this.packetsOut = this.sackedOut = this.lostOut = this.retransmittedOut = 0;
  }

  private mayTake(bytes: number): boolean {
    const { memory, settings } = this.host.tcp;
    return memory.schedule(this.holder, bytes, this.memory < settings.wmem[0]);
  }

  private charge(bytes: number): void {
    this.memory += bytes;
    this.host.tcp.memory.force(this.holder, bytes);
    this.holder.forwardBytes -= bytes;
  }

  private release(bytes: number): void {
    this.memory -= bytes;
    this.host.tcp.memory.release(this.holder, bytes);
  }
}
