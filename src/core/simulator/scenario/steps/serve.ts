import { Fifo } from "../../fifo";
import type { TcpSocket } from "../../machine/tcp/socket";
import { found, type Ref } from "../parameters";
import type { Step, StepContext, Turn } from "./step";

/**
 * Accepts connections and answers the requests that come over them, for ever: a server around epoll. Of listeners that
 * share a port each thread has its own, as far as there are enough; otherwise threads share them.
 */
export interface ServeSpec {
  readonly do: "serve";
  readonly from: string;
  /** The result: how many connections each thread has accepted. */
  readonly id?: string;
  readonly requestBytes: Ref<number>;
  readonly responseBytes: Ref<number>;
  /** CPU time each request takes. */
  readonly workNs?: Ref<number>;
}

/** A connection, and how far it has come. */
interface Session {
  readonly socket: TcpSocket;
  /** Bytes of the request that are still to come, and of the answer that are still to go. */
  toRead: number;
  toWrite: number;
  /** Waits in the queue of those that can go on. */
  isReady: boolean;
}

export const serve: Step<ServeSpec> = function* (step, context) {
  const { host, parameters, topology, wake, descriptors, thread } = context;
  const listeners = topology.listenersOf(step.from, host);
  const listener = found(listeners[thread % listeners.length], `listener ${step.from} on ${host.name}`);
  // An epoll of its own, and the listener unless another thread has brought it.
  descriptors.open();
  if (thread < listeners.length) descriptors.open();
  const countAccepted = tallyOf(step.id, context);
  const requestBytes = parameters.number(step.requestBytes);
  const ready = new Fifo<Session>();
  // Every thread that shares the listener is woken; the first takes the connection.
  const others = listener.onAcceptable;
  listener.onAcceptable = () => {
    others?.();
    wake();
  };
  const begin = (socket: TcpSocket): void => {
    const session: Session = { socket, toRead: requestBytes, toWrite: 0, isReady: false };
    const proceed = (): void => {
      if (session.isReady) return;
      session.isReady = true;
      ready.push(session);
      wake();
    };
    socket.onReadable = socket.onWritable = socket.onStateChange = proceed;
    proceed();
  };
  for (;;) {
    const accepted = listener.acceptQueue > 0 && descriptors.open() ? listener.accept() : undefined;
    if (accepted) {
      countAccepted();
      begin(accepted);
      yield host.machine.costs.acceptNs;
    }
    const session = ready.shift();
    if (session) {
      session.isReady = false;
      yield* goOn(session, context, step);
    } else if (!accepted) {
      yield undefined;
    }
  }
};

/** Counts what a thread accepts, in a list with a place for each thread. */
function tallyOf(id: string | undefined, { results, thread }: StepContext): () => void {
  if (id === undefined) return () => undefined;
  const counts = (results.get(id) ?? []) as number[];
  results.set(id, counts);
  counts[thread] = 0;
  return () => (counts[thread] = (counts[thread] ?? 0) + 1);
}

/** In short turns, between which softirqs come in. */
const turnNs = 10_000;

function* work(forNs: number): Generator<Turn, void> {
  for (let left = forNs; left > 0; left -= turnNs) yield { computeNs: Math.min(left, turnNs) };
}

/** Reads and writes as much as goes without waiting. */
function* goOn(
  session: Session,
  { host, parameters, descriptors, wake }: StepContext,
  step: ServeSpec,
): Generator<Turn, void> {
  const { socket } = session;
  const { sendNs, receiveNs } = host.machine.costs;
  for (;;) {
    if (session.toWrite > 0) {
      const written = socket.write(session.toWrite);
      if (typeof written !== "number") return;
      session.toWrite -= written;
      yield sendNs;
      continue;
    }
    const read = socket.read(session.toRead);
    if (read === "EAGAIN") return;
    if (typeof read !== "number" || read === 0) {
      socket.onReadable = socket.onWritable = socket.onStateChange = undefined;
      socket.close();
      descriptors.close();
      wake();
      yield sendNs;
      return;
    }
    session.toRead -= read;
    yield receiveNs;
    if (session.toRead > 0) continue;
    yield* work(parameters.resolve(step.workNs) ?? 0);
    session.toRead = parameters.number(step.requestBytes);
    session.toWrite = parameters.number(step.responseBytes);
  }
}
