import { createLineIndex } from "../documents/lineIndex";
import { readSettings } from "../documents/settings";
import { keyOf, valueOf } from "../documents/sysctlConf";
import { describeRefusal } from "../explain/explainValue";
import { stripMarkdown } from "../explain/markdown";
import { entryAt } from "../knowledge/kernelVersion";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";
import { validate } from "../writes/validate";

/** A sysctl as a file sets it. */
export interface FileSetting {
  /** In dotted notation. */
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** What becomes of a value that is written to a sysctl. */
export type Written = { readonly stored: string } | { readonly refused: string };

/** The sysctls a text sets, in any syntax we read and as far as we know them; of several lines for one, the last. */
export function findSettings(text: string, file: string, knowledge: Knowledge): readonly FileSetting[] {
  const found = new Map<string, FileSetting>();
  const placeOf = createLineIndex(text);
  for (const setting of readSettings(text, file).lines) {
    if (setting.kind !== "assignment") continue;
    const name = parseSysctlName(keyOf(text, setting));
    if (name.isGlob || !knowledge.find(name)) continue;
    found.delete(name.dotted);
    const value = valueOf(text, setting);
    found.set(name.dotted, { name: name.dotted, value, line: placeOf(setting.key.start).line });
  }
  return [...found.values()];
}

/** What the kernel keeps of a value, else in one sentence why it refuses it. */
export function write(knowledge: Knowledge, kernel: KernelVersion, name: string, value: string): Written {
  const { accepted, errno, stored, subject } = validate(knowledge, name, value, kernel);
  if (accepted !== false) return { stored: stored ?? value };
  const { entry, outcome } = subject ?? {};
  const isRefused = entry && outcome?.kind === "refused";
  const reason = isRefused ? `: ${stripMarkdown(describeRefusal(knowledge, entry, value, outcome))}` : "";
  return { refused: `${name}=${value}: Linux ${kernel} refuses it with ${errno ?? "an error"}${reason}` };
}

/** What keys hold on a machine like the measured one; keys a kernel does not have yet count as they came in. */
export function defaultsOf(knowledge: Knowledge, kernel: KernelVersion): (name: string) => string | undefined {
  const current = knowledge.defaultsOf(kernel, knowledge.data.measuredMachine);
  return (name) => {
    const entry = knowledge.find(parseSysctlName(name));
    return current(name) ?? (entry && entryAt(entry, knowledge.data.newestKernel).default);
  };
}

/** The same for all keys at once, to be sent elsewhere. */
export function allDefaults(knowledge: Knowledge, kernel: KernelVersion): Readonly<Record<string, string>> {
  const defaultOf = defaultsOf(knowledge, kernel);
  const rows = knowledge.data.sysctls.map(({ name }) => [name, defaultOf(name)] as const);
  return Object.fromEntries(rows.filter((row): row is [string, string] => row[1] !== undefined));
}
