import { sendLoneSyn } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Sends SYNs whose answers nobody heeds. */
export interface HalfOpenSpec extends PaceSpec {
  readonly do: "half-open";
  readonly to: string;
  readonly syns: Ref<number>;
}

export const halfOpen: Step<HalfOpenSpec> = function* (step, { host, parameters, topology }) {
  const destination = { address: topology.addressOf(step.to, host), port: topology.listener(step.to).port };
  const pause = paceOf(step, parameters, host.machine.random);
  for (let left = parameters.number(step.syns); left > 0; left--) {
    sendLoneSyn(host, destination);
    yield host.machine.costs.sendNs;
    if (pause) yield { sleepNs: pause() };
  }
};
