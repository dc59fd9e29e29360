import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Reads datagrams for ever; pauses are what the application does with each. */
export interface ReadSpec extends PaceSpec {
  readonly do: "read";
  readonly from: string;
}

export const read: Step<ReadSpec> = function* (step, { host, parameters, topology, wake }) {
  const socket = topology.udp(step.from, host);
  const pause = paceOf(step, parameters, host.machine.random);
  const { receiveNs } = host.machine.costs;
  socket.onReadable = wake;
  for (;;) {
    if (!socket.receive()) {
      yield undefined;
      continue;
    }
    yield receiveNs;
    if (pause) yield { sleepNs: pause() };
  }
};
