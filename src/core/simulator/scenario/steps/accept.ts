import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Accepts connections for ever. */
export interface AcceptSpec {
  readonly do: "accept";
  /** What the accepted connections are known by. */
  readonly id?: string;
  readonly from: string;
  readonly everyNs?: Ref<number>;
}

export const accept: Step<AcceptSpec> = function* (step, { host, parameters, topology, clients, wake }) {
  const listener = topology.listener(step.from, host);
  const everyNs = parameters.resolve(step.everyNs);
  listener.onAcceptable = wake;
  const accepted = step.id === undefined ? undefined : (clients.get(step.id) ?? []);
  if (step.id !== undefined && accepted) clients.set(step.id, accepted);
  for (;;) {
    const socket = listener.accept();
    if (!socket) {
      yield undefined;
      continue;
    }
    accepted?.push(socket);
    yield host.machine.costs.acceptNs;
    if (everyNs !== undefined) yield { sleepNs: everyNs };
  }
};
