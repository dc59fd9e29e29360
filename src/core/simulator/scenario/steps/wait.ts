import type { Ref } from "../parameters";
import type { Step } from "./step";

export interface WaitSpec {
  readonly do: "wait";
  /** One of both. */
  readonly forNs?: Ref<number>;
  /** May have decimals. */
  readonly forSeconds?: Ref<number>;
}

export const wait: Step<WaitSpec> = function* (step, { parameters }) {
  const seconds = parameters.resolve(step.forSeconds) ?? 0;
  yield { sleepNs: (parameters.resolve(step.forNs) ?? 0) + Math.round(seconds * 1e9) };
};
