import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Keeps the CPU busy without system calls. */
export interface ComputeSpec {
  readonly do: "compute";
  readonly forNs: Ref<number>;
}

const turnNs = 10_000;

export const compute: Step<ComputeSpec> = function* (step, { parameters }) {
  for (let left = parameters.number(step.forNs); left > 0; left -= turnNs) yield { computeNs: Math.min(left, turnNs) };
};
