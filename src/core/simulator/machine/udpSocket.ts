import { Fifo } from "../fifo";
import type { Host } from "./host";
import type { Endpoint, UdpPacket } from "./packet";
import { udpPort } from "./ports/udpPort";
import { SkBuff, udpPacketSizes, type PacketSize, type SendAccount } from "./skbuff";

const leastReceiveBuffer = 2304; // SOCK_MIN_RCVBUF
const leastSendBuffer = 4608; // SOCK_MIN_SNDBUF
const largestHalf = 0x3fffffff; // INT_MAX / 2

/** What an application asks of a socket; `undefined` leaves a buffer at its default. */
export interface UdpSocketOptions {
  /** 0: the kernel chooses. */
  readonly port: number;
  /** SO_REUSEPORT: others may have the port, too, if they say the same. */
  readonly reusePort?: boolean;
  /** SO_RCVBUF, in bytes. */
  readonly receiveBuffer?: number | undefined;
  /** SO_RCVBUFFORCE: no limit but that of the number. */
  readonly receiveBufferForced?: number | undefined;
  /** SO_SNDBUF, in bytes. */
  readonly sendBuffer?: number | undefined;
  /** SO_PRIORITY, 0 unless set. */
  readonly priority?: number | undefined;
}

/** What sendto() without waiting comes to. */
export type Sent = "ok" | "EAGAIN" | "ENOBUFS" | "EMSGSIZE" | "EPERM";

/** A UDP socket: `struct udp_sock` as far as its queue and its memory go. */
export class UdpSocket implements SendAccount {
  readonly port: number;
  private readonly priority: number;
  readonly reusePort: boolean;
  /** `sk_rcvbuf` and `sk_sndbuf`: what is kept, twice what was asked for. */
  readonly receiveBufferBytes: number;
  readonly sendBufferBytes: number;
  /** `sk_rmem_alloc`: what the queue is charged with. */
  receiveMemory = 0;
  /** `sk_wmem_alloc` */
  sendMemory = 0;
  drops = 0;
  sendErrors = 0;
  /** Truesize of the datagram that came last; 0 before the first. */
  lastTruesize = 0;
  onReadable: (() => void) | undefined;
  private readonly receiveQueue = new Fifo<SkBuff>();
  private readonly readerQueue = new Fifo<SkBuff>();
  /** Memory of datagrams that were read, not yet given back (`forward_deficit`). */
  private deficit = 0;
  private sizes: { readonly payload: number; readonly mtu: number; readonly list: readonly PacketSize[] } | undefined;

  constructor(
    readonly host: Host,
    options: UdpSocketOptions,
  ) {
    this.port = udpPort(host, options.port, options.reusePort === true);
    this.reusePort = options.reusePort === true;
    this.priority = options.priority ?? 0;
    this.receiveBufferBytes = receiveBufferOf(host, options);
    this.sendBufferBytes =
      options.sendBuffer === undefined
        ? host.sysctl("net.core.wmem_default")
        : doubled(options.sendBuffer, host.sysctl("net.core.wmem_max"), leastSendBuffer);
    host.udpSockets.add(this.port, this);
  }

  /** Datagrams nobody has read. */
  get queued(): number {
    return this.receiveQueue.length + this.readerQueue.length;
  }

  /** Memory of what nobody has read (`udp_rqueue_get`). */
  get unreadMemory(): number {
    return this.receiveMemory - this.deficit;
  }

  /** `__udp_enqueue_schedule_skb`: charges a datagram to the socket, or drops it. */
  enqueue(skb: SkBuff): void {
    const { host } = this;
    this.lastTruesize = skb.truesize;
    const limit = this.receiveBufferBytes;
    const isFull =
      host.machine.rules.udpAdmission === "fits"
        ? this.receiveMemory > 0 && this.receiveMemory + skb.truesize > limit
        : this.receiveMemory > limit;
    if (isFull) {
      this.drops++;
      host.counters["Udp.RcvbufErrors"]++;
      host.counters["Udp.InErrors"]++;
      host.drop("udp-receive-buffer", skb);
      return;
    }
    this.receiveMemory += skb.truesize;
    this.receiveQueue.push(skb);
    this.onReadable?.();
  }

