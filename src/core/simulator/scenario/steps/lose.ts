import { ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** From now on loses a share of the packets this host sends, as `tc netem loss` does. */
export interface LoseSpec {
  readonly do: "lose";
  readonly percent: Ref<number>;
}

export const lose: Step<LoseSpec> = function* (step, { host, parameters }) {
  const percent = parameters.number(step.percent);
  if (percent < 0 || percent > 100) throw new ScenarioError(`percent: ${percent} is not from 0 to 100`);
  const { random } = host.machine;
  host.outputFilter = () => random() * 100 < percent;
  yield 0;
};
