import { isLoopback, networkOf } from "./address";
import type { Host } from "./host";
import type { NetDevice } from "./netDevice";
import type { Packet, UdpPacket } from "./packet";
import { SkBuff, tcpHeadTruesize, ipHeaderBytes } from "./skbuff";

/** Fragments of one datagram that have arrived (`struct ipq`). */
interface Reassembly {
  readonly parts: SkBuff[];
}

const tcpHeaderBytes = 40; // with the options of a handshake

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
    let device = this.routes.get(address);
    if (device) return device;
    device = this.isLocal(address) ? this.loopback() : (this.linkTo(networkOf(address)) ?? this.gateway);
    if (!device) throw new NoRouteError(`${this.host.name} has no route to ${address}`);
    this.routes.set(address, device);
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
   * `ip_send_skb` of a packet or of the fragments of one. False where it got lost in this host: what the sender is
   * told then is its own affair.
   */
  send(parts: readonly SkBuff[], device: NetDevice): boolean {
    const { counters } = this.host;
    counters["Ip.OutRequests"]++;
    let sent = 0;
    for (const skb of parts) {
      if (!this.output(skb, device)) break;
      sent++;
    }
    if (parts.length > 1) {
      counters["Ip.FragCreates"] += sent;
      counters[sent === parts.length ? "Ip.FragOKs" : "Ip.FragFails"]++;
    }
    if (sent === parts.length) return true;
    for (const skb of parts.slice(sent + 1)) this.host.drop("fragment-sibling", skb);
    counters["Ip.OutDiscards"]++;
    return false;
  }

  /** Sends a segment without data. */
  sendSegment(packet: Packet): void {
    const { machine } = this.host;
    machine.traffic.created++;
    const skb = new SkBuff(packet, ipHeaderBytes + tcpHeaderBytes, tcpHeadTruesize(machine.allocation));
    this.send([skb], this.route(packet.destination.address));
  }

  /** `ip_rcv`, `ip_local_deliver` */
  receive(skb: SkBuff): void {
    const { counters } = this.host;
    counters["Ip.InReceives"]++;
    const { packet } = skb;
    if (!this.isLocal(packet.destination.address)) {
      counters["Ip.InAddrErrors"]++;
      this.host.drop("no-address", skb);
      return;
    }
    if (packet.protocol === "udp" && packet.fragment) this.reassemble(skb, packet);
    else this.deliver(skb);
  }

  private output(skb: SkBuff, device: NetDevice): boolean {
    if (this.host.outputFilter?.(skb)) {
      this.host.drop("filter", skb);
      return false;
    }
    return device.queueXmit(skb, this.host.cpu);
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
    this.deliver(new SkBuff({ protocol, source, destination, payloadBytes }, bytes, truesize));
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
