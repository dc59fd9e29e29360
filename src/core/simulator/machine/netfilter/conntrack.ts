import type { Host } from "../host";
import type { Packet } from "../packet";
import { SysctlError } from "../sysctls";
import { ConntrackTable, entryOf, isReply, none, status, type Node } from "./table";
import { GarbageCollector } from "./garbageCollector";
import { tcpTimeoutNames, trackTcp, trackUdp, type TrackerSettings, type Verdict } from "./tcpTracker";
import { AddressBook, protocolNumber, Tuple } from "./tuple";

/** What tracking answers for a packet instead of its place in the table. */
export const untracked = none;
export const refused = -2;

/** Where the packet of a connection is lost that does not get into the table. */
type ConfirmLoss = "conntrack-clash" | "conntrack-chain";

/** Four bytes of memory each, for both hashes. */
const mostBuckets = 2 ** 24;

/** Buckets `early_drop` looks through for somebody to give up (NF_CT_EVICTION_RANGE). */
const evictionBuckets = 8;

/** Connection tracking of one network namespace (`nf_conntrack_core.c`). */
export class Conntrack {
  readonly table: ConntrackTable;
  readonly addresses = new AddressBook();
  private readonly settings: Settings;
  private readonly collector: GarbageCollector;
  private readonly tuple = new Tuple();
  private readonly replyTuple = new Tuple();
  /** Entries of the bucket that was searched in vain last. */
  private chainLength = 0;

  constructor(private readonly host: Host) {
    const { machine } = host;
    const buckets = host.sysctl("net.netfilter.nf_conntrack_buckets");
    if (buckets < 1 || buckets > mostBuckets)
      throw new SysctlError(`net.netfilter.nf_conntrack_buckets=${buckets}: 1 to ${mostBuckets} can be simulated`);
    this.table = new ConntrackTable(buckets, Math.floor(machine.random() * 2 ** 32));
    this.settings = new Settings(host);
    this.collector = new GarbageCollector(this, machine.engine, () => this.most);
  }

  /** `nf_conntrack_max`; 0: no limit. */
  get most(): number {
    return this.host.sysctl("net.netfilter.nf_conntrack_max");
  }

  get nowNs(): number {
    return this.host.machine.engine.nowNs;
  }

  /**
   * `nf_conntrack_in`: finds the connection of a packet, or begins one. The answer is its direction of that, `untracked`
   * for a packet that belongs to none, `refused` where the table is full.
   */
  enter(packet: Packet): Node {
    this.fill(packet, this.tuple);
    for (;;) {
      let node = this.find(this.tuple);
      if (node === none) node = this.begin(this.tuple);
      if (node === refused) {
        this.host.counters["conntrack.drop"]++;
        return refused;
      }
      const verdict = this.track(node, packet);
      if (verdict === "again") continue;
      if (verdict === "invalid") {
        this.host.counters["conntrack.invalid"]++;
        this.release(node);
        return untracked;
      }
      const entry = entryOf(node);
      if (isReply(node)) this.table.status[entry] = (this.table.status[entry] as number) | status.seenReply;
      return node;
    }
  }

  /**
   * `__nf_conntrack_confirm`: what leaves the host, or arrives in it, enters the table for good. Where it cannot
   * (`insert_failed`), the place where its packet is lost.
   */
  confirm(node: Node): ConfirmLoss | undefined {
    const { table, host } = this;
    const entry = entryOf(node);
    if ((table.status[entry] as number) & status.confirmed) return undefined;
    const problem = this.link(entry);
    if (!problem) return undefined;
    host.counters["conntrack.insert_failed"]++;
    host.counters[problem === "conntrack-clash" ? "conntrack.drop" : "conntrack.chaintoolong"]++;
    return problem;
  }

  /**
   * `ctnetlink_create_conntrack`: puts a connection in the table that no packet began. False where it is full, or has
   * that one.
   */
  insert(tuple: Tuple, isAssured: boolean, timeoutNs: number): boolean {
    const node = this.begin(tuple);
    if (node === refused) return false;
    const entry = entryOf(node);
    if (isAssured) this.table.status[entry] = status.assured | status.seenReply;
    this.table.expiresNs[entry] = timeoutNs;
    return this.link(entry) === undefined;
  }

  /** Frees what a packet began that never got through; an entry that has just ended leaves with its last packet. */
  release(node: Node): void {
    if (node < 0) return;
    const entry = entryOf(node);
    if (!((this.table.status[entry] as number) & status.confirmed) || this.isExpired(entry)) this.table.remove(entry);
  }

  /** `____nf_conntrack_find`: what has timed out is cleared away on the look. */
  find(tuple: Tuple): Node {
    const { table } = this;
    const bucket = table.bucket(table.hash(tuple));
    let node = table.first(bucket);
    let length = 0;
    while (node !== none) {
      if (this.isExpired(entryOf(node))) {
        table.remove(entryOf(node));
        node = table.first(bucket);
        length = 0;
        continue;
      }
      length++;
      if (table.matches(node, tuple)) return node;
      node = table.after(node);
    }
    this.chainLength = length;
    return none;
  }

