import { describeRefusal } from "../explain/explainValue";
import { entryAt } from "../knowledge/kernelVersion";
import type { Knowledge } from "../knowledge/knowledge";
import type { SysctlName } from "../knowledge/sysctlName";
import type { CurrentValue, Errno, KernelVersion, SysctlEntry } from "../knowledge/types";
import { mayBeRead } from "./procPath";
import type { Reading } from "./procSource";
import { meaningOf, plainText } from "./sameMeaning";

/** What loading a file would do to one key of a host; `stored` is what the key would read. */
export type Effect =
  | { readonly kind: "same"; readonly stored: string; readonly isSpeltOtherwise: boolean }
  | { readonly kind: "raises" | "lowers" | "changes"; readonly stored: string; readonly isSpeltOtherwise: boolean }
  /** It differs, and whether this kernel takes it is not known. */
  | { readonly kind: "mayChange"; readonly stored: string; readonly isSpeltOtherwise: boolean }
  | { readonly kind: "refused"; readonly errno: Errno; readonly reason: string }
  | { readonly kind: "overridden"; readonly later: number }
  /** It is written where a container or pod starts, which has network settings of its own. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "noModule"; readonly module: string }
  | { readonly kind: "noDevice"; readonly device: string }
  | { readonly kind: "removed" | "notYet"; readonly kernel: KernelVersion }
  | {
      readonly kind:
        "absent" | "noMember" | "conditional" | "unknownKey" | "action" | "secret" | "unreadable" | "template";
    };

/** A key of a file, and what the host says of it. */
export interface Subject {
  readonly name: SysctlName;
  readonly value: string;
  readonly reading: Reading | undefined;
  readonly running: string | undefined;
  readonly kernel: KernelVersion;
  readonly current: CurrentValue;
  readonly isDevice: (name: string) => boolean;
  readonly inOwnNamespace: boolean;
  /** It is only set where that raises it, or only where that lowers it. */
  readonly isConditional: boolean;
  /** The line that sets the key once more. */
  readonly later: number | undefined;
}

/** What a line of a file would make of a key. */
export function effectOf(knowledge: Knowledge, subject: Subject): Effect {
  const { name, value, kernel, current, running, later } = subject;
  if (name.isGlob) return { kind: knowledge.findAll(name).length > 0 ? "noMember" : "unknownKey" };
  const entry = knowledge.find(name);
  if (!entry) return { kind: "unknownKey" };
  if (later !== undefined) return { kind: "overridden", later };
  if (entry.value.writeOnly || entry.value.type === "trigger") return { kind: "action" };
  if (!mayBeRead(entry)) return { kind: "secret" };
  if (subject.reading?.kind === "absent") return absenceOf(entry, subject);
  if (running === undefined) return { kind: "unreadable" };
  if (subject.inOwnNamespace && entry.scope.endsWith("namespace")) return { kind: "elsewhere" };

  const meaning = meaningOf(knowledge, { entry, name: name.dotted, value, kernel, current });
  if (!meaning) return { kind: "template" };
  const { outcome, stored } = meaning;
  const isSpeltOtherwise = stored !== plainText(value);
  // What is there already is no question of being taken.
  if (stored === running) return { kind: "same", stored, isSpeltOtherwise };
  if (outcome.kind === "refused")
    return { kind: "refused", errno: outcome.errno, reason: describeRefusal(knowledge, entry, value, outcome) };
  if (subject.isConditional) return { kind: "conditional" };
  const kind = outcome.kind === "unknown" && !isPlainNumber(entry) ? "mayChange" : directionOf(entry, running, stored);
  return { kind, stored, isSpeltOtherwise };
}

/** Why a host does not have a key. */
function absenceOf(entry: SysctlEntry, { name, kernel, isDevice }: Subject): Effect {
  const { presence } = entryAt(entry, kernel);
  if (presence.status === "removed") return { kind: "removed", kernel: presence.change.kernel };
  if (presence.status === "not-yet") return { kind: "notYet", kernel: presence.change.kernel };
  const member = name.segments[entry.name.split(".").indexOf("*")];
  const isInterface = member !== undefined && member !== "all" && member !== "default";
  if (isInterface && entry.interfaces && !isDevice(member)) return { kind: "noDevice", device: member };
  return entry.module === undefined ? { kind: "absent" } : { kind: "noModule", module: entry.module };
}

const numberTypes: ReadonlySet<string> = new Set(["int", "uint", "u8", "long", "ulong", "flag01"]);

function isPlainNumber({ value }: SysctlEntry): boolean {
  return numberTypes.has(value.type);
}

/** Up or down where every number that changes goes one way; modes and sets of bits only change. */
function directionOf({ value }: SysctlEntry, running: string, stored: string): "raises" | "lowers" | "changes" {
  const [before, after] = [running, stored].map((text) => text.split(" "));
  if (!before || before.length !== after?.length || ["flag", "choice", "bitmask", "name", "list"].includes(value.unit))
    return "changes";
  const steps = after.map((word, at) => Number(word) - Number(before[at])).filter((step) => step !== 0);
  if (steps.every((step) => step > 0)) return "raises";
  return steps.every((step) => step < 0) ? "lowers" : "changes";
}
