import type { Knowledge } from "../knowledge/knowledge";
import { entryAt, type EntryAtKernel } from "../knowledge/kernelVersion";
import { parseSysctlName, type SysctlName } from "../knowledge/sysctlName";
import type { KernelVersion, SysctlEntry } from "../knowledge/types";
import { holdsTemplate } from "../writes/predictWrite";

/** What is known of the key of a line. */
export type Subject =
  | { readonly kind: "template" | "undescribed" }
  | { readonly kind: "unknown"; readonly name: SysctlName }
  | {
      readonly kind: "described";
      readonly name: SysctlName;
      readonly entry: SysctlEntry;
      readonly presence: EntryAtKernel["presence"];
    };

export type DescribedSubject = Extract<Subject, { readonly kind: "described" }>;

/** Looks up a key as written. */
export function findSubject(knowledge: Knowledge, kernel: KernelVersion, raw: string): Subject {
  if (holdsTemplate(raw)) return { kind: "template" };
  const name = parseSysctlName(raw);
  const entry = knowledge.find(name);
  if (entry) return { kind: "described", name, entry, presence: entryAt(entry, kernel).presence };
  return name.isGlob || knowledge.isKnown(name) ? { kind: "undescribed" } : { kind: "unknown", name };
}