  /** `nf_conntrack_tuple_taken`: whether answers to a proposed source would be somebody else's. */
  isTaken(reply: Tuple): boolean {
    if (this.find(reply) === none) return false;
    this.host.counters["conntrack.found"]++;
    return true;
  }

  isExpired(entry: number): boolean {
    return (this.table.expiresNs[entry] as number) <= this.nowNs;
  }

  /** The tuple of a packet. */
  fill(packet: Packet, into: Tuple): void {
    into.source = this.addresses.number(packet.source.address);
    into.sourcePort = packet.source.port;
    into.destination = this.addresses.number(packet.destination.address);
    into.destinationPort = packet.destination.port;
    into.protocol = protocolNumber[packet.protocol];
  }

  private track(node: Node, packet: Packet): Verdict {
    if (packet.protocol === "tcp") return trackTcp(this.table, node, packet.flags, this.settings);
    return trackUdp(this.table, node, this.settings);
  }

  /** `init_conntrack`, `__nf_conntrack_alloc` */
  private begin(tuple: Tuple): Node {
    const { table, replyTuple, most } = this;
    if (most > 0 && table.count + 1 > most && !this.dropEarly(table.bucket(table.hash(tuple)))) {
      this.collector.isUrgent = true;
      return refused;
    }
    replyTuple.invert(tuple);
    return 2 * table.add(tuple, replyTuple);
  }

  /** `early_drop`: gives up everybody in one of eight buckets who is not assured. */
  private dropEarly(first: number): boolean {
    const { table } = this;
    for (let at = 0; at < evictionBuckets; at++) {
      const drops = this.dropUnassured((first + at) % table.buckets);
      this.host.counters["conntrack.early_drop"] += drops;
      if (drops > 0) return true;
    }
    return false;
  }

  private dropUnassured(bucket: number): number {
    const { table } = this;
    let drops = 0;
    let node = table.first(bucket);
    while (node !== none) {
      const entry = entryOf(node);
      const isExpired = this.isExpired(entry);
      if (isExpired || !((table.status[entry] as number) & status.assured)) {
        table.remove(entry);
        if (!isExpired) drops++;
        // Its other direction may have been the next one here.
        node = table.first(bucket);
      } else {
        node = table.after(node);
      }
    }
    return drops;
  }

  /** Puts an entry into the hash and starts its time, or frees it where something keeps it from that. */
  private link(entry: number): ConfirmLoss | undefined {
    const { table, tuple, replyTuple } = this;
    table.getTuple(2 * entry, tuple);
    table.getTuple(2 * entry + 1, replyTuple);
    const problem = this.obstacle(tuple) ?? this.obstacle(replyTuple);
    if (problem) {
      table.remove(entry);
      return problem;
    }
    table.expiresNs[entry] = (table.expiresNs[entry] as number) + this.nowNs;
    table.link(entry, table.bucket(table.hash(tuple)), table.bucket(table.hash(replyTuple)));
    this.collector.start();
    return undefined;
  }

  /** What keeps a tuple from entering the table. */
  private obstacle(tuple: Tuple): ConfirmLoss | undefined {
    if (this.find(tuple) !== none) return "conntrack-clash";
    return this.chainIsTooLong(this.chainLength) ? "conntrack-chain" : undefined;
  }

  /** Chains have a longest length, a little different each time, so that nobody can find it out. */
  private chainIsTooLong(length: number): boolean {
    const { rules, random } = this.host.machine;
    const { conntrackChain } = rules;
    if (!conntrackChain || length < conntrackChain.least + 2) return false;
    return length >= conntrackChain.least + Math.floor(random() * conntrackChain.spread) + 2;
  }
}

const sysctlPrefix = "net.netfilter.nf_conntrack_";

/** The sysctls of the trackers, each read when it is first needed. */
class Settings implements TrackerSettings {
  readonly renewsOnRepeatedSyn: boolean;
  private readonly tcpTimeouts: (number | undefined)[] = [];

  constructor(private readonly host: Host) {
    this.renewsOnRepeatedSyn = host.machine.rules.repeatedSynRenewsConntrack;
  }

  get nowNs(): number {
    return this.host.machine.engine.nowNs;
  }

  readonly tcpTimeoutNs = (state: number): number =>
    (this.tcpTimeouts[state] ??= this.seconds(`tcp_timeout_${tcpTimeoutNames[state] ?? ""}`));
  readonly udpTimeoutNs = (): number => this.seconds("udp_timeout");
  readonly udpStreamTimeoutNs = (): number => this.seconds("udp_timeout_stream");
  readonly unacknowledgedNs = (): number => this.seconds("tcp_timeout_unacknowledged");
  readonly isLoose = (): boolean => this.host.sysctl(`${sysctlPrefix}tcp_loose`) !== 0;

  private seconds(name: string): number {
    return this.host.sysctl(sysctlPrefix + name) * 1e9;
  }
}
