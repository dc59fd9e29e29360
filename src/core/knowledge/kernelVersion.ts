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

/** An entry as one kernel release has it. */
export interface EntryAtKernel {
  /** `removed` and `not-yet` name the release that made the difference. */
  readonly presence:
    { readonly status: "present" } | { readonly status: "removed" | "not-yet"; readonly change: VersionChange };
  /** `undefined` where it is computed from the machine. */
  readonly default: string | undefined;
  /** The default was another one before this change. */
  readonly lastDefaultChange: VersionChange | undefined;
}

/** Resolves what `entry` says for a kernel: walks the changes back from the newest to that release. */
export function entryAt(entry: SysctlEntry, kernel: KernelVersion): EntryAtKernel {
  const changes = entry.versions ?? [];
  const later = changes.filter((change) => compareKernels(change.kernel, kernel) > 0);
  const past = changes.filter((change) => compareKernels(change.kernel, kernel) <= 0);
  const removed = past.find((change) => change.change === "removed");
  const added = later.find((change) => change.change === "added");
  return {
    presence: removed
      ? { status: "removed", change: removed }
      : added
        ? { status: "not-yet", change: added }
        : { status: "present" },
    default: later.find((change) => change.change === "default")?.from ?? entry.value.default,
    lastDefaultChange: past.filter((change) => change.change === "default").at(-1),
  };
}
