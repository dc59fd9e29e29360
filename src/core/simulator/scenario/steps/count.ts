import type { TcpState } from "../../machine/tcp/state";
import type { Step } from "./step";

/** Counts the TCP sockets of the host that are in a state at that moment; the result is known by `id`. */
export interface CountSpec {
  readonly do: "count";
  readonly id: string;
  readonly state: TcpState;
}

export const count: Step<CountSpec> = function* (step, { host, results }) {
  let sockets = 0;
  for (const { state } of host.tcp.connections.values()) if (state === step.state) sockets++;
  results.set(step.id, sockets);
};
