import type { Host } from "../../machine/host";
import type { Step } from "./step";

/** Notes the time. */
export interface MarkSpec {
  readonly do: "mark";
  /** The result: seconds since the run began. */
  readonly id: string;
}

export const mark: Step<MarkSpec> = function* ({ id }, { host, results }) {
  results.set(id, secondsOf(host));
};

/** The simulated time in seconds. */
export function secondsOf({ machine }: Host): number {
  return machine.engine.nowNs / 1e9;
}
