import { segment } from "../../../src/core/simulator/machine/tcp/tcp";
import { tcpFlag, type Endpoint } from "../../../src/core/simulator/machine/packet";
import { createRandom } from "../../../src/core/simulator/random";
import { client, server, SimulatedGateway } from "../../support/simulatedGateway";

/** What many connections through a masquerading gateway come to. */
export interface GatewayFigures {
  readonly entries: number;
  /** Connections a second: SYN, SYN-ACK and ACK of each. */
  readonly connectRate: number;
  readonly bytesPerEntry: number;
  /** Packets a second of established connections in random order, with all entries in the table. */
  readonly packetRate: number;
}

const portsOfClient = 50_000;
const connectionsPerServer = 40_000;
const packets = 1_000_000;

/** Fills the table of a gateway with connections of many clients to many servers. */
export function fillGateway(entries: number): GatewayFigures {
  const gateway = new SimulatedGateway({
    rule: {},
    sysctls: { "net.netfilter.nf_conntrack_max": 2 * entries, "net.netfilter.nf_conntrack_buckets": entries },
  });
  const from = (at: number): Endpoint => client(10_000 + (at % portsOfClient), 1 + Math.floor(at / portsOfClient));
  const to = (at: number): Endpoint => server(80, `10.0.1.${10 + Math.floor(at / connectionsPerServer)}`);
  const before = bytesInUse();
  const start = performance.now();
  for (let at = 0; at < entries; at++) if (!gateway.connect(from(at), to(at))) throw new Error("a connection got lost");
  const connectSeconds = (performance.now() - start) / 1000;
  const bytesPerEntry = (bytesInUse() - before) / entries;
  const random = createRandom(1);
  const begin = performance.now();
  for (let left = packets; left > 0; left--) {
    const at = Math.floor(random() * entries);
    if (!gateway.outward(segment(from(at), to(at), { flags: tcpFlag.ACK }))) throw new Error("a packet got lost");
  }
  const packetRate = packets / ((performance.now() - begin) / 1000);
  return { entries: gateway.count, connectRate: entries / connectSeconds, bytesPerEntry, packetRate };
}

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
