import { Nic, wireNs } from "../../machine/nic";
import type { UdpPacket } from "../../machine/packet";
import { ipHeaderBytes, receivedSkb, udpHeaderBytes } from "../../machine/skbuff";
import { ScenarioError, type Ref } from "../parameters";
import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/**
 * Datagrams that a generator puts on the wire, at no cost of any CPU of this machine. Pauses are the time from one to the
 * next; as fast as the wire carries them where that takes longer.
 */
export interface FloodSpec extends PaceSpec {
  readonly do: "flood";
  readonly to: string;
  readonly payload: Ref<number>;
  /** Left out, they come for ever. */
  readonly datagrams?: Ref<number>;
  /** Source ports, in turn; 1 unless said. */
  readonly flows?: Ref<number>;
}

const firstPort = 10_000;

export const flood: Step<FloodSpec> = function* (step, { host, parameters, topology, wake }) {
  const address = topology.addressOf(step.to, host);
  const nic = host.ip.route(address);
  if (!(nic instanceof Nic)) throw new ScenarioError("flood: between the two there must be network cards");
  const payloadBytes = parameters.number(step.payload);
  const ipBytes = payloadBytes + udpHeaderBytes + ipHeaderBytes;
  if (ipBytes > nic.mtu) throw new ScenarioError(`flood: ${payloadBytes} bytes do not fit into one frame`);
  const source = host.ip.sourceFor(address);
  const destination = { address, port: topology.udp(step.to).port };
  const packets = Array.from({ length: parameters.resolve(step.flows) ?? 1 }, (_, flow): UdpPacket => {
    return { protocol: "udp", source: { address: source, port: firstPort + flow }, destination, payloadBytes };
  });
  const datagrams = parameters.resolve(step.datagrams) ?? Number.POSITIVE_INFINITY;
  if (datagrams === 0 || packets.length === 0) return;
  const { engine, traffic, random } = host.machine;
  const pause = paceOf(step, parameters, random);
  const leastNs = wireNs(ipBytes, nic.rateBits);
  const gapNs = (): number => Math.max(pause?.() ?? 0, leastNs);
  let sent = 0;
  const next = (): void => {
    traffic.created++;
    nic.inject(receivedSkb(packets[sent % packets.length] as UdpPacket, ipBytes, nic.mtu));
    if (++sent < datagrams) engine.schedule(gapNs(), next);
    else wake();
  };
  engine.schedule(gapNs(), next);
  while (sent < datagrams) yield "await";
};
