import type { Knowledge } from "../knowledge/knowledge";
import { entryAt } from "../knowledge/kernelVersion";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { Errno, KernelVersion, SysctlEntry } from "../knowledge/types";
import type { WriteOutcome } from "./outcome";
import { predict } from "./predict";
import { wordsTaken } from "./predictWrite";

/** The answer for one write. */
export interface Verdict {
  /** `undefined` where the entry's facts do not suffice. */
  readonly accepted: boolean | undefined;
  readonly errno: Errno | undefined;
  /** What reading the key gives afterwards, as the kernel prints it; `undefined` where that fails or is not known. */
  readonly stored: string | undefined;
  /** `undefined` for a key the kernel does not have. */
  readonly subject: { readonly entry: SysctlEntry; readonly outcome: WriteOutcome } | undefined;
}

/**
 * Predicts one write(2) as root into the default state of a fresh network namespace of the measured machine; keys
 * that exist once for the machine, into that of the first namespace.
 *
 * @param key in either notation, with a real interface or `all` or `default` for a family
 * @param value every character written, so a line feed only if one is written
 */
export function validate(knowledge: Knowledge, key: string, value: string, kernel: KernelVersion): Verdict {
  const name = parseSysctlName(key);
  const entry = knowledge.find(name);
  if (!entry) {
    return knowledge.isKnown(name)
      ? { accepted: undefined, errno: undefined, stored: undefined, subject: undefined }
      : missing;
  }
  if (entryAt(entry, kernel).presence.status !== "present") return missing;
  const machine = knowledge.data.measuredMachine;
  const outcome = predict(knowledge, entry, name.dotted, value, { kernel, machine });
  const untouched = knowledge.defaultsOf(kernel, machine)(name.dotted);
  const before = entry.value.writeOnly ? undefined : untouched;
  return { ...verdictOf(outcome, before, wordsTaken(entry) > 1), subject: { entry, outcome } };
}

const missing: Verdict = { accepted: false, errno: "ENOENT", stored: undefined, subject: undefined };

function verdictOf(outcome: WriteOutcome, before: string | undefined, isVector: boolean): Omit<Verdict, "subject"> {
  const print = (text: string | undefined): string | undefined => (isVector ? text?.replaceAll(" ", "\t") : text);
  if (outcome.kind === "unknown") return { accepted: undefined, errno: undefined, stored: undefined };
  if (outcome.kind === "accepted") return { accepted: true, errno: undefined, stored: print(outcome.stored) };
  return { accepted: false, errno: outcome.errno, stored: print(outcome.stored ?? before) };
}
