import { hash4, scaled, type Tuple } from "./tuple";

/** Bits of `ct->status`. */
export const status = { seenReply: 1, assured: 2, confirmed: 4, sourceNat: 8, bySource: 16 } as const;

/** Where a direction of a connection is found: twice the number of its entry, plus one for the reply. */
export type Node = number;
export const none = -1;
export const entryOf = (node: Node): number => node >> 1;
export const isReply = (node: Node): boolean => (node & 1) === 1;

/**
 * The connections of one network namespace: entries in columns of numbers, chained in a hash of as many buckets as the
 * kernel has, once for each direction. An entry takes some 60 bytes.
 */
export class ConntrackTable {
  /** Entries, those among them that are not yet in the hash (`cnet->count`). */
  count = 0;
  /** Highest number an entry has ever had, plus one. */
  used = 0;
  /** When an entry times out, in nanoseconds; until it is confirmed, after how long. */
  expiresNs: Float64Array<ArrayBuffer>;
  /** What the tracker of the protocol keeps: see there. */
  extra: Float64Array<ArrayBuffer>;
  status: Uint8Array<ArrayBuffer>;
  state: Uint8Array<ArrayBuffer>;
  /** What a tracker remembers of the last segment. */
  last: Uint8Array<ArrayBuffer>;
  private protocols: Uint8Array<ArrayBuffer>;
  /** Four figures a direction, side by side in memory: source, destination, ports and the next of the bucket. */
  private nodes: Int32Array<ArrayBuffer>;
  private nextBySource: Int32Array<ArrayBuffer>;
  private readonly heads: Int32Array;
  private bySource: Int32Array | undefined;
  private free = none;

  constructor(
    readonly buckets: number,
    private readonly seed: number,
    capacity = 64,
  ) {
    this.heads = new Int32Array(buckets).fill(none);
    this.expiresNs = new Float64Array(capacity);
    this.extra = new Float64Array(capacity);
    this.status = new Uint8Array(capacity);
    this.state = new Uint8Array(capacity);
    this.last = new Uint8Array(capacity);
    this.protocols = new Uint8Array(capacity);
    this.nodes = new Int32Array(8 * capacity);
    this.nextBySource = new Int32Array(capacity);
  }

  /** Bytes all columns take. */
  get bytes(): number {
    const columns = [
      this.expiresNs, this.extra, this.status, this.state, this.last, this.protocols, this.nodes, this.nextBySource,
      this.heads,
    ]; // prettier-ignore
    return columns.reduce((sum, { byteLength }) => sum + byteLength, this.bySource?.byteLength ?? 0);
  }

  /** A new entry with both its tuples, not yet in the hash. */
  add(original: Tuple, reply: Tuple): number {
    const entry = this.free === none ? this.used++ : this.free;
    if (entry === this.status.length) this.grow();
    if (entry === this.free) this.free = this.after(2 * entry);
    this.count++;
    this.expiresNs[entry] = 0;
    this.extra[entry] = 0;
    this.status[entry] = 0;
    this.state[entry] = 0;
    this.last[entry] = 0;
    this.protocols[entry] = original.protocol;
    this.setTuple(2 * entry, original);
    this.setTuple(2 * entry + 1, reply);
    return entry;
  }

  /** Frees an entry; one in the hash leaves it. */
  remove(entry: number): void {
    const flags = this.status[entry] as number;
    if (flags & status.confirmed) {
      this.unlink(2 * entry);
      this.unlink(2 * entry + 1);
    }
    if (flags & status.bySource) this.unlinkBySource(entry);
    this.status[entry] = 0;
    this.nodes[8 * entry + 3] = this.free;
    this.free = entry;
    this.count--;
  }

  /** Fills a tuple with that of a direction. */
  getTuple(node: Node, into: Tuple): void {
    const { nodes } = this;
    into.source = (nodes[4 * node] as number) >>> 0;
    into.destination = (nodes[4 * node + 1] as number) >>> 0;
    into.ports = nodes[4 * node + 2] as number;
    into.protocol = this.protocols[entryOf(node)] as number;
  }

  setTuple(node: Node, { source, destination, ports }: Tuple): void {
    this.nodes[4 * node] = source;
    this.nodes[4 * node + 1] = destination;
    this.nodes[4 * node + 2] = ports;
  }

  protocolOf(entry: number): number {
    return this.protocols[entry] as number;
  }

  /** `hash_conntrack_raw` */
  hash({ source, destination, ports, protocol }: Tuple): number {
    return hash4(this.seed ^ protocol, source, destination, ports);
  }

