import { Fifo } from "../../fifo";
import { tcpFlag, type SackBlock, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import type { MemoryHolder } from "./memory";
import type { Received, Receiver } from "./receiver";
import { pageFragments } from "./segment";

const mostFragments = 17; // MAX_SKB_FRAGS
const mostSackBlocks = 3; // beside timestamps

/** What has arrived and was not read: in order (`sk_receive_queue`), and beyond gaps (`out_of_order_queue`). */
export class InQueue {
  private readonly ready = new Fifo<Received>();
  private newest: Received | undefined;
  /** By sequence number, without overlaps. */
  private beyond: Received[] = [];
  /** The one beyond a gap that came last, which a peer is told first. */
  private latest: Received | undefined;

  constructor(
    private readonly receiver: Receiver,
    private readonly holder: MemoryHolder,
  ) {}

  get isEmpty(): boolean {
    return this.ready.length === 0;
  }

  get hasGap(): boolean {
    return this.beyond.length > 0;
  }

  /** Bytes between the first gap and the end of what lies beyond. */
  get beyondGap(): number {
    const last = this.beyond[this.beyond.length - 1];
    return last ? last.end - this.receiver.next : 0;
  }

  /** Puts what continues the stream at its end (`tcp_queue_rcv`). True when it was merged into the packet before it. */
  add(received: Received): boolean {
    const { receiver, newest } = this;
    receiver.next = received.end;
    if (newest && this.merge(newest, received)) return true;
    this.newest = received;
    this.ready.push(received);
    this.charge(received.truesize);
    return false;
  }

  /** Keeps what lies beyond a gap (`tcp_data_queue_ofo`). False when all of it is there already. */
  addBeyond(received: Received): boolean {
    const { beyond } = this;
    let at = beyond.length;
    while (at > 0 && (beyond[at - 1] as Received).seq > received.seq) at--;
    const before = beyond[at - 1];
    if (before && before.end >= received.end) return false;
    this.receiver.host.counters["TcpExt.TCPOFOQueue"]++;
    if (before?.end === received.seq && this.merge(before, received)) {
      this.latest = before;
      return true;
    }
    let covered = at;
    while (covered < beyond.length && (beyond[covered] as Received).end <= received.end) covered++;
    for (const old of beyond.splice(at, covered - at, received)) this.discard(old);
    this.latest = received;
    this.charge(received.truesize);
    return true;
  }

  /** `tcp_ofo_queue`: moves what no longer lies beyond a gap; true when the end of the stream is among it. */
  closeGap(): boolean {
    let isEnd = false;
    while (this.beyond[0] && this.beyond[0].seq <= this.receiver.next) {
      const [received] = this.beyond.splice(0, 1) as [Received];
      this.uncharge(received.truesize);
      if (received.end <= this.receiver.next) continue;
      isEnd ||= received.isEnd;
      this.add({ ...received, seq: this.receiver.next });
    }
    if (this.beyond.length === 0) this.latest = undefined;
    return isEnd;
  }

  /** Makes room by dropping what lies farthest beyond a gap (`tcp_prune_ofo_queue`). */
  prune(seq: number, fits: () => boolean): void {
    let isPruned = false;
    for (let last = this.beyond.pop(); last; last = this.beyond.pop()) {
      if (seq > last.seq || fits()) {
        this.beyond.push(last);
        break;
      }
      isPruned = true;
      this.discard(last);
    }
    if (isPruned) this.receiver.host.counters["TcpExt.OfoPruned"]++;
    this.latest = this.beyond[this.beyond.length - 1];
  }

  /** What was received beyond gaps, as a peer is told; the latest first. */
  sackBlocks(isPermitted: boolean): readonly SackBlock[] | undefined {
    if (!isPermitted || this.beyond.length === 0) return undefined;
    const blocks: { start: number; end: number }[] = [];
    for (const { seq, end } of this.beyond) {
      const last = blocks[blocks.length - 1];
      if (last?.end === seq) last.end = end;
      else blocks.push({ start: seq, end });
    }
    const { latest } = this;
    const first = blocks.findIndex(({ start, end }) => latest && latest.seq >= start && latest.end <= end);
    if (first > 0) blocks.unshift(...blocks.splice(first, 1));
    return blocks.slice(0, mostSackBlocks);
  }

  /** Gives an application up to `most` bytes and frees the packets that are read to their end. */
  read(most: number): number {
    const { receiver } = this;
    let left = most;
    for (let oldest = this.ready.peek(); oldest; oldest = this.ready.peek()) {
      const end = oldest.end - (oldest.isEnd ? 1 : 0);
      const bytes = Math.min(left, Math.max(0, end - receiver.copied));
      receiver.copied += bytes;
      left -= bytes;
      if (receiver.copied < end) break;
      if (oldest.isEnd) receiver.copied = oldest.end;
      this.removeOldest();
      if (left === 0) break;
    }
    return most - left;
  }

  /** Throws everything away. */
  purge(): void {
    while (this.ready.length > 0) this.removeOldest();
    this.purgeBeyond();
  }

  purgeBeyond(): void {
    for (const received of this.beyond) this.discard(received);
    this.beyond = [];
    this.latest = undefined;
  }

  private removeOldest(): void {
    const oldest = this.ready.shift();
    if (!oldest) return;
    if (oldest === this.newest) this.newest = undefined;
    this.uncharge(oldest.truesize);
  }

  /** `tcp_try_coalesce`: only the head of a packet is saved, and only into one whose memory nobody else holds. */
  private merge(to: Received, from: Received): boolean {
    if (to.end !== from.seq || to.isEnd) return false;
    if (to.source && !to.source.isFreed) return false;
    const fragments = to.fragments + from.fragments;
    if (fragments > mostFragments || from.isEnd) return false;
    const bytes = from.end - from.seq;
    to.end = from.end;
    to.truesize += bytes;
    to.fragments = fragments;
    this.receiver.host.counters["TcpExt.TCPRcvCoalesce"]++;
    this.charge(bytes);
    return true;
  }

  private discard(received: Received): void {
    this.uncharge(received.truesize);
  }

  private charge(truesize: number): void {
    const { memory } = this.receiver.host.tcp;
    this.receiver.memory += truesize;
    memory.force(this.holder, truesize);
    this.holder.forwardBytes -= truesize;
  }

  private uncharge(truesize: number): void {
    this.receiver.memory -= truesize;
    this.receiver.host.tcp.memory.release(this.holder, truesize);
  }
}

/** What a packet brings beyond `next`. */
export function receivedFrom(skb: SkBuff, packet: TcpPacket, next: number): Received {
  const seq = Math.max(packet.seq, next);
  const isEnd = (packet.flags & tcpFlag.FIN) !== 0;
  return {
    seq,
    end: packet.seq + packet.payloadBytes + (isEnd ? 1 : 0),
    truesize: skb.truesize,
    fragments: packet.payloadBytes > 0 ? pageFragments(packet.seq, packet.seq + packet.payloadBytes) : 0,
    isEnd,
    source: packet.data,
  };
}
