import { found } from "../parameters";
import type { Step } from "./step";

/** Waits until a connection has failed. */
export interface AwaitFailureSpec {
  readonly do: "await-failure";
  /** The result: the error's name. */
  readonly id: string;
  /** The connect step that opened the connection. */
  readonly clients: string;
}

export const awaitFailure: Step<AwaitFailureSpec> = function* (step, { clients, results, wake }) {
  const [client] = found(clients.get(step.clients), `step ${step.clients}`);
  const socket = found(client, `connection of step ${step.clients}`);
  socket.onStateChange = wake;
  while (socket.errno === undefined && socket.state !== "CLOSE") yield "await";
  results.set(step.id, socket.errno ?? "none");
};
