import type { SysctlEntry } from "./types";

export type RefusalReason =
  | "empty"
  | "not-a-number"
  | "too-long"
  | "negative"
  | "out-of-range"
  | "order"
  | "below-neighbour"
  | "above-neighbour"
  | "not-a-port-list";

/** What a write of one value does, as far as the entry's facts allow to say. */
export type WriteOutcome =
  | {
      readonly kind: "accepted";
      /** What reading the key back gives, words separated by one space; `undefined` where we cannot say. */
      readonly stored: string | undefined;
      /** Words of the text the kernel pays no attention to. */
      readonly ignoredWords: number;
      /** Trailing elements of a vector that keep what they had. */
      readonly keptElements: number;
    }
  | {
      readonly kind: "refused";
      readonly errno: "EINVAL" | "EACCES";
      readonly reason: RefusalReason | "read-only";
      /** Index of the offending word. */
      readonly word: number;
      /** Elements before it were stored all the same. */
      readonly storedBefore: number;
      /** For a bound that another key sets: that key and what it holds. */
      readonly neighbour?: { readonly name: string; readonly value: string };
    }
  /** A template, or a type whose rules are not modelled. */
  | { readonly kind: "unknown" };

const unknown: WriteOutcome = { kind: "unknown" };

// do_proc_* copy a number into a buffer of 22 characters and refuse one that fills it.
const longestToken = 20;

const widths: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  flag01: [-(2n ** 31n), 2n ** 31n - 1n],
  "port-range": [1n, 65535n],
  uint: [0n, 2n ** 32n - 1n],
  u8: [0n, 255n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  ulong: [0n, 2n ** 64n - 1n],
};

/** The words of a value as `proc_get_long` ends them: at a space, a tab or a line feed. */
export function valueWords(value: string): string[] {
  return value.split(/[ \t\n]+/).filter((word) => word !== "");
}

/** How many of a value's words the kernel takes for this key. */
export function wordsTaken(entry: SysctlEntry): number {
  if (entry.value.type === "port-range" || entry.value.type === "gid-range") return 2;
  return entry.value.elements?.length ?? 1;
}

