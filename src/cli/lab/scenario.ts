import type { Figure } from "../../core/simulator/scenario/observe";
import type { Bench } from "./bench";
import type { Parameters, Values } from "./parameters";

/** What was seen, and what the namespace's sysctls were. */
export interface Outcome {
  readonly observed: Readonly<Record<string, Figure | undefined>>;
  readonly sysctls: Values;
}

/** One case with free parameters, played with real sockets. */
export interface Scenario {
  readonly id: string;
  /** One line for the help. */
  readonly summary: string;
  readonly parameters: Parameters;
  /** How long it may take; left out, as long as any. */
  readonly limitSeconds?: number;
  /** Throws `LabError` for values that contradict each other. */
  check?(values: Values): void;
  /** Whether two different figures are within what the kernel itself leaves to chance; never, unless said. */
  readonly agrees?: (name: string, foretold: Figure, measured: Figure, params: Values) => boolean;
  run(bench: Bench, values: Values): Promise<Outcome>;
}
