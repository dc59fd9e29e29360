import type { Host } from "../host";
import type { Conntrack } from "./conntrack";
import { entryOf, none, status, type Node } from "./table";
import { tcpState } from "./tcpTracker";
import { hash4, protocolNumber, Tuple } from "./tuple";

/** Where a translated source may lie: `struct nf_nat_range2`. Both ends are part of it. */
export interface NatRange {
  readonly firstAddress: number;
  readonly lastAddress: number;
  /** Left out, ports are chosen by what the original one was. */
  readonly ports?: { readonly first: number; readonly last: number } | undefined;
  /** `random` or `fully-random`: never keeps the original port. */
  readonly isRandom: boolean;
}

const mostAttempts = 128; // NF_NAT_MAX_ATTEMPTS
/** In the last so many attempts of a search, connections that are over may be evicted. */
const harderAttempts = mostAttempts / 4; // NF_NAT_HARDER_THRESH
const fewestAttempts = 16;

/** Source address translation of one network namespace (`nf_nat_core.c`). */
export class Nat {
  private readonly original = new Tuple();
  private readonly wanted = new Tuple();
  private readonly reply = new Tuple();
  private readonly other = new Tuple();
  private readonly sequenceSeed: number;

  constructor(
    private readonly host: Host,
    private readonly conntrack: Conntrack,
  ) {
    this.sequenceSeed = Math.floor(host.machine.random() * 2 ** 32);
  }

  /** `nf_nat_setup_info`: decides once, with its first packet, what the source of a connection becomes. */
  setUp(node: Node, range: NatRange): void {
    const { table } = this.conntrack;
    const { original, wanted, reply } = this;
    const entry = entryOf(node);
    table.getTuple(2 * entry, original);
    if (original.protocol === protocolNumber.tcp) table.extra[entry] = this.initialSequence(original);
    this.chooseTuple(entry, range);
    if (wanted.source !== original.source || wanted.sourcePort !== original.sourcePort) {
      reply.invert(wanted);
      table.setTuple(2 * entry + 1, reply);
      table.status[entry] = (table.status[entry] as number) | status.sourceNat;
    }
    table.linkBySource(entry);
  }

  /** `get_unique_tuple`: what is free and changes least. Where all is in use, the last one tried stays. */
  private chooseTuple(entry: number, range: NatRange): void {
    const { original, wanted } = this;
    if (!range.isRandom) {
      wanted.copy(original);
      if (isInRange(original, range)) {
        if (!this.isUsed(wanted)) return;
      } else if (this.takeMapping(range) && !this.isUsed(wanted)) {
        return;
      }
    }
    wanted.copy(original);
    wanted.source = addressFor(original, range);
    if (!range.isRandom && this.keepsPort(range)) return;
    this.searchPort(entry, range);
  }

  private keepsPort({ ports }: NatRange): boolean {
    const { wanted } = this;
    if (!ports) return !this.isUsed(wanted);
    const fits = wanted.sourcePort >= ports.first && wanted.sourcePort <= ports.last;
    return fits && (ports.first === ports.last || !this.isUsed(wanted));
  }

  /** `find_appropriate_src`: one source that is translated already keeps its translation. */
  private takeMapping(range: NatRange): boolean {
    const { table } = this.conntrack;
    const { original, wanted, other } = this;
    return (
      table.findBySource(original, (entry) => {
        table.getTuple(2 * entry + 1, other);
        wanted.copy(original);
        wanted.source = other.destination;
        wanted.sourcePort = other.destinationPort;
        return isInRange(wanted, range);
      }) !== none
    );
  }

  /** `nf_nat_l4proto_unique_tuple`: tries a window from a random port on, then ever smaller ones from elsewhere. */
  private searchPort(entry: number, range: NatRange): void {
    const { wanted, original } = this;
    const { random } = this.host.machine;
    const [first, size] = portsFor(original.sourcePort, range);
    let attempts = Math.min(size, mostAttempts);
    for (;;) {
      const start = Math.floor(random() * 65536);
      for (let tried = 0; tried < attempts; tried++) {
        // The offset is a number of 16 bits in the kernel, too.
        wanted.sourcePort = first + (((start + tried) & 0xffff) % size);
        if (!this.isUsedHarder(entry, attempts - tried)) return;
      }
      if (attempts >= size || attempts < fewestAttempts) return;
      attempts >>= 1;
    }
  }

