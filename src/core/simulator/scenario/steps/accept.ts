import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Accepts connections for ever. */
export interface AcceptSpec extends PaceSpec {
  readonly do: "accept";
  readonly from: string;
}

export const accept: Step<AcceptSpec> = function* (step, { host, parameters, topology, wake }) {
  const listener = topology.listener(step.from, host);
  const pause = paceOf(step, parameters, host.machine.random);
  listener.onAcceptable = wake;
  for (;;) {
    if (!listener.accept()) {
      yield undefined;
      continue;
    }
    yield host.machine.costs.acceptNs;
    if (pause) yield { sleepNs: pause() };
  }
};