  bucket(hash: number): number {
    return scaled(hash, this.buckets);
  }

  /** The first direction in a bucket, or `none`. */
  first(bucket: number): Node {
    return this.heads[bucket] as number;
  }

  /** The one after another in its bucket, or `none`. */
  after(node: Node): Node {
    return this.nodes[4 * node + 3] as number;
  }

  matches(node: Node, { source, destination, ports, protocol }: Tuple): boolean {
    const { nodes } = this;
    return (
      nodes[4 * node + 2] === ports &&
      nodes[4 * node] === (source | 0) &&
      nodes[4 * node + 1] === (destination | 0) &&
      this.protocols[entryOf(node)] === protocol
    );
  }

  /** `__nf_conntrack_hash_insert`: newest first. */
  link(entry: number, bucket: number, replyBucket: number): void {
    this.status[entry] = (this.status[entry] as number) | status.confirmed;
    this.nodes[8 * entry + 3] = this.heads[bucket] as number;
    this.heads[bucket] = 2 * entry;
    this.nodes[8 * entry + 7] = this.heads[replyBucket] as number;
    this.heads[replyBucket] = 2 * entry + 1;
  }

  /** `nf_nat_bysource`: remembers an entry by who its connection comes from. */
  linkBySource(entry: number): void {
    this.bySource ??= new Int32Array(this.buckets).fill(none);
    const bucket = this.sourceBucket(2 * entry);
    this.nextBySource[entry] = this.bySource[bucket] as number;
    this.bySource[bucket] = entry;
    this.status[entry] = (this.status[entry] as number) | status.bySource;
  }

  /** Calls for every entry whose connections come from where a tuple does, newest first, until one answers true. */
  findBySource(tuple: Tuple, isWanted: (entry: number) => boolean): number {
    if (!this.bySource) return none;
    const bucket = scaled(hash4(this.seed, tuple.source, tuple.sourcePort, tuple.protocol), this.buckets);
    for (let entry = this.bySource[bucket] as number; entry !== none; entry = this.nextBySource[entry] as number) {
      const isSame =
        this.nodes[8 * entry] === (tuple.source | 0) &&
        (this.nodes[8 * entry + 2] as number) >>> 16 === tuple.sourcePort &&
        this.protocols[entry] === tuple.protocol;
      if (isSame && isWanted(entry)) return entry;
    }
    return none;
  }

  private sourceBucket(node: Node): number {
    const port = (this.nodes[4 * node + 2] as number) >>> 16;
    const protocol = this.protocols[entryOf(node)] as number;
    return scaled(hash4(this.seed, this.nodes[4 * node] as number, port, protocol), this.buckets);
  }

  private bucketOf(node: Node): number {
    const { nodes } = this;
    const seed = this.seed ^ (this.protocols[entryOf(node)] as number);
    const at = 4 * node;
    return this.bucket(hash4(seed, nodes[at] as number, nodes[at + 1] as number, nodes[at + 2] as number));
  }

  private unlink(node: Node): void {
    const bucket = this.bucketOf(node);
    let before = this.heads[bucket] as number;
    if (before === node) {
      this.heads[bucket] = this.after(node);
      return;
    }
    while (this.after(before) !== node) before = this.after(before);
    this.nodes[4 * before + 3] = this.after(node);
  }

  private unlinkBySource(entry: number): void {
    const { bySource, nextBySource } = this;
    if (!bySource) return;
    const bucket = this.sourceBucket(2 * entry);
    let before = bySource[bucket] as number;
    if (before === entry) {
      bySource[bucket] = nextBySource[entry] as number;
      return;
    }
    while (nextBySource[before] !== entry) before = nextBySource[before] as number;
    nextBySource[before] = nextBySource[entry] as number;
  }

  private grow(): void {
    const size = 2 * this.status.length;
    this.expiresNs = copied(this.expiresNs, new Float64Array(size));
    this.extra = copied(this.extra, new Float64Array(size));
    this.status = copied(this.status, new Uint8Array(size));
    this.state = copied(this.state, new Uint8Array(size));
    this.last = copied(this.last, new Uint8Array(size));
    this.protocols = copied(this.protocols, new Uint8Array(size));
    this.nodes = copied(this.nodes, new Int32Array(8 * size));
    this.nextBySource = copied(this.nextBySource, new Int32Array(size));
  }
}

/** A longer column that begins with what a shorter one holds. */
function copied<Column extends { set(from: ArrayLike<number>): void } & ArrayLike<number>>(
  from: Column,
  into: Column,
): Column {
  into.set(from);
  return into;
}
