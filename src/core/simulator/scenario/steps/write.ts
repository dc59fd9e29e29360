import { found, type Ref } from "../parameters";
import type { Step } from "./step";

/** Writes once to each connection, without waiting. */
export interface WriteSpec {
  readonly do: "write";
  /** The connect step that opened the connections. */
  readonly clients: string;
  readonly bytes: Ref<number>;
}

export const write: Step<WriteSpec> = function* (step, { host, parameters, clients }) {
  const bytes = parameters.number(step.bytes);
  for (const client of found(clients.get(step.clients), `step ${step.clients}`)) {
    client.write(bytes);
    yield host.machine.costs.sendNs;
  }
};