/** Text of a template engine or shell stands where a value should be. */
export function holdsTemplate(value: string): boolean {
  return /\{\{|\}\}|\{%|<%|\$[A-Za-z_({]|^%\w/.test(value);
}

/** Reads one number as `proc_get_long` does: decimal, 0x hexadecimal, leading-0 octal, optional minus. */
export function parseKernelNumber(word: string): bigint | RefusalReason {
  // Other white space is skipped in front of a number but does not end one.
  const match = /^[\v\f\r]*((-?)(0[xX][0-9a-fA-F]+|[0-9]+))$/.exec(word);
  if (!match) return "not-a-number";
  const [, token = "", sign, digits = ""] = match;
  if (token.length > longestToken) return "too-long";
  const octal = /^0\d/.test(digits);
  if (octal && /[89]/.test(digits)) return "not-a-number";
  const magnitude = BigInt(octal ? `0o${digits}` : digits);
  return sign ? -magnitude : magnitude;
}

/** What another key holds when the write happens, as the kernel prints it; `undefined` where that is not known. */
export type CurrentValue = (name: string) => string | undefined;

/**
 * Predicts one write of `value` on the newest kernel covered (`do_proc_dointvec`, `do_proc_douintvec`,
 * `proc_dou8vec_minmax`, `do_proc_doulongvec_minmax`, `ipv4_local_port_range`; held against measured writes).
 * The loaders of sysctl.conf add a line feed, so an empty value is white space to the kernel, not an empty write.
 * The few keys that bound each other look the other one up in `current`.
 */
export function predictWrite(entry: SysctlEntry, value: string, current: CurrentValue = () => undefined): WriteOutcome {
  const { type, readOnly } = entry.value;
  if (holdsTemplate(value)) return unknown;
  if (readOnly) return { kind: "refused", errno: "EACCES", reason: "read-only", word: 0, storedBefore: 0 };
  if (type === "port-list") return predictPortList(value);
  if (!widths[type]) return unknown;
  const outcome = predictNumbers(entry, value);
  if (outcome.kind !== "accepted") return outcome;
  return refuseByNeighbour(entry, value, current) ?? (entry.value.limitedElsewhere ? unknown : outcome);
}

/** What still holds where the bounds of values are not known: nothing about a figure inside or outside them. */
export function withoutBounds(outcome: WriteOutcome): WriteOutcome {
  const byBounds = ["out-of-range", "below-neighbour", "above-neighbour"];
  return outcome.kind === "refused" && byBounds.includes(outcome.reason) ? unknown : outcome;
}

function refuse(reason: RefusalReason, word: number, storedBefore = word): WriteOutcome {
  return { kind: "refused", errno: "EINVAL", reason, word, storedBefore };
}

const wholeSeconds = "seconds-in-jiffies";

/** The smallest and the largest number the key takes: its own bounds, else those of its type. */
export function numberBounds(entry: SysctlEntry): readonly [lowest: bigint, highest: bigint] {
  const [narrowest, widest] = widths[entry.value.type] ?? [0n, 0n];
  const { range } = entry.value;
  return [BigInt(range?.min ?? narrowest), BigInt(range?.max ?? widest)];
}

function predictNumbers(entry: SysctlEntry, value: string): WriteOutcome {
  const { type, clock } = entry.value;
  const [lowest, highest] = numberBounds(entry);
  const unsigned = ["uint", "u8", "ulong"].includes(type);
  const room = wordsTaken(entry);

  const words = valueWords(value);
  const numbers: bigint[] = [];
  for (const [index, word] of words.slice(0, room).entries()) {
    const number = parseKernelNumber(word);
    if (typeof number === "string") return refuse(words.length === 1 && /^\s+$/.test(word) ? "empty" : number, index);
    if (unsigned && word.startsWith("-")) return refuse("negative", index);
    if (number < lowest || number > highest) {
      // Finer times wrap around instead of being refused.
      return (clock ?? wholeSeconds) !== wholeSeconds ? unknown : refuse("out-of-range", index);
    }
    numbers.push(type === "flag01" ? BigInt(number !== 0n) : number);
  }
  if (numbers.length === 0) return refuse("empty", 0);
  return {
    kind: "accepted",
    // Whole seconds are whole ticks. Finer times are rounded to a tick of 1 to 10 ms, as the kernel was built.
    stored: numbers.length === room && (clock ?? wholeSeconds) === wholeSeconds ? numbers.join(" ") : undefined,
    ignoredWords: Math.max(0, words.length - room),
    keptElements: room - numbers.length,
  };
}

/** Refuses what the kernel compares with another key's present value; nothing of such a write is stored. */
function refuseByNeighbour(entry: SysctlEntry, value: string, current: CurrentValue): WriteOutcome | undefined {
  const [first = 0n, second] = numbersOf(value);
  if (entry.value.type === "port-range") {
    const last = second ?? numbersOf(current(entry.name))[1];
    if (last !== undefined && last < first) return refuse("order", second === undefined ? 0 : 1, 0);
  }
  const { atLeast, atMost } = entry.value;
  for (const [name, reason, refused] of [
    [atLeast, "below-neighbour", (bound: bigint) => first < bound],
    [atMost, "above-neighbour", (bound: bigint) => first > bound],
  ] as const) {
    const text = name && current(name);
    const [bound] = numbersOf(text);
    if (name && text && bound !== undefined && refused(bound)) {
      return { kind: "refused", errno: "EINVAL", reason, word: 0, storedBefore: 0, neighbour: { name, value: text } };
    }
  }
  return undefined;
}

function numbersOf(text: string | undefined): bigint[] {
  return valueWords(text ?? "")
    .map(parseKernelNumber)
    .filter((number) => typeof number === "bigint");
}

// A list longer than a page arrives in several writes, which are not modelled.
const longestList = 4000;

// proc_do_large_bitmap: N or N-M separated by commas, no blanks, a comma at the end allowed; an empty line clears the list.
function predictPortList(value: string): WriteOutcome {
  if (value.length > longestList) return unknown;
  const items = value.split("\n").flatMap((line) => (line === "" ? [] : line.replace(/,$/, "").split(",")));
  const sound = items.every((item) => {
    if (/\s/.test(item)) return false;
    const [low, high, ...rest] = item.split("-").map(parseKernelNumber);
    if (typeof low !== "bigint" || rest.length > 0) return false;
    const last = high ?? low;
    return typeof last === "bigint" && low <= last && last <= 65535n;
  });
  return sound
    ? { kind: "accepted", stored: undefined, ignoredWords: 0, keptElements: 0 }
    : refuse("not-a-port-list", 0);
}
