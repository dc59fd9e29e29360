import type { Knowledge } from "../knowledge/knowledge";
import type { CurrentValue, KernelVersion, Machine, SysctlEntry } from "../knowledge/types";
import { compareKernels } from "../knowledge/kernelVersion";
import { parseKernelNumber, valueWords } from "./kernelNumber";
import { unknown, type WriteOutcome } from "./outcome";
import { predictWrite, withoutBounds, wordsTaken } from "./predictWrite";

/** Where a write happens. */
export interface WriteConditions {
  readonly kernel: KernelVersion;
  /** What keys hold; left out, the defaults of the kernel. */
  readonly current?: CurrentValue | undefined;
  readonly machine?: Machine | undefined;
}

/**
 * `predictWrite` for a kernel. Nothing is said of bounds where they are not known: for kernels older than those the
 * bounds are known for, before a change of the range, and between the bounds of different builds.
 */
export function predict(
  knowledge: Knowledge,
  entry: SysctlEntry,
  key: string,
  value: string,
  { kernel, machine, current = knowledge.defaultsOf(kernel, machine) }: WriteConditions,
): WriteOutcome {
  const outcome = predictWrite({ entry, key, value, current, machine });
  if (compareKernels(kernel, knowledge.data.newestKernel) >= 0) return outcome;
  if (!knowledge.boundsHold(kernel)) return withoutBounds(outcome);
  if (hasLaterRange(entry, kernel)) return outcome.kind === "accepted" ? unknown : withoutBounds(outcome);
  return outcome.kind === "accepted" && !isWithinAllBuilds(entry, value) ? unknown : outcome;
}

function hasLaterRange(entry: SysctlEntry, kernel: KernelVersion): boolean {
  return (entry.versions ?? []).some((one) => one.change === "range" && compareKernels(one.kernel, kernel) > 0);
}

function isWithinAllBuilds(entry: SysctlEntry, value: string): boolean {
  const { min, max } = entry.value.range?.otherBuilds ?? {};
  const numbers = valueWords(value).slice(0, wordsTaken(entry)).map(parseKernelNumber);
  return numbers.every(
    (number) =>
      typeof number !== "bigint" || ((min === undefined || number >= min) && (max === undefined || number <= max)),
  );
}
