import { isLoopback, networkOf } from "./address";
import type { CounterName, DropPlace } from "./counters";
import type { Host } from "./host";
import type { NetDevice } from "./netDevice";
import { untracked } from "./netfilter/conntrack";
import type { Packet, UdpPacket } from "./packet";
import { ipHeaderBytes, ReassembledSkBuff, SkBuff } from "./skbuff";

/** Fragments of one datagram that have arrived (`struct ipq`). */
interface Reassembly {
  readonly parts: SkBuff[];
}

/** Why a packet goes no further, and what is counted. */
interface Refusal {
  readonly counter: CounterName;
  readonly place: DropPlace;
}

const tcpHeaderBytes = 40; // with the options of a handshake

/** What becomes of a packet on its way out; a hook of netfilter refuses it, which its sender is told (EPERM). */
export type Output = "ok" | "dropped" | "refused";

/** The topology has no way to an address; the message is for the user. */
export class NoRouteError extends Error {}

/** IPv4 of one host: routes by address, fragments, delivery by protocol. */
export class Ip {
  /** The device towards all networks that are not on a link. */
  gateway: NetDevice | undefined;
  private readonly reassemblies = new Map<string, Reassembly>();
  private readonly routes = new Map<string, NetDevice>();
  private readonly local = new Map<string, boolean>();
  private lastId = 0;

  constructor(private readonly host: Host) {}

  /** Fragments that wait for others. */
  get held(): number {
    return [...this.reassemblies.values()].reduce((total, { parts }) => total + parts.length, 0);
  }

  /** Datagrams of which fragments are missing, and the memory of those that came. */
  get reassembling(): number {
    return this.reassemblies.size;
  }

  get heldBytes(): number {
    const parts = [...this.reassemblies.values()].flatMap((reassembly) => reassembly.parts);
    return parts.reduce((total, { truesize }) => total + truesize, 0);
  }

  /** The device towards an address (`fib_lookup`). Throws `NoRouteError` where none leads there. */
  route(address: string): NetDevice {
    const device = this.findRoute(address);
    if (!device) throw new NoRouteError(`${this.host.name} has no route to ${address}`);
    return device;
  }

  /** The source a packet to an address has unless a socket is bound to another (`fib_select_default`, prefsrc). */
  sourceFor(address: string): string {
    const device = this.route(address);
    return device.name === "lo" && !isLoopback(address) ? address : device.address;
  }

  /** Whether an address is this host's own. */
  isLocal(address: string): boolean {
    let isOwn = this.local.get(address);
    if (isOwn === undefined) {
      isOwn = isLoopback(address) || this.host.devices.some(({ addresses }) => addresses.includes(address));
      this.local.set(address, isOwn);
    }
    return isOwn;
  }

  /** The number for the fragments of one datagram. */
  nextId(): number {
    return ++this.lastId;
  }

  /**
   * `ip_send_skb` of a packet or of the fragments of one. Where it got lost in this host, what the sender is told is its
   * own affair.
   */
  send(parts: readonly SkBuff[], device: NetDevice): Output {
    const { counters } = this.host;
    counters["Ip.OutRequests"]++;
    let sent = 0;
    let output: Output = "ok";
    for (const skb of parts) {
      output = this.output(skb, device);
      if (output !== "ok") break;
      sent++;
    }
    if (parts.length > 1) {
      counters["Ip.FragCreates"] += sent;
      counters[sent === parts.length ? "Ip.FragOKs" : "Ip.FragFails"]++;
    }
    if (output === "ok") return output;
    for (const skb of parts.slice(sent + 1)) this.host.drop("fragment-sibling", skb);
    counters["Ip.OutDiscards"]++;
    return output;
  }

  /** Sends a TCP packet; without sizes, one without data. False where it got lost in this host. */
  sendSegment(
    packet: Packet,
    ipBytes = ipHeaderBytes + tcpHeaderBytes,
    truesize = this.host.tcp.headTruesize,
  ): boolean {
    const { machine } = this.host;
    machine.traffic.created++;
    const skb = new SkBuff(packet, ipBytes, truesize);
    return this.send([skb], this.route(packet.destination.address)) === "ok";
  }

  /** `ip_rcv`, `ip_rcv_finish` */
  receive(skb: SkBuff, from: NetDevice): void {
    const { counters, netfilter } = this.host;
    counters["Ip.InReceives"]++;
    this.host.machine.trace?.packet(this.host.name, "in", skb);
    const node = netfilter ? netfilter.preRouting(skb, from) : untracked;
    if (node === undefined) return;
    if (this.isLocal(skb.packet.destination.address)) this.deliverLocally(skb, node);
    else this.forward(skb, node);
  }

  /** `ip_local_deliver` */
  private deliverLocally(skb: SkBuff, node: number): void {
    const { netfilter } = this.host;
    if (netfilter && !netfilter.localIn(skb, node)) return;
    const { packet } = skb;
    if (packet.protocol === "udp" && packet.fragment) this.reassemble(skb, packet);
    else this.deliver(skb);
  }

