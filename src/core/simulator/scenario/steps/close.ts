import { found, type Ref } from "../parameters";
import type { Step } from "./step";

/** Ends connections that a step of this name has opened, all at once. */
export interface CloseSpec {
  readonly do: "close";
  readonly clients: string;
  /** `shutdown` ends only the sending; the sockets stay open. */
  readonly how?: Ref<"close" | "shutdown">;
  /** 1: with SO_LINGER and a time of 0, so by a reset. */
  readonly lingerZero?: Ref<number>;
}

export const close: Step<CloseSpec> = function* (step, { host, parameters, clients, descriptors }) {
  const how = parameters.resolve(step.how ?? "close");
  const byReset = (parameters.resolve(step.lingerZero) ?? 0) !== 0;
  for (const socket of found(clients.get(step.clients), `step ${step.clients}`)) {
    if (socket.host !== host) continue;
    if (how === "shutdown") {
      socket.shutdown();
    } else {
      if (byReset) socket.abort();
      else socket.close();
      descriptors.close();
    }
    yield host.machine.costs.sendNs;
  }
};
