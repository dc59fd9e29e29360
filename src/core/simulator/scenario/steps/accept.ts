import type { Descriptors } from "../../machine/descriptors";
import type { TcpSocket } from "../../machine/tcp/socket";
import { paceOf, type PaceSpec } from "./pace";
import type { Step } from "./step";

/** Accepts connections for ever; out of descriptors, it leaves them in the queue. */
export interface AcceptSpec extends PaceSpec {
  readonly do: "accept";
  /** What the accepted connections are known by. */
  readonly id?: string;
  readonly from: string;
  /** Closes each connection once the other side has. */
  readonly thenClose?: boolean;
}

export const accept: Step<AcceptSpec> = function* (step, context) {
  const { host, parameters, topology, clients, wake, descriptors } = context;
  const listener = topology.listener(step.from, host);
  const pause = paceOf(step, parameters, host.machine.random);
  listener.onAcceptable = wake;
  const accepted = step.id === undefined ? undefined : (clients.get(step.id) ?? []);
  if (step.id !== undefined && accepted) clients.set(step.id, accepted);
  for (;;) {
    const socket = listener.acceptQueue > 0 && descriptors.open() ? listener.accept() : undefined;
    if (!socket) {
      yield undefined;
      continue;
    }
    if (step.thenClose) closeAtEnd(socket, descriptors, wake);
    accepted?.push(socket);
    yield host.machine.costs.acceptNs;
    if (pause) yield { sleepNs: pause() };
  }
};

/** Closes a socket when it has been read to its end, or has failed. */
function closeAtEnd(socket: TcpSocket, descriptors: Descriptors, wake: () => void): void {
  let isOpen = true;
  const readAll = (): void => {
    let read = socket.read(Infinity);
    while (typeof read === "number" && read > 0) read = socket.read(Infinity);
    if (read === "EAGAIN" || !isOpen) return;
    isOpen = false;
    socket.close();
    descriptors.close();
    wake();
  };
  socket.onReadable = readAll;
  socket.onStateChange = readAll;
  readAll();
}
