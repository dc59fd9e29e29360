import type { Dialect } from "../documents/settings";
import type { SettingPlace, Span } from "../documents/sysctlConf";
import type { Knowledge } from "../knowledge/knowledge";
import type { KernelVersion, SysctlEntry } from "../knowledge/types";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import type { WriteOutcome } from "../writes/outcome";
import type { MessageValues, Report } from "./finding";

/** A setting of a key that the chosen kernel has, with what its write does. */
export interface JudgedSetting {
  readonly entry: SysctlEntry;
  /** Dotted, with the interface or other member that is meant. */
  readonly key: string;
  /** As written, without the white space around it. */
  readonly value: string;
  readonly outcome: WriteOutcome;
  /** A line that may fail quietly. */
  readonly ignoresErrors: boolean;
  /** A pod or a container, where that sets it. */
  readonly place: SettingPlace | undefined;
  /** Nothing keeps it: a program writes it once. */
  readonly isCommand?: boolean | undefined;
}

/** A judged setting at its place in a text. */
export interface PlacedSetting extends JudgedSetting {
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** What rules may ask besides the settings themselves. */
export interface RuleContext {
  readonly knowledge: Knowledge;
  readonly kernel: KernelVersion;
  readonly dialect: Dialect;
  /** Whether the text has a word standing alone, outside comments. */
  readonly hasWord: (word: string) => boolean;
}

/** The settings of one file together, those of pods and containers left out. */
export interface FileContext extends RuleContext {
  /** Its name, where it has one. */
  readonly file: string | undefined;
  /** The setting of a key that counts: the last one the kernel takes. */
  last(key: string): PlacedSetting | undefined;
  /** All that count, one a key, in the order in which the keys first appear. */
  readonly settings: readonly PlacedSetting[];
  /** What a key holds after the file was loaded: what the file sets, else the kernel's default, where it is known. */
  valueOf(key: string): string | undefined;
}

/** Reports a rule's finding on the key or the value of the setting that is judged. */
export type ReportPart = (code: string, part: "key" | "value", values?: MessageValues) => void;

/**
 * Judges a setting on its own. Equal settings of a file are judged once, so the answer may depend on nothing but the
 * setting and the context.
 */
export type SettingRule = (setting: JudgedSetting, context: RuleContext, report: ReportPart) => void;

/** Judges the settings of a file together. */
export type FileRule = (file: FileContext, report: Report) => void;

/** The kernel keeps what was written, as far as can be foretold. */
export function isTaken({ outcome }: JudgedSetting): boolean {
  return outcome.kind === "accepted";
}

/** The numbers of a value as the kernel reads them; `undefined` for a word that is none. */
export function numbersOf(value: string): readonly (bigint | undefined)[] {
  return valueWords(value).map((word) => {
    const number = parseKernelNumber(word);
    return typeof number === "bigint" ? number : undefined;
  });
}

/** The first number of what a key holds after the file was loaded. */
export function numberIn(file: FileContext, key: string): bigint | undefined {
  return numbersOf(file.valueOf(key) ?? "")[0];
}
