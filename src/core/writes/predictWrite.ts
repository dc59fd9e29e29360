import type { CurrentValue, Machine, SysctlEntry } from "../knowledge/types";
import { predictCpuMask } from "./cpuMask";
import { longestNumbers, parseKernelNumber, valueWords } from "./kernelNumber";
import { accept, refuse, unknown, type Refused, type WriteOutcome } from "./outcome";
import { predictRangeList } from "./rangeList";
import { predictAddress, predictFastOpenKey, predictWord } from "./texts";
import { throughLongTicks, throughTicks } from "./ticks";

const widths: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  flag01: [-(2n ** 31n), 2n ** 31n - 1n],
  "port-range": [1n, 65535n],
  "gid-range": [0n, 2n ** 32n - 2n],
  "range-list": [0n, 65535n],
  uint: [0n, 2n ** 32n - 1n],
  u8: [0n, 255n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  ulong: [0n, 2n ** 64n - 1n],
};

/** How many of a value's words the kernel takes for this key. */
export function wordsTaken(entry: SysctlEntry): number {
  if (entry.value.type === "port-range" || entry.value.type === "gid-range") return 2;
  return entry.value.elements?.length ?? 1;
}

/** Text of a template engine or shell stands where a value should be. */
export function holdsTemplate(value: string): boolean {
  return /\{\{|\}\}|\{%|<%|\$[A-Za-z_({]|^%\w/.test(value);
}

/** One write(2) to a key, and what is known of the place where it happens. */
export interface Write {
  readonly entry: SysctlEntry;
  /** The key itself in dotted form, `net.ipv4.conf.all.rp_filter` where the entry describes a family. */
  readonly key: string;
  /** Every character that is written; loaders of sysctl.conf add a line feed. */
  readonly value: string;
  readonly current: CurrentValue;
  /** Without it, nothing is said that depends on the machine. */
  readonly machine?: Machine | undefined;
}

/**
 * Predicts one write on the newest kernel covered (`do_proc_dointvec`, `do_proc_douintvec`, `proc_dou8vec_minmax`,
 * `do_proc_doulongvec_minmax`, `proc_dostring`, `proc_do_large_bitmap` and the handlers of single keys; held against
 * measured writes).
 */
export function predictWrite(write: Write): WriteOutcome {
  const { entry, value } = write;
  if (entry.value.readOnly) return refuse("read-only", { errno: "EACCES" });
  const member = memberOf(write);
  const errno = entry.value.refusedBy?.[member];
  if (errno) return refuse("not-this-member", { errno });
  const outcome = predictByType(write, member);
  return outcome.kind === "accepted" && value !== "" && mayBeRefusedElsewhere(write, member) ? unknown : outcome;
}

/** A limit that is not modelled, or is not known without the machine, may refuse the value all the same. */
function mayBeRefusedElsewhere({ entry, machine }: Write, member: string): boolean {
  return Boolean(entry.value.limitedElsewhere) || (!machine && hasDeviceLimit(entry, member));
}

function hasDeviceLimit(entry: SysctlEntry, member: string): boolean {
  return entry.value.deviceLimit !== undefined && member !== "all" && member !== "default";
}

function predictByType(write: Write, member: string): WriteOutcome {
  const { entry, key, value, current, machine } = write;
  if (entry.value.type === "trigger") return accept(undefined);
  const rules = machine?.words[entry.name];
  // Nothing written changes nothing; only nf_log takes it for an empty word.
  if (value === "" && !rules?.prefixes && entry.value.type !== "ipv6-address")
    return accept(entry.value.writeOnly ? undefined : current(key));
  switch (entry.value.type) {
    case "string":
      return rules ? predictWord(value, rules, member) : unknown;
    case "fastopen-key":
      return predictFastOpenKey(value);
    case "ipv6-address":
      return predictAddress(value, current(key));
    case "cpumask":
      return machine ? predictCpuMask(value, machine.cpus) : unknown;
    case "range-list":
      return predictRangeList(value, numberBounds(entry)[1]);
    case "gid-range":
      return predictGidRange(write);
    default:
      return predictNumbers(write, member);
  }
}

/** What still holds where the bounds of values are not known: nothing about a figure inside or outside them. */
export function withoutBounds(outcome: WriteOutcome): WriteOutcome {
  const byBounds = ["out-of-range", "below-neighbour", "above-neighbour"];
  return outcome.kind === "refused" && byBounds.includes(outcome.reason) ? unknown : outcome;
}

/** The variable part of a family member's name, `all` of net.ipv4.conf.all.rp_filter. */
function memberOf({ entry, key }: Write): string {
  const at = entry.name.split(".").indexOf("*");
  return at === -1 ? "" : (key.split(".")[at] ?? "");
}

const wholeSeconds = "seconds-in-jiffies";

/** The smallest and the largest number the key takes: its own bounds, else those of its type. */
export function numberBounds(entry: SysctlEntry): readonly [lowest: bigint, highest: bigint] {
  const [narrowest, widest] = widths[entry.value.type] ?? [0n, 0n];
  const { range } = entry.value;
  return [BigInt(range?.min ?? narrowest), BigInt(range?.max ?? widest)];
}

/** The numbers of a value as they will read; of a vector a bad one stops the rest. */
interface ReadNumbers {
  readonly words: readonly string[];
  readonly shown: readonly (string | undefined)[];
  readonly refused?: Refused | undefined;
  /** Fine steps of time depend on the machine's ticks. */
  readonly isUncertain: boolean;
}

function readNumbers({ entry, value, machine }: Write, member: string): ReadNumbers {
  const { type, clock } = entry.value;
  const [lowest, highest] = boundsOn(entry, machine, member);
  const unsigned = ["uint", "u8", "ulong", "gid-range"].includes(type);
  const words = valueWords(value.slice(0, longestNumbers));
  const shown: (string | undefined)[] = [];
  const stop = (refused: Refused): ReadNumbers => ({ words, shown, refused, isUncertain: false });

  for (const [word, text] of words.slice(0, wordsTaken(entry)).entries()) {
    const number = parseKernelNumber(text);
    const before = { word, storedBefore: word };
    if (typeof number === "string") return stop(refuse(number, before));
    if (unsigned && text.startsWith("-")) return stop(refuse("negative", before));
    if (clock && clock !== wholeSeconds) {
      // Finer times wrap around instead of being refused, and ticks are as long as the kernel was built.
      const isPlain = number >= lowest && number <= highest;
      if (!machine && !isPlain) return { words, shown, isUncertain: true };
      const time = machine && timeRead(entry, number, [lowest, highest], BigInt(machine.hz));
      if (machine && time === undefined) return stop(refuse("out-of-range", before));
      shown.push(time);
    } else {
      if (number < lowest || number > highest) return stop(refuse("out-of-range", before));
      shown.push(String(type === "flag01" ? BigInt(number !== 0n) : number));
    }
  }
  return { words, shown, isUncertain: false, ...(shown.length === 0 && { refused: refuse("empty") }) };
}

function timeRead(entry: SysctlEntry, time: bigint, bounds: readonly [bigint, bigint], hz: bigint): string | undefined {
  const { type, clock } = entry.value;
  if (clock === undefined || clock === wholeSeconds) return undefined;
  return type === "ulong" ? throughLongTicks(time, bounds, hz) : throughTicks(clock, time, bounds[0], hz);
}

/** The entries state the bounds of whole seconds for this many ticks a second. */
const statedHz = 250n;
const largestInt = 2n ** 31n - 1n;

/** The bounds of the key where the write happens: a device limits its MTU, and ticks limit whole seconds. */
function boundsOn(entry: SysctlEntry, machine: Machine | undefined, member: string): readonly [bigint, bigint] {
  const [lowest, highest] = numberBounds(entry);
  if (!machine) return [lowest, highest];
  if (hasDeviceLimit(entry, member)) {
    return [lowest, BigInt(machine.mtu[member] ?? machine.mtu["*"] ?? highest)];
  }
  if (entry.value.clock !== wholeSeconds) return [lowest, highest];
  const stated = largestInt / statedHz;
  const most = largestInt / BigInt(machine.hz);
  return [lowest === -stated ? -most : lowest, highest === stated ? most : highest];
}

function predictNumbers(write: Write, member: string): WriteOutcome {
  const { entry, key, current } = write;
  const { words, shown, refused, isUncertain } = readNumbers(write, member);
  if (isUncertain) return unknown;
  const room = wordsTaken(entry);
  const kept = shown.length < room ? valueWords(current(key) ?? "").slice(shown.length) : [];
  const isKnown = shown.length + kept.length === room && shown.every((one) => one !== undefined);
  const stored = isKnown ? [...shown, ...kept].join(" ") : undefined;
  // The pair of ports is checked as a whole before any of it is stored.
  if (refused && entry.value.type === "port-range") return { ...refused, storedBefore: 0 };
  if (refused) return refused.storedBefore > 0 ? { ...refused, stored } : refused;
  return (
    refuseByNeighbour(write) ?? {
      kind: "accepted",
      stored: entry.value.writeOnly ? undefined : stored,
      ignoredWords: Math.max(0, words.length - room),
      keptElements: room - shown.length,
    }
  );
}

/** Refuses what the kernel compares with another key's present value; nothing of such a write is stored. */
function refuseByNeighbour({ entry, key, value, current }: Write): WriteOutcome | undefined {
  const [first = 0n, second] = numbersOf(value);
  if (entry.value.type === "port-range") {
    const last = second ?? numbersOf(current(key))[1];
    if (last !== undefined && last < first) return refuse("order", { word: second === undefined ? 0 : 1 });
  }
  const { atLeast, atMost } = entry.value;
  for (const [name, reason, isRefused] of [
    [atLeast, "below-neighbour", (bound: bigint) => first < bound],
    [atMost, "above-neighbour", (bound: bigint) => first > bound],
  ] as const) {
    const text = name && current(name);
    const [bound] = numbersOf(text);
    if (name && text && bound !== undefined && isRefused(bound)) {
      return { ...refuse(reason), neighbour: { name, value: text } };
    }
  }
  return undefined;
}

// ipv4_ping_group_range: reads two unsigned longs; a pair in the wrong order becomes the empty range 1 0.
function predictGidRange(write: Write): WriteOutcome {
  const { words, shown, refused } = readNumbers(write, "");
  if (refused) return { ...refused, storedBefore: 0 };
  const now = valueWords(write.current(write.key) ?? "1 0");
  const [first = "1", last = "0"] = [shown[0], shown[1] ?? now[1]];
  const stored = BigInt(last) < BigInt(first) ? "1 0" : `${first} ${last}`;
  return { kind: "accepted", stored, ignoredWords: Math.max(0, words.length - 2), keptElements: 2 - shown.length };
}

function numbersOf(text: string | undefined): bigint[] {
  return valueWords(text ?? "")
    .map(parseKernelNumber)
    .filter((number) => typeof number === "bigint");
}
