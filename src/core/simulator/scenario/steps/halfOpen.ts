import { sendLoneSyn } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Sends SYNs whose answers nobody heeds. */
export interface HalfOpenSpec {
  readonly do: "half-open";
  readonly to: string;
  readonly syns: Ref<number>;
  /** Time between two; left out, as fast as the CPU can. */
  readonly everyNs?: Ref<number>;
}

export const halfOpen: Step<HalfOpenSpec> = function* (step, { host, parameters, topology }) {
  const destination = { address: topology.addressOf(step.to, host), port: topology.listener(step.to).port };
  const everyNs = parameters.resolve(step.everyNs);
  for (let left = parameters.number(step.syns); left > 0; left--) {
    sendLoneSyn(host, destination);
    yield host.machine.costs.sendNs;
    if (everyNs !== undefined) yield { sleepNs: everyNs };
  }
};
