import type { Endpoint } from "../../machine/packet";
import { TcpSocket } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import { RequestTally } from "../requestTally";
import { paceOf, type PaceSpec } from "./pace";
import type { Step, StepContext, Turn } from "./step";

/** Sends requests over TCP, one after the other, and waits for the answer to each. */
export interface RequestSpec extends PaceSpec {
  readonly do: "request";
  readonly id: string;
  readonly to: string;
  readonly requests: Ref<number>;
  readonly requestBytes: Ref<number>;
  readonly responseBytes: Ref<number>;
  /** Requests over one connection before the client closes it; 1 unless said, 0 for all. */
  readonly perConnection?: Ref<number>;
}

export const request: Step<RequestSpec> = function* (step, context) {
  const { host, parameters, topology, requests } = context;
  const destination = { address: topology.addressOf(step.to, host), port: topology.listener(step.to).port };
  const tally = requests.get(step.id) ?? new RequestTally();
  requests.set(step.id, tally);
  const most = parameters.resolve(step.perConnection) ?? 1;
  const { engine, random, costs } = host.machine;
  const { sendNs } = costs;
  const pause = paceOf(step, parameters, random);
  let socket: TcpSocket | undefined;
  let used = 0;
  for (let left = parameters.number(step.requests); left > 0; left--) {
    tally.sent++;
    const startNs = engine.nowNs;
    if (!socket) {
      socket = yield* open(context, destination);
      used = 0;
      if (!socket.errno) tally.opened++;
    }
    const errno = socket.errno ?? (yield* ask(socket, context, step));
    if (errno) tally.fail(errno);
    else {
      tally.answer(engine.nowNs - startNs);
      host.machine.trace?.took(step.id, engine.nowNs - startNs);
    }
    if (errno || ++used === most) {
      socket.close();
      socket = undefined;
      yield sendNs;
    }
    if (pause) yield { sleepNs: pause() };
  }
  socket?.close();
  yield sendNs;
};

/** A new connection, or why there is none in its `errno`. */
function* open({ host, wake }: StepContext, destination: Endpoint): Generator<Turn, TcpSocket> {
  const socket = new TcpSocket(host);
  socket.onStateChange = socket.onReadable = socket.onWritable = wake;
  socket.connect(destination);
  yield host.machine.costs.connectNs;
  while (socket.state === "SYN_SENT") yield "await";
  return socket;
}

/** Sends one request and reads its answer; tells why where that is not possible. */
function* ask(socket: TcpSocket, { host, parameters }: StepContext, step: RequestSpec): Generator<Turn, string | undefined> {
  const { sendNs, receiveNs } = host.machine.costs;
  for (let left = parameters.number(step.requestBytes); left > 0;) {
    const written = socket.write(left);
    if (typeof written === "number") left -= written;
    else if (written !== "EAGAIN") return written;
    yield written === "EAGAIN" ? "await" : sendNs;
  }
  for (let left = parameters.number(step.responseBytes); left > 0;) {
    const read = socket.read(left);
    if (read === 0) return "EOF";
    if (typeof read === "number") left -= read;
    else if (read !== "EAGAIN") return read;
    yield read === "EAGAIN" ? "await" : receiveNs;
  }
  return undefined;
} // prettier-ignore
