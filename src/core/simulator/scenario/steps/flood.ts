import { Nic, wireNs } from "../../machine/nic";
import type { UdpPacket } from "../../machine/packet";
import { ipHeaderBytes, receivedSkb, udpHeaderBytes } from "../../machine/skbuff";
import { ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** Datagrams that a generator puts on the wire, at no cost of any CPU of this machine. */
export interface FloodSpec {
  readonly do: "flood";
  readonly to: string;
  readonly payload: Ref<number>;
  readonly datagrams: Ref<number>;
  /** Source ports, in turn; 1 unless said. */
  readonly flows?: Ref<number>;
  /** Time from one to the next; as fast as the wire carries them where that takes longer. */
  readonly everyNs?: Ref<number>;
}

const firstPort = 10_000;

export const flood: Step<FloodSpec> = function* (step, { host, parameters, topology }) {
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
  const datagrams = parameters.number(step.datagrams);
  if (datagrams === 0 || packets.length === 0) return;
  const everyNs = Math.max(parameters.resolve(step.everyNs) ?? 0, wireNs(ipBytes, nic.rateBits));
  const { engine, traffic } = host.machine;
  let sent = 0;
  const next = (): void => {
    traffic.created++;
    nic.inject(receivedSkb(packets[sent % packets.length] as UdpPacket, ipBytes, nic.mtu));
    if (++sent < datagrams) engine.schedule(everyNs, next);
  };
  engine.schedule(everyNs, next);
  yield { sleepNs: everyNs * datagrams };
};
