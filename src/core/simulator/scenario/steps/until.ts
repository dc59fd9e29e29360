import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Looks at a listener again and again until it has so many half-open connections. */
export interface UntilSpec {
  readonly do: "until";
  readonly socket: string;
  readonly halfOpen: Ref<number>;
  readonly everyNs: Ref<number>;
}

export const until: Step<UntilSpec> = function* (step, { host, parameters, topology }) {
  const listener = topology.listener(step.socket, host);
  const wanted = parameters.number(step.halfOpen);
  const everyNs = parameters.number(step.everyNs);
  while (listener.halfOpen !== wanted) yield { sleepNs: everyNs };
};
