import type { Knowledge } from "../knowledge/knowledge";
import type { CurrentValue, KernelVersion, Machine, SysctlEntry } from "../knowledge/types";
import type { WriteOutcome } from "./outcome";
import { predictWrite, withoutBounds } from "./predictWrite";

/** Where a write happens. */
export interface WriteConditions {
  readonly kernel: KernelVersion;
  /** What keys hold; left out, the defaults of the kernel. */
  readonly current?: CurrentValue | undefined;
  readonly machine?: Machine | undefined;
}

/** `predictWrite` for a kernel: for an older one than the bounds are known for, nothing is said of them. */
export function predict(
  knowledge: Knowledge,
  entry: SysctlEntry,
  key: string,
  value: string,
  { kernel, machine, current = knowledge.defaultsOf(kernel, machine) }: WriteConditions,
): WriteOutcome {
  const outcome = predictWrite({ entry, key, value, current, machine });
  return knowledge.boundsHold(kernel) ? outcome : withoutBounds(outcome);
}
