import assert from "node:assert/strict";
import { Engine } from "../../src/core/simulator/engine";
import { Host } from "../../src/core/simulator/machine/host";
import { Machine } from "../../src/core/simulator/machine/machine";
import { Loopback } from "../../src/core/simulator/machine/netDevice";
import { Netfilter, type SourceNatRule } from "../../src/core/simulator/machine/netfilter/netfilter";
import { tcpFlag, type Endpoint, type Packet } from "../../src/core/simulator/machine/packet";
import { SkBuff } from "../../src/core/simulator/machine/skbuff";
import { segment } from "../../src/core/simulator/machine/tcp/tcp";
import { Veth } from "../../src/core/simulator/machine/veth";
import { createRandom } from "../../src/core/simulator/random";
import { simulatedSysctls } from "./simulatedSysctls";

/** What a test chooses of a gateway. */
export interface GatewayOptions {
  readonly kernel?: string;
  readonly seed?: number;
  readonly sysctls?: Readonly<Record<string, number>>;
  /** Without a rule there is tracking only. */
  readonly rule?: Partial<Omit<SourceNatRule, "device">>;
}

export const outside = "10.0.1.1";
export const server = (port = 80, address = "10.0.1.2"): Endpoint => ({ address, port });
export const client = (port: number, number = 1): Endpoint => ({
  address: `10.9.${number >> 8}.${number & 255}`,
  port,
});

const { SYN, ACK, FIN, RST } = tcpFlag;

/** The hooks of a gateway, and packets through them. */
export class SimulatedGateway {
  readonly engine = new Engine();
  readonly host: Host;
  readonly netfilter: Netfilter;
  private readonly inside: Veth;
  private readonly outer: Veth;

  constructor({ kernel = "6.18", seed = 1, sysctls = {}, rule }: GatewayOptions = {}) {
    const machine = new Machine({
      engine: this.engine,
      random: createRandom(seed),
      kernel,
      cpus: 1,
      hz: 250,
      maxHeaderBytes: 32,
      sysctl: simulatedSysctls(sysctls),
    });
    const [cpu] = machine.cpus;
    assert.ok(cpu);
    this.host = new Host(machine, "gateway", cpu);
    const end = (name: string, address: string): { host: Host; name: string; addresses: [string] } => ({
      host: this.host,
      name,
      addresses: [address],
    });
    [this.inside] = Veth.pair(end("veth0", "10.9.255.254"), end("peer0", "10.9.255.253"), 1500, false);
    [this.outer] = Veth.pair(end("veth1", outside), end("peer1", "10.0.1.9"), 1500, false);
    this.host.devices.push(new Loopback(this.host), this.inside, this.outer);
    this.netfilter = new Netfilter(this.host, rule ? [{ device: this.outer, isRandom: false, ...rule }] : []);
    this.host.netfilter = this.netfilter;
  }

  /** Entries of the table. */
  get count(): number {
    return this.netfilter.conntrack.table.count;
  }

  counter(name: "found" | "invalid" | "insert_failed" | "drop" | "early_drop" | "chaintoolong"): number {
    return this.host.counters[`conntrack.${name}`];
  }

  /** A packet from the clients' side to the other; what it is then, `undefined` where it got lost. */
  outward(packet: Packet): Packet | undefined {
    return this.forward(packet, this.inside, this.outer);
  }

  /** A packet from the servers' side. */
  inward(packet: Packet): Packet | undefined {
    return this.forward(packet, this.outer, this.inside);
  }

  /** A packet of the gateway itself. */
  ownPacket(packet: Packet): Packet | undefined {
    const skb = new SkBuff(packet, 60, 768);
    const node = this.netfilter.localOut(skb);
    return node !== undefined && this.netfilter.postRouting(skb, this.outer, node) ? skb.packet : undefined;
  }

  /** A handshake; the source the server saw, `undefined` where nothing got through. */
  connect(from: Endpoint, to = server()): Endpoint | undefined {
    const syn = this.outward(segment(from, to, { flags: SYN }));
    if (!syn) return undefined;
    assert.deepEqual(this.inward(segment(to, syn.source, { flags: SYN | ACK }))?.destination, from);
    assert.deepEqual(this.outward(segment(from, to, { flags: ACK }))?.source, syn.source);
    return syn.source;
  }

  /** Both ends close, the client first. */
  close(from: Endpoint, seen: Endpoint, to = server()): void {
    this.outward(segment(from, to, { flags: FIN | ACK }));
    this.inward(segment(to, seen, { flags: FIN | ACK }));
    this.outward(segment(from, to, { flags: ACK }));
  }

  /** The server refuses. */
  refuse(seen: Endpoint, to = server()): void {
    this.inward(segment(to, seen, { flags: RST | ACK }));
  }

  wait(seconds: number): void {
    this.engine.runUntil(this.engine.nowNs + seconds * 1e9);
  }

  private forward(packet: Packet, from: Veth, to: Veth): Packet | undefined {
    const skb = new SkBuff(packet, 60, 768);
    const node = this.netfilter.preRouting(skb, from);
    return node !== undefined && this.netfilter.postRouting(skb, to, node) ? skb.packet : undefined;
  }
}

/** A datagram. */
export function datagram(source: Endpoint, destination: Endpoint): Packet {
  return { protocol: "udp", source, destination, payloadBytes: 100 };
}
