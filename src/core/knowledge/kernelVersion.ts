import type { KernelVersion, SysctlEntry, VersionChange } from "./types";

/** `6.1.0-18-amd64` → `6.1.0`; `undefined` when the text does not begin with a release number. */
export function parseKernelVersion(text: string): KernelVersion | undefined {
  return /^v?(\d{1,3}\.\d{1,3}(?:\.\d{1,5})?)(?!\d)/.exec(text.trim())?.[1];
}

/** Negative when `a` is older than `b`; missing parts count as 0. */
export function compareKernels(a: KernelVersion, b: KernelVersion): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a release has something; `removed` and `not-yet` name the one that made the difference. */
export type Presence =
  { readonly status: "present" } | { readonly status: "removed" | "not-yet"; readonly change: VersionChange };

/** An entry as one kernel release has it. */
export interface EntryAtKernel {
  readonly presence: Presence;
  /** `undefined` where it is computed from the machine. */
  readonly default: string | undefined;
  /** The default was another one before this change. */
  readonly lastDefaultChange: VersionChange | undefined;
}

/** Whether a kernel has what these changes, oldest first, happened to. */
export function presenceAt(changes: readonly VersionChange[], kernel: KernelVersion): Presence {
  const isPast = (change: VersionChange): boolean => compareKernels(change.kernel, kernel) <= 0;
  const removed = changes.find((change) => change.change === "removed" && isPast(change));
  if (removed) return { status: "removed", change: removed };
  const added = changes.find((change) => change.change === "added" && !isPast(change));
  return added ? { status: "not-yet", change: added } : { status: "present" };
}

/** Resolves what `entry` says for a kernel: walks the changes back from the newest to that release. */
export function entryAt(entry: SysctlEntry, kernel: KernelVersion): EntryAtKernel {
  const changes = entry.versions ?? [];
  const later = changes.filter((change) => compareKernels(change.kernel, kernel) > 0);
  const past = changes.filter((change) => compareKernels(change.kernel, kernel) <= 0);
  return {
    presence: presenceAt(changes, kernel),
    default: later.find((change) => change.change === "default")?.from ?? entry.value.default,
    lastDefaultChange: past.filter((change) => change.change === "default").at(-1),
  };
}
