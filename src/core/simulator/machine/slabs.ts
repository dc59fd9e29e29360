import type { Host } from "./host";
import type { Machine } from "./machine";
import { tcpFlag } from "./packet";
import {
  headBytesOf,
  kmallocSizes,
  pageBytes,
  ReassembledSkBuff,
  skBuffBytes,
  smallHeadBytes,
  type SkBuff,
} from "./skbuff";

/** One line of `/proc/slabinfo`. */
export interface SlabLine {
  readonly name: string;
  readonly activeObjects: number;
  /** Those of whole slabs. */
  readonly objects: number;
  readonly objectBytes: number;
  readonly objectsPerSlab: number;
  readonly pagesPerSlab: number;
  readonly slabs: number;
}

const highestOrder = 3; // slub_max_order, PAGE_ALLOC_COSTLY_ORDER
const fcloneBytes = 512; // struct sk_buff_fclones, rounded up to cache lines

/** The slab caches that hold packets: what is in use now, by the packets that wait anywhere in the machine. */
export function slabLines(machine: Machine, hosts: readonly Host[]): readonly SlabLine[] {
  const active = new Map<string, number>();
  const add = (name: string): void => void active.set(name, (active.get(name) ?? 0) + 1);
  const visit = (skb: SkBuff): void => {
    if (skb instanceof ReassembledSkBuff) {
      skb.fragments.forEach(visit);
      return;
    }
    add(isFclone(skb) ? "skbuff_fclone_cache" : "skbuff_head_cache");
    const head = headCache(skb, machine);
    if (head !== undefined) add(head);
  };
  machine.visitBacklogs(visit);
  for (const host of hosts) host.visitSkbs(visit);
  return cachesOf(machine).map(([name, bytes]) => slabLine(name, bytes, active.get(name) ?? 0, machine.cpus.length));
}

/** Names and object sizes, in the order of /proc/slabinfo: what was made last comes first. */
function cachesOf({ allocation }: Machine): readonly (readonly [string, number])[] {
  const small = smallHeadBytes(allocation);
  return [
    ...(small > 0 ? [["skbuff_small_head", small] as const] : []),
    ["skbuff_fclone_cache", fcloneBytes],
    ["skbuff_head_cache", skBuffBytes],
    ...[...kmallocSizes].reverse().map((bytes) => [kmallocName(bytes), bytes] as const),
  ];
}

/** SYNs and segments with data have a clone beside them for the retransmission (`tcp_stream_alloc_skb`). */
function isFclone({ packet, isPaged }: SkBuff): boolean {
  return packet.protocol === "tcp" && !isPaged && (packet.flags === tcpFlag.SYN || packet.payloadBytes > 0);
}

/** The cache a packet's head is from; `undefined`: whole pages. */
function headCache(skb: SkBuff, { allocation }: Machine): string | undefined {
  if (skb.isPaged) return undefined;
  const bytes = headBytesOf(skb, allocation);
  if (bytes === smallHeadBytes(allocation)) return "skbuff_small_head";
  return bytes <= (kmallocSizes.at(-1) ?? 0) ? kmallocName(bytes) : undefined;
}

function kmallocName(bytes: number): string {
  return bytes < 1024 ? `kmalloc-${bytes}` : `kmalloc-${bytes / 1024}k`;
}

function slabLine(name: string, objectBytes: number, activeObjects: number, cpus: number): SlabLine {
  const order = slabOrder(objectBytes, cpus);
  const objectsPerSlab = Math.floor((pageBytes << order) / objectBytes);
  const slabs = Math.ceil(activeObjects / objectsPerSlab);
  const objects = slabs * objectsPerSlab;
  return { name, activeObjects, objects, objectBytes, objectsPerSlab, pagesPerSlab: 1 << order, slabs };
}

/**
 * `calculate_order`: pages of a slab as a power of two, for so many objects as the number of CPUs asks for, with
 * little left over.
 */
export function slabOrder(objectBytes: number, cpus: number): number {
  const most = Math.max(1, Math.floor((pageBytes << highestOrder) / objectBytes));
  const wanted = Math.min(4 * (Math.floor(Math.log2(cpus)) + 2), most);
  let least = 0;
  while (pageBytes << least < wanted * objectBytes) least++;
  for (let fraction = 16; fraction > 1; fraction /= 2) {
    for (let order = least; order <= highestOrder; order++) {
      const bytes = pageBytes << order;
      if (bytes % objectBytes <= bytes / fraction) return order;
    }
  }
  return Math.max(0, Math.ceil(Math.log2(objectBytes / pageBytes)));
}
