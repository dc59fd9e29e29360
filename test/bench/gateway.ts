import { tcpFlag, type Endpoint } from "../../src/core/simulator/machine/packet";
import { segment } from "../../src/core/simulator/machine/tcp/tcp";
import { client, server, SimulatedGateway } from "../support/simulatedGateway";

const { SYN, ACK } = tcpFlag;

/** What a masquerading gateway full of connections costs. */
export interface GatewayCost {
  readonly connections: number;
  readonly seconds: number;
  /** Memory of the whole process that the table has added, by entry. */
  readonly bytesPerEntry: number;
}

/** Sets up connections through a masquerading gateway, each with its handshake: three packets through all hooks. */
export function fillGateway(connections: number): GatewayCost {
  const gateway = new SimulatedGateway({ rule: {}, sysctls: { "net.netfilter.nf_conntrack_max": 2 ** 21 } });
  const before = memory();
  const start = performance.now();
  for (let at = 0; at < connections; at++) {
    const from = client(1024 + (at % 60_000), 1 + Math.floor(at / 60_000));
    const to: Endpoint = server(80 + Math.floor(at / 60_000));
    const syn = gateway.outward(segment(from, to, { flags: SYN }));
    if (!syn) continue;
    gateway.inward(segment(to, syn.source, { flags: SYN | ACK }));
    gateway.outward(segment(from, to, { flags: ACK }));
  }
  const seconds = (performance.now() - start) / 1000;
  const bytesPerEntry = (memory() - before) / gateway.count;
  if (gateway.count !== connections) throw new Error(`${gateway.count} of ${connections} connections`);
  return { connections, seconds, bytesPerEntry };
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
