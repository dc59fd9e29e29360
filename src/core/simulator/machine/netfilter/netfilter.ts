import type { Host } from "../host";
import type { NetDevice } from "../netDevice";
import type { Packet } from "../packet";
import type { SkBuff } from "../skbuff";
import { Conntrack, refused, untracked } from "./conntrack";
import { Nat, type NatRange } from "./nat";
import { entryOf, isReply, status, type Node } from "./table";
import { Tuple } from "./tuple";

/** A rule that translates the sources of what leaves over a device: `masquerade`, or `snat` to addresses of its own. */
export interface SourceNatRule {
  readonly device: NetDevice;
  /** The first and the last address; left out, the device's own (MASQUERADE). */
  readonly addresses?: readonly [first: string, last: string] | undefined;
  readonly ports?: { readonly first: number; readonly last: number } | undefined;
  readonly isRandom: boolean;
}

/**
 * The hooks of one network namespace with connection tracking: what happens to a packet before routing, on its way to
 * a socket, out of one, and after routing.
 */
export class Netfilter {
  readonly conntrack: Conntrack;
  private readonly nat: Nat | undefined;
  private readonly ranges: readonly (NatRange & { readonly device: NetDevice })[];
  private readonly tuple = new Tuple();

  constructor(
    private readonly host: Host,
    rules: readonly SourceNatRule[] = [],
  ) {
    this.conntrack = new Conntrack(host);
    if (rules.length > 0) this.nat = new Nat(host, this.conntrack);
    this.ranges = rules.map(({ device, addresses = [device.address, device.address], ports, isRandom }) => {
      const [firstAddress, lastAddress] = addresses.map((one) => this.conntrack.addresses.number(one)) as [number, number]; // prettier-ignore
      return { device, firstAddress, lastAddress, ports, isRandom };
    });
  }

  /**
   * NF_INET_PRE_ROUTING: tracks a packet and gives an answer to a translated source its address back. `undefined` where
   * the packet got lost.
   */
  preRouting(skb: SkBuff, device: NetDevice): Node | undefined {
    // What comes over loopback was tracked when it left.
    if (device.name === "lo") return untracked;
    const node = this.enter(skb);
    if (node !== undefined && node >= 0 && isReply(node)) this.translate(skb, node);
    return node;
  }

  /** NF_INET_LOCAL_OUT: tracks a packet of this host. */
  localOut(skb: SkBuff): Node | undefined {
    return this.enter(skb);
  }

  /** NF_INET_LOCAL_IN: false where the packet got lost. */
  localIn(skb: SkBuff, node: Node): boolean {
    return this.confirm(skb, node);
  }

  /** NF_INET_POST_ROUTING: translates and confirms. False where the packet got lost. */
  postRouting(skb: SkBuff, device: NetDevice, node: Node): boolean {
    if (node >= 0 && this.nat && !isReply(node)) {
      const flags = this.conntrack.table.status[entryOf(node)] as number;
      if (!(flags & (status.seenReply | status.bySource))) this.nat.setUp(node, this.rangeFor(node, device));
      this.translate(skb, node);
    }
    return this.confirm(skb, node);
  }

  private enter(skb: SkBuff): Node | undefined {
    const node = this.conntrack.enter(skb.packet);
    if (node !== refused) return node;
    this.host.drop("conntrack-full", skb);
    return undefined;
  }

  private confirm(skb: SkBuff, node: Node): boolean {
    if (node < 0) return true;
    const loss = this.conntrack.confirm(node);
    if (loss) {
      this.host.drop(loss, skb);
      return false;
    }
    this.conntrack.release(node);
    return true;
  }

  /** That of the first rule for a device; without one the address stays, and the port if nobody else has it (`nf_nat_alloc_null_binding`). */
  private rangeFor(node: Node, device: NetDevice): NatRange {
    const rule = this.ranges.find((one) => one.device === device);
    if (rule) return rule;
    this.conntrack.table.getTuple(node, this.tuple);
    return { firstAddress: this.tuple.source, lastAddress: this.tuple.source, isRandom: false };
  }

  /** `nf_nat_manip_pkt`: the source of a packet becomes the translated one, the destination of an answer the original. */
  private translate(skb: SkBuff, node: Node): void {
    const { table, addresses } = this.conntrack;
    const entry = entryOf(node);
    if (!((table.status[entry] as number) & status.sourceNat)) return;
    const { packet } = skb;
    const { tuple } = this;
    if (isReply(node)) {
      table.getTuple(2 * entry, tuple);
      const destination = { address: addresses.text(tuple.source), port: tuple.sourcePort };
      skb.packet = { ...packet, destination } satisfies Packet;
    } else {
      table.getTuple(2 * entry + 1, tuple);
      const source = { address: addresses.text(tuple.destination), port: tuple.destinationPort };
      skb.packet = { ...packet, source } satisfies Packet;
    }
  }
}
