import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Accepts connections for ever. */
export interface AcceptSpec extends PaceSpec {
  readonly do: "accept";
  /** What the accepted connections are known by. */
  readonly id?: string;
  readonly from: string;
}

export const accept: Step<AcceptSpec> = function* (step, { host, parameters, topology, clients, wake }) {
  const listener = topology.listener(step.from, host);
  const pause = paceOf(step, parameters, host.machine.random);
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
    if (pause) yield { sleepNs: pause() };
  }
};
