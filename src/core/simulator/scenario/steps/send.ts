import { exponential } from "../../random";
import { ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** Sends datagrams, without waiting for room. */
export interface SendSpec {
  readonly do: "send";
  readonly from: string;
  readonly to: string;
  readonly payload: Ref<number>;
  readonly datagrams: Ref<number>;
  /** Time between two; left out, as fast as the CPU can. */
  readonly everyNs?: Ref<number>;
  /** The times between are exponentially distributed, with `everyNs` as their mean. */
  readonly randomly?: boolean;
  /** All with softirqs held off, and as many over each pair of the link. */
  readonly atOnce?: boolean;
}

/** No time passes meanwhile, so nothing else could end it. */
const mostAtOnce = 1_000_000;

export const send: Step<SendSpec> = function* (step, context) {
  const { host, parameters, topology } = context;
  const socket = topology.udp(step.from, host);
  const { port } = topology.udp(step.to);
  const payload = parameters.number(step.payload);
  const datagrams = parameters.number(step.datagrams);
  const { costs, random } = host.machine;
  if (step.atOnce) {
    if (datagrams > mostAtOnce) throw new ScenarioError(`${datagrams} datagrams at once; up to ${mostAtOnce} can be`);
    for (const address of topology.addressesOf(step.to, host)) {
      for (let sent = 0; sent < datagrams; sent++) socket.send({ address, port }, payload);
    }
    yield costs.sendNs;
    return;
  }
  const destination = { address: topology.addressOf(step.to, host), port };
  const everyNs = parameters.resolve(step.everyNs);
  for (let sent = 0; sent < datagrams; sent++) {
    socket.send(destination, payload);
    yield costs.sendNs;
    if (everyNs === undefined) continue;
    const factor = step.randomly ? exponential(random) : 1;
    yield { sleepNs: Math.round(everyNs * factor) };
  }
};
