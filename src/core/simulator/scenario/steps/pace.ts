import { exponential, type Random } from "../../random";
import { ScenarioError, type Parameters, type Ref } from "../parameters";

/** How long a step pauses after each of what it does; left out, not at all. */
export interface PaceSpec {
  /** Nanoseconds. */
  readonly everyNs?: Ref<number>;
  /** Instead: as many in a second, were the rest for nothing. */
  readonly perSecond?: Ref<number>;
  /** Pauses are exponentially distributed around that mean. */
  readonly randomly?: boolean;
}

/** Gives the pauses of a step one after the other; `undefined` where there are none. */
export function paceOf(spec: PaceSpec, parameters: Parameters, random: Random): (() => number) | undefined {
  const perSecond = parameters.resolve(spec.perSecond);
  if (perSecond !== undefined && perSecond < 1) throw new ScenarioError("perSecond: 1 or more is needed");
  const everyNs = perSecond === undefined ? parameters.resolve(spec.everyNs) : Math.round(1e9 / perSecond);
  if (everyNs === undefined) return undefined;
  return spec.randomly ? () => Math.round(everyNs * exponential(random)) : () => everyNs;
}
