import { TcpSocket } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Opens a connection, writes so many bytes, waits for room whenever there is none, and closes. */
export interface StreamSpec {
  readonly do: "stream";
  /** What the connection is known by; the result: how many bytes were taken. */
  readonly id: string;
  readonly to: string;
  readonly bytes: Ref<number>;
  /** Bytes of each write. */
  readonly writeSize: Ref<number>;
  readonly sendBuffer?: Ref<number>;
}

export const stream: Step<StreamSpec> = function* (step, { host, parameters, topology, clients, results, wake }) {
  const destination = { address: topology.addressOf(step.to, host), port: topology.listener(step.to).port };
  const { connectNs, sendNs } = host.machine.costs;
  const socket = new TcpSocket(host, { sendBuffer: parameters.resolve(step.sendBuffer) });
  socket.onStateChange = socket.onWritable = wake;
  clients.set(step.id, [...(clients.get(step.id) ?? []), socket]);
  results.set(step.id, Number(results.get(step.id) ?? 0));
  socket.connect(destination);
  yield connectNs;
  while (socket.state === "SYN_SENT") yield "await";
  const writeSize = parameters.number(step.writeSize);
  const bytes = parameters.number(step.bytes);
  for (let total = 0; total < bytes;) {
    const taken = socket.write(Math.min(writeSize, bytes - total));
    if (taken === "EAGAIN") {
      yield "await";
      continue;
    }
    if (typeof taken !== "number") return;
    total += taken;
    results.set(step.id, Number(results.get(step.id)) + taken);
    yield sendNs;
  }
  socket.close();
  yield sendNs;
};
