import type { Ref } from "../parameters";
import type { Step } from "./step";

export interface WaitSpec {
  readonly do: "wait";
  readonly forNs: Ref<number>;
}

export const wait: Step<WaitSpec> = function* (step, { parameters }) {
  yield { sleepNs: parameters.number(step.forNs) };
};
