import type { CurrentValue, KernelVersion, SysctlEntry } from "../knowledge/types";
import type { Knowledge } from "../knowledge/knowledge";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import type { WriteOutcome } from "../writes/outcome";
import { predict } from "../writes/predict";
import { holdsTemplate } from "../writes/predictWrite";

/** What a file gives a key, and what a host has. */
export interface Written {
  readonly entry: SysctlEntry;
  /** In dotted notation. */
  readonly name: string;
  readonly value: string;
  /** The host's kernel. */
  readonly kernel: KernelVersion;
  /** What the host's keys hold, as far as it is known. */
  readonly current: CurrentValue;
}

/** What would become of the key. */
export interface Meaning {
  readonly outcome: WriteOutcome;
  /** What the key would read, words separated by one space: as the kernel keeps it, else as written. */
  readonly stored: string;
}

/** What writing a value would make of a key; `undefined` for a value that is a template. */
export function meaningOf(knowledge: Knowledge, { entry, name, value, kernel, current }: Written): Meaning | undefined {
  if (holdsTemplate(value)) return undefined;
  // Loaders of files add the line feed.
  const outcome = predict(knowledge, entry, name, `${value}\n`, { kernel, current });
  const kept = outcome.kind === "accepted" ? outcome.stored : undefined;
  return { outcome, stored: kept ?? valueWords(value).map((word) => plainNumber(entry, word)).join(" ") }; // prettier-ignore
}

/** Whether a file's value is what a host has, by meaning; `undefined` where that cannot be told. */
export function isSameValue(knowledge: Knowledge, written: Written): boolean | undefined {
  const running = written.current(written.name);
  const meaning = meaningOf(knowledge, written);
  return running === undefined || !meaning ? undefined : meaning.stored === plainText(running);
}

/** A value of /proc with one space between its words. */
export function plainText(text: string): string {
  return valueWords(text).join(" ");
}

function plainNumber({ value }: SysctlEntry, word: string): string {
  if (["string", "cpumask", "range-list"].includes(value.type)) return word;
  const number = parseKernelNumber(word);
  return typeof number === "bigint" ? String(number) : word;
}
