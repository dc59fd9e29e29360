import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Reads datagrams for ever. */
export interface ReadSpec {
  readonly do: "read";
  readonly from: string;
  /** What the application does with each; it sleeps meanwhile. */
  readonly everyNs?: Ref<number>;
}

export const read: Step<ReadSpec> = function* (step, { host, parameters, topology, wake }) {
  const socket = topology.udp(step.from, host);
  const everyNs = parameters.resolve(step.everyNs);
  const { receiveNs } = host.machine.costs;
  socket.onReadable = wake;
  for (;;) {
    if (!socket.receive()) {
      yield undefined;
      continue;
    }
    yield receiveNs;
    if (everyNs !== undefined) yield { sleepNs: everyNs };
  }
};