  /** recvfrom() without waiting: takes the oldest datagram. */
  receive(): SkBuff | undefined {
    if (this.readerQueue.length === 0) this.readerQueue.takeAll(this.receiveQueue);
    const skb = this.readerQueue.shift();
    if (!skb) return undefined;
    this.host.counters["Udp.InDatagrams"]++;
    this.giveBack(skb.truesize);
    const { machine, name } = this.host;
    machine.trace?.took(`${name} udp:${this.port}`, machine.engine.nowNs - skb.sinceNs);
    machine.consume(skb);
    return skb;
  }

  /** sendto() without waiting. */
  send(destination: Endpoint, payloadBytes: number): Sent {
    const sent = this.trySend(destination, payloadBytes);
    if (sent !== "ok") this.sendErrors++;
    return sent;
  }

  /** Looks at all datagrams nobody has read. */
  visit(visit: (skb: SkBuff) => void): void {
    for (const queue of [this.readerQueue, this.receiveQueue]) queue.forEach(visit);
  }

  release(truesize: number): void {
    this.sendMemory -= truesize;
  }

  private trySend(destination: Endpoint, payloadBytes: number): Sent {
    const { counters, ip, machine } = this.host;
    if (payloadBytes > 65507) return "EMSGSIZE";
    const device = ip.route(destination.address);
    const sizes = this.sizesOf(payloadBytes, device.mtu);
    const memory = this.memoryFor(sizes);
    if (memory === undefined) {
      counters["Udp.SndbufErrors"]++;
      return this.sendMemory < this.sendBufferBytes ? "ENOBUFS" : "EAGAIN";
    }
    const packet: UdpPacket = {
      protocol: "udp",
      source: { address: ip.sourceFor(destination.address), port: this.port },
      destination,
      payloadBytes,
      ...(sizes.length > 1 && { fragment: { id: ip.nextId(), count: sizes.length } }),
    };
    this.sendMemory += memory;
    machine.traffic.created += sizes.length;
    const parts = sizes.map(({ ipBytes, truesize }) => new SkBuff(packet, ipBytes, truesize, this));
    if (this.priority !== 0) for (const part of parts) part.priority = this.priority;
    const output = ip.send(parts, device);
    if (output === "refused") return "EPERM";
    // Without IP_RECVERR a packet lost in a queue of the own host looks like success to the sender (`udp_send_skb`).
    counters[output === "ok" ? "Udp.OutDatagrams" : "Udp.SndbufErrors"]++;
    return "ok";
  }

  /** The first packet may exceed the buffer once, the fragments after it up to twice the buffer. */
  private memoryFor(sizes: readonly PacketSize[]): number | undefined {
    if (this.sendMemory >= this.sendBufferBytes) return undefined;
    let memory = 0;
    for (const { truesize } of sizes) {
      if (memory > 0 && this.sendMemory + memory > 2 * this.sendBufferBytes) return undefined;
      memory += truesize;
    }
    return memory;
  }

  private sizesOf(payload: number, mtu: number): readonly PacketSize[] {
    if (this.sizes?.payload !== payload || this.sizes.mtu !== mtu) {
      this.sizes = { payload, mtu, list: udpPacketSizes(payload, mtu, this.host.machine.allocation) };
    }
    return this.sizes.list;
  }

  /** `udp_rmem_release`: in portions of a quarter of the buffer, as long as the reader has more before it. */
  private giveBack(truesize: number): void {
    this.deficit += truesize;
    if (this.deficit < this.receiveBufferBytes >> 2 && this.readerQueue.length > 0) return;
    this.receiveMemory -= this.deficit;
    this.deficit = 0;
  }
}

function receiveBufferOf(host: Host, { receiveBuffer, receiveBufferForced }: UdpSocketOptions): number {
  if (receiveBufferForced !== undefined) return doubled(receiveBufferForced, largestHalf, leastReceiveBuffer);
  if (receiveBuffer === undefined) return host.sysctl("net.core.rmem_default");
  return doubled(receiveBuffer, host.sysctl("net.core.rmem_max"), leastReceiveBuffer);
}

/** `__sock_set_rcvbuf`, SO_SNDBUF: the figure, not above the limit, doubled; never below the least. */
function doubled(asked: number, limit: number, least: number): number {
  return Math.max(Math.min(asked < 0 ? limit : asked, limit, largestHalf) * 2, least);
}