  /** Looks at all fragments that wait for others. */
  visit(visit: (skb: SkBuff) => void): void {
    for (const { parts } of this.reassemblies.values()) parts.forEach(visit);
  }

  /** `ip_forward`: a packet for somebody else goes on, if the host is a router. */
  private forward(skb: SkBuff, node: number): void {
    const { counters } = this.host;
    const refusal = this.whyNotForwarded(skb);
    if (refusal) {
      counters[refusal.counter]++;
      this.host.netfilter?.conntrack.release(node);
      this.host.drop(refusal.place, skb);
      return;
    }
    counters["Ip.ForwDatagrams"]++;
    skb.orphan();
    this.transmit(skb, this.route(skb.packet.destination.address), node);
  }

  private whyNotForwarded({ packet, ipBytes }: SkBuff): Refusal | undefined {
    if (this.host.sysctl("net.ipv4.ip_forward") === 0) return { counter: "Ip.InAddrErrors", place: "no-address" };
    const device = this.findRoute(packet.destination.address);
    if (!device) return { counter: "IpExt.InNoRoutes", place: "no-route" };
    // A packet of several segments is cut up before it leaves.
    const isCut = packet.protocol === "tcp" && packet.segments > 1;
    return ipBytes > device.mtu && !isCut ? { counter: "Ip.FragFails", place: "forward-mtu" } : undefined;
  }

  /** `__ip_local_out` */
  private output(skb: SkBuff, device: NetDevice): Output {
    const { netfilter } = this.host;
    const node = netfilter ? netfilter.localOut(skb) : untracked;
    return node === undefined ? "refused" : this.transmit(skb, device, node);
  }

  /** `ip_output` */
  private transmit(skb: SkBuff, device: NetDevice, node: number): Output {
    const { netfilter, outputFilter, processor } = this.host;
    if (netfilter && !netfilter.postRouting(skb, device, node)) return "refused";
    const { trace, engine } = this.host.machine;
    if (trace) {
      skb.sinceNs ||= engine.nowNs;
      trace.packet(this.host.name, "out", skb);
    }
    if (outputFilter?.(skb)) {
      this.host.drop("filter", skb);
      return "dropped";
    }
    return device.queueXmit(skb, processor) ? "ok" : "dropped";
  }

  private findRoute(address: string): NetDevice | undefined {
    let device = this.routes.get(address);
    if (device) return device;
    device = this.isLocal(address) ? this.loopback() : (this.linkTo(networkOf(address)) ?? this.gateway);
    if (device) this.routes.set(address, device);
    return device;
  }

  private loopback(): NetDevice | undefined {
    return this.host.devices.find(({ name }) => name === "lo");
  }

  private linkTo(network: string): NetDevice | undefined {
    return this.host.devices.find(({ name, address }) => name !== "lo" && networkOf(address) === network);
  }

  private deliver(skb: SkBuff): void {
    const { host } = this;
    const { packet } = skb;
    host.counters["Ip.InDelivers"]++;
    if (packet.protocol === "tcp") {
      host.tcp.receive(skb, packet);
      return;
    }
    const socket = host.udpSockets.select(packet);
    if (socket) {
      socket.enqueue(skb);
    } else {
      host.counters["Udp.NoPorts"]++;
      host.drop("udp-no-socket", skb);
    }
  }

  /** `ip_defrag`: a datagram is charged with the memory of all its fragments. */
  private reassemble(skb: SkBuff, packet: UdpPacket): void {
    const { counters, machine } = this.host;
    counters["Ip.ReasmReqds"]++;
    const key = `${packet.source.address} ${packet.fragment?.id}`;
    let reassembly = this.reassemblies.get(key);
    if (!reassembly) {
      reassembly = { parts: [] };
      this.reassemblies.set(key, reassembly);
      const timeoutNs = this.host.sysctl("net.ipv4.ipfrag_time") * 1e9;
      machine.engine.schedule(timeoutNs, () => this.expire(key, skb));
    }
    const { parts } = reassembly;
    parts.push(skb);
    if (parts.length < (packet.fragment?.count ?? 0)) return;
    this.reassemblies.delete(key);
    counters["Ip.ReasmOKs"]++;
    machine.traffic.merged += parts.length - 1;
    const total = (size: (part: SkBuff) => number): number => parts.reduce((sum, part) => sum + size(part), 0);
    const bytes = total((part) => part.ipBytes - ipHeaderBytes) + ipHeaderBytes;
    const { protocol, source, destination, payloadBytes } = packet;
    const truesize = total((part) => part.truesize);
    const whole = new ReassembledSkBuff({ protocol, source, destination, payloadBytes }, bytes, truesize, parts);
    whole.sinceNs = parts[0]?.sinceNs ?? 0;
    this.deliver(whole);
  }

  private expire(key: string, first: SkBuff): void {
    const reassembly = this.reassemblies.get(key);
    if (reassembly?.parts[0] !== first) return;
    this.reassemblies.delete(key);
    this.host.counters["Ip.ReasmTimeout"]++;
    this.host.counters["Ip.ReasmFails"]++;
    for (const part of reassembly.parts) this.host.drop("fragment-timeout", part);
  }
}
