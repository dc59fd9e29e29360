import { ScenarioError, type Ref } from "../parameters";
import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Sends datagrams, without waiting for room. */
export interface SendSpec extends PaceSpec {
  readonly do: "send";
  readonly from: string;
  readonly to: string;
  readonly payload: Ref<number>;
  readonly datagrams: Ref<number>;
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
  const pause = paceOf(step, parameters, random);
  for (let sent = 0; sent < datagrams; sent++) {
    socket.send(destination, payload);
    yield costs.sendNs;
    if (pause) yield { sleepNs: pause() };
  }
};
