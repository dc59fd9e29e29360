import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Accepts connections for ever. */
export interface AcceptSpec {
  readonly do: "accept";
  readonly from: string;
  readonly everyNs?: Ref<number>;
}

export const accept: Step<AcceptSpec> = function* (step, { host, parameters, topology, wake }) {
  const listener = topology.listener(step.from, host);
  const everyNs = parameters.resolve(step.everyNs);
  listener.onAcceptable = wake;
  for (;;) {
    if (!listener.accept()) {
      yield undefined;
      continue;
    }
    yield host.machine.costs.acceptNs;
    if (everyNs !== undefined) yield { sleepNs: everyNs };
  }
};