  /** `nf_nat_used_tuple` */
  private isUsed(tuple: Tuple): boolean {
    this.reply.invert(tuple);
    return this.conntrack.isTaken(this.reply);
  }

  /** `nf_nat_used_tuple_harder`: towards the end of a search, a connection that is over makes room for a new SYN. */
  private isUsedHarder(entry: number, attemptsLeft: number): boolean {
    const { table } = this.conntrack;
    const { natEvictsClosed } = this.host.machine.rules;
    if (!natEvictsClosed || attemptsLeft > harderAttempts || table.state[entry] !== tcpState.synSent)
      return this.isUsed(this.wanted);
    this.reply.invert(this.wanted);
    const node = this.conntrack.find(this.reply);
    if (node === none) return false;
    const old = entryOf(node);
    const isOver = (node & 1) === 1 && (table.state[old] as number) >= tcpState.timeWait;
    const isTranslated = ((table.status[old] as number) & status.sourceNat) !== 0;
    if (!isOver || !isTranslated || !this.hasAdvanced(old, entry)) return true;
    table.remove(old);
    return false;
  }

  /** `nf_seq_has_advanced`: the server has to take segments of the new connection for newer ones. */
  private hasAdvanced(old: number, entry: number): boolean {
    const { extra } = this.conntrack.table;
    return (((extra[entry] as number) - (extra[old] as number)) | 0) > 0;
  }

  /**
   * `secure_tcp_seq`: what a client's kernel begins its sequence numbers with. Segments here count from elsewhere, so
   * that it stands in the entry.
   */
  private initialSequence({ source, destination, ports }: Tuple): number {
    const clock = Math.floor(this.conntrack.nowNs / 64);
    return (hash4(this.sequenceSeed, source, destination, ports) + clock) % 2 ** 32;
  }
}

function isInRange({ source, sourcePort }: Tuple, { firstAddress, lastAddress, ports }: NatRange): boolean {
  if (source < firstAddress || source > lastAddress) return false;
  return !ports || (sourcePort >= ports.first && sourcePort <= ports.last);
}

/** The first port to choose from and how many there are. Without a range they are of the same class as the original. */
function portsFor(port: number, { ports }: NatRange): readonly [first: number, size: number] {
  if (ports) return [ports.first, ports.last - ports.first + 1];
  if (port < 512) return [1, 511];
  return port < 1024 ? [600, 424] : [1024, 64512];
}

/**
 * `find_best_ips_proto`: which of several addresses depends on who talks to whom alone, so that a server sees one client
 * come from one address, however full that is.
 */
function addressFor({ source, destination }: Tuple, { firstAddress, lastAddress }: NatRange): number {
  if (firstAddress === lastAddress) return firstAddress;
  const hash = jenkinsHash(swapped(source), swapped(destination));
  return firstAddress + Math.floor((hash * (lastAddress - firstAddress + 1)) / 2 ** 32);
}

/** The kernel hashes addresses as they lie in memory: in network order, read by a little-endian processor. */
function swapped(address: number): number {
  return ((address >>> 24) | ((address >>> 8) & 0xff00) | ((address & 0xff00) << 8) | ((address & 0xff) << 24)) >>> 0;
}

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** `jhash2` (lookup3 by Bob Jenkins) of an address and the three empty words that follow where IPv6 has more. */
function jenkinsHash(word: number, seed: number): number {
  const begin = (0xdeadbeef + (4 << 2) + seed) | 0;
  let [a, b, c] = [(begin + word) | 0, begin, begin];
  for (const [first, second, third] of [
    [4, 6, 8],
    [16, 19, 4],
  ] as const) {
    a = ((a - c) ^ rotated(c, first)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotated(a, second)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotated(b, third)) | 0;
    b = (b + a) | 0;
  }
  for (const [first, second, third] of [
    [14, 11, 25],
    [16, 4, 14],
  ] as const) {
    c = ((c ^ b) - rotated(b, first)) | 0;
    a = ((a ^ c) - rotated(c, second)) | 0;
    b = ((b ^ a) - rotated(a, third)) | 0;
  }
  return ((c ^ b) - rotated(b, 24)) >>> 0;
}
