import type { TcpSocket } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Accepts one connection and reads what comes over it until its end; pauses are what the application does with each read. */
export interface DrainSpec extends PaceSpec {
  readonly do: "drain";
  /** The result: how many bytes were read. */
  readonly id: string;
  readonly from: string;
  /** Most bytes of one read. */
  readonly bytes: Ref<number>;
}

export const drain: Step<DrainSpec> = function* (step, { host, parameters, topology, results, clients, wake }) {
  const listener = topology.listener(step.from, host);
  const most = parameters.number(step.bytes);
  const pause = paceOf(step, parameters, host.machine.random);
  const { acceptNs, receiveNs, sendNs } = host.machine.costs;
  listener.onAcceptable = wake;
  let socket: TcpSocket | undefined;
  results.set(step.id, 0);
  while (!(socket = listener.accept())) yield undefined;
  socket.onReadable = wake;
  clients.set(step.id, [...(clients.get(step.id) ?? []), socket]);
  yield acceptNs;
  for (let total = 0; ;) {
    const read = socket.read(most);
    if (read === "EAGAIN") {
      yield undefined;
      continue;
    }
    if (typeof read !== "number" || read === 0) break;
    results.set(step.id, (total += read));
    yield receiveNs;
    if (pause) yield { sleepNs: pause() };
  }
  socket.close();
  yield sendNs;
};
