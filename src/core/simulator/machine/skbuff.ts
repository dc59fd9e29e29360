import type { KernelRules } from "./kernel";
import type { Packet } from "./packet";

// The sizes of x86-64 with pages of 4 KiB and cache lines of 64 bytes.
const cacheLine = 64;
export const pageBytes = 4096;
export const skBuffBytes = 256; // SKB_DATA_ALIGN(sizeof(struct sk_buff))
const sharedInfoBytes = 320; // SKB_DATA_ALIGN(sizeof(struct skb_shared_info))
/** Object sizes of the caches kmalloc takes from. */
export const kmallocSizes = [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];
/** SKB_MAX_ALLOC: the largest head that is not split into pages. */
const longestHead = (pageBytes << 2) - sharedInfoBytes;
/** LL_RESERVED_SPACE of an Ethernet header, which loopback has too, and the 15 bytes ip_append_data adds. */
const headroom = 16 + 15;

export const ipHeaderBytes = 20;
export const udpHeaderBytes = 8;
/** What an Ethernet header adds while a packet is in a queueing discipline or on a wire. */
export const linkHeaderBytes = 14;

/** How a kernel's heads are allocated. */
export interface HeadAllocation {
  readonly smallHead: KernelRules["smallHead"];
  /** MAX_HEADER of the build: 32 without wireless, tunnels and Hyper-V, up to 176 with them. */
  readonly maxHeaderBytes: number;
}

const align = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/** `kmalloc_size_roundup`: a slab of the next class, above the largest one whole pages in a power of two. */
function kmallocBytes(bytes: number): number {
  const slab = kmallocSizes.find((size) => bytes <= size);
  if (slab !== undefined) return slab;
  let pages = pageBytes;
  while (pages < bytes) pages *= 2;
  return pages;
}

/** SKB_SMALL_HEAD_CACHE_SIZE; 0 for kernels without that cache. */
export function smallHeadBytes({ smallHead, maxHeaderBytes }: HeadAllocation): number {
  if (smallHead === "none") return 0;
  const tcp = align(128 + maxHeaderBytes, cacheLine); // MAX_TCP_HEADER
  const gro = maxHeaderBytes + 128 + 64; // GRO_MAX_HEAD_PAD
  const bytes = align(smallHead === "tcp" ? tcp : Math.max(tcp, gro), cacheLine) + sharedInfoBytes;
  const isPowerOfTwo = (bytes & (bytes - 1)) === 0;
  return isPowerOfTwo ? bytes + cacheLine : bytes;
}

/** What a packet with a linear head of so many bytes is charged with (`__alloc_skb`, `kmalloc_reserve`). */
export function linearTruesize(headBytes: number, allocation: HeadAllocation): number {
  const wanted = align(headBytes, cacheLine) + sharedInfoBytes;
  const small = smallHeadBytes(allocation);
  return skBuffBytes + (wanted <= small ? small : kmallocBytes(wanted));
}

/** MAX_TCP_HEADER */
export function tcpHeaderSpace({ maxHeaderBytes }: HeadAllocation): number {
  return align(128 + maxHeaderBytes, cacheLine);
}

/** What a TCP segment without data is charged with: its head is MAX_TCP_HEADER (`tcp_make_synack`, `sk_stream_alloc_skb`). */
export function tcpHeadTruesize(allocation: HeadAllocation): number {
  return linearTruesize(tcpHeaderSpace(allocation), allocation);
}

/**
 * What a received frame is charged with: the head, and the halves of pages it was written into. As `ixgbe_build_skb` has
 * it; other drivers differ.
 */
export function receivedTruesize(ipBytes: number, mtu: number): number {
  // Longer frames get pages of the next order (`ixgbe_rx_pg_order`, `ixgbe_rx_bufsz`).
  const [room, charge] = mtu <= 1500 ? [1536, pageBytes / 2] : [3072, pageBytes];
  return skBuffBytes + charge * Math.ceil((ipBytes + linkHeaderBytes) / room);
}

/** One packet as it goes out: its IP length, and the truesize its allocation comes to. */
export interface PacketSize {
  readonly ipBytes: number;
  readonly truesize: number;
}

/**
 * The packets one sendto() of a UDP payload becomes (`__ip_append_data`): one, or the fragments of it. Heads too long
 * for four pages are split, and what follows the headers is charged by the byte.
 */
export function udpPacketSizes(payloadBytes: number, mtu: number, allocation: HeadAllocation): PacketSize[] {
  const data = payloadBytes + udpHeaderBytes;
  const perFragment = data + ipHeaderBytes <= mtu ? data : (mtu - ipHeaderBytes) & ~7;
  const sizes: PacketSize[] = [];
  for (let sent = 0; sent < data; sent += perFragment) {
    const ipBytes = Math.min(perFragment, data - sent) + ipHeaderBytes;
    sizes.push({ ipBytes, truesize: sentTruesize(ipBytes, allocation) });
  }
  return sizes;
}

function sentTruesize(ipBytes: number, allocation: HeadAllocation): number {
  if (ipBytes + headroom < longestHead) return linearTruesize(ipBytes + headroom, allocation);
  const headers = ipHeaderBytes + udpHeaderBytes;
  return linearTruesize(headers + headroom, allocation) + ipBytes - headers;
}

/** Memory a sender's packets hold until they leave the machine or another socket takes them. */
export interface SendAccount {
  release(truesize: number): void;
}

/** `struct sk_buff`: one packet on its way through a machine. */
export class SkBuff {
  /** `skb->hash`: of its flow; 0 until somebody asks. */
  hash = 0;
  /** `skb->priority`, by which some queueing disciplines sort. */
  priority = 0;
  /** When it came off the wire, or a socket of this machine sent it; only known while somebody listens. */
  sinceNs = 0;
  /** Received into pages of a card, not into a head of its own. */
  isPaged = false;
  private account: SendAccount | undefined;

  constructor(
    /** Translation of addresses puts another in its place. */
    public packet: Packet,
    /** Length from the IP header on. */
    readonly ipBytes: number,
    /** Memory it is accounted with. */
    readonly truesize: number,
    account?: SendAccount,
  ) {
    this.account = account;
  }

  /** `skb_orphan`: gives the sender its memory back. */
  orphan(): void {
    const { account } = this;
    if (account === undefined) return;
    this.account = undefined;
    account.release(this.truesize);
  }
}

/** A datagram put together from fragments, which keep their memory (`frag_list`). */
export class ReassembledSkBuff extends SkBuff {
  constructor(
    packet: Packet,
    ipBytes: number,
    truesize: number,
    readonly fragments: readonly SkBuff[],
  ) {
    super(packet, ipBytes, truesize);
  }
}

/** The allocation of a packet's head; long UDP packets and TCP have the data beside it, in pages. */
export function headBytesOf({ packet, ipBytes, truesize }: SkBuff, allocation: HeadAllocation): number {
  if (packet.protocol === "tcp") return tcpHeadTruesize(allocation) - skBuffBytes;
  if (ipBytes + headroom < longestHead) return truesize - skBuffBytes;
  return linearTruesize(ipHeaderBytes + udpHeaderBytes + headroom, allocation) - skBuffBytes;
}

/** A packet as the driver of the receiving card makes it, of a frame in its pages. */
export function receivedSkb(packet: Packet, ipBytes: number, mtu: number): SkBuff {
  const skb = new SkBuff(packet, ipBytes, receivedTruesize(ipBytes, mtu));
  skb.isPaged = true;
  return skb;
}
