import { found, type Ref } from "../parameters";
import type { Step } from "./step";

/** Writes without waiting, again and again, until nothing is taken any more. */
export interface FillSpec {
  readonly do: "fill";
  /** The result: how many bytes were taken. */
  readonly id: string;
  /** The connect step that opened the connections. */
  readonly clients: string;
  /** Bytes in each write. */
  readonly writeSize: Ref<number>;
  /** How long it waits when there is no room. */
  readonly everyNs: Ref<number>;
  /** It gives up when nothing was taken for so many times. */
  readonly pauses: Ref<number>;
}

export const fill: Step<FillSpec> = function* (step, { host, parameters, clients, results }) {
  const { sendNs } = host.machine.costs;
  const writeSize = parameters.number(step.writeSize);
  const everyNs = parameters.number(step.everyNs);
  const pauses = parameters.number(step.pauses);
  let total = 0;
  for (const client of found(clients.get(step.clients), `step ${step.clients}`)) {
    for (let idle = 0; idle < pauses;) {
      const taken = client.write(writeSize);
      if (typeof taken === "number") {
        [total, idle] = [total + taken, 0];
        yield sendNs;
      } else if (taken === "EAGAIN") {
        idle++;
        yield { sleepNs: everyNs };
      } else break;
    }
  }
  results.set(step.id, total);
};
