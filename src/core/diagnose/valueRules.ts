import type { Span } from "../documents/sysctlConf";
import { escapeMarkdown, inlineCode } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import type { SysctlEntry } from "../knowledge/types";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import type { WriteOutcome } from "../writes/outcome";
import { wordsTaken } from "../writes/predictWrite";

/** Reports a finding by its rule's code, with the values for the rule's message. */
export type Report = (code: string, span: Span, values?: Readonly<Record<string, string | number>>) => void;

/** A setting that names a key of the kernel, with what its write does. */
export interface ValueContext {
  readonly knowledge: Knowledge;
  readonly entry: SysctlEntry;
  readonly key: string;
  readonly keySpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
  readonly outcome: WriteOutcome;
  /** A line that may fail quietly. */
  readonly ignoresErrors: boolean;
}

/** What one rule finds about a setting on its own; the order is that of the findings. */
export const valueRules: readonly ((context: ValueContext, report: Report) => void)[] = [
  storedAction,
  needsModule,
  changedValue,
  tripleOrder,
  portRangeParity,
];

function storedAction({ entry, key, keySpan }: ValueContext, report: Report): void {
  if (entry.value.unit === "trigger") report("sysctl/stored-action", keySpan, { key: escapeMarkdown(key) });
}

function needsModule({ entry, key, keySpan, ignoresErrors }: ValueContext, report: Report): void {
  if (entry.module === undefined || ignoresErrors) return;
  report("sysctl/needs-module", keySpan, { key: escapeMarkdown(key), module: inlineCode(entry.module) });
}

/** Numbers only: a list or an address may be written in many ways and mean the same. */
function changedValue({ entry, value, valueSpan, outcome }: ValueContext, report: Report): void {
  if (outcome.kind !== "accepted" || outcome.stored === undefined) return;
  const written = valueWords(value).slice(0, wordsTaken(entry) - outcome.keptElements);
  const stored = outcome.stored.split(" ").slice(0, written.length);
  const changed = written.some((word, index) => isMisread(word, stored[index] ?? word));
  if (!changed) return;
  report("sysctl/changed-value", valueSpan, { stored: inlineCode(stored.join(" ")), written: inlineCode(written.join(" ")) }); // prettier-ignore
}

/** Another number than the digits say to a person; hexadecimal is written by those who mean it. */
function isMisread(word: string, stored: string): boolean {
  if (typeof parseKernelNumber(word) !== "bigint" || /^-?0x/i.test(word)) return false;
  return /^-?\d+$/.test(word) && BigInt(word) !== BigInt(/^-?\d+$/.test(stored) ? stored : word);
}

const risingTriples = new Set(["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.ipv4.tcp_mem", "net.ipv4.udp_mem"]);

function tripleOrder({ entry, key, value, valueSpan, outcome }: ValueContext, report: Report): void {
  const { elements } = entry.value;
  if (outcome.kind !== "accepted" || !elements || !risingTriples.has(entry.name)) return;
  const numbers = valueWords(value).slice(0, elements.length).map(parseKernelNumber);
  for (const [index, low] of numbers.entries()) {
    const high = numbers[index + 1];
    if (typeof low !== "bigint" || typeof high !== "bigint" || low <= high) continue;
    const names = { first: elements[index]?.name ?? "", second: elements[index + 1]?.name ?? "" };
    report("sysctl/triple-order", valueSpan, {
      key: escapeMarkdown(key),
      ...names,
      low: String(low),
      high: String(high),
    });
    return;
  }
}

function portRangeParity({ knowledge, entry, value, valueSpan, outcome }: ValueContext, report: Report): void {
  if (outcome.kind !== "accepted" || entry.name !== "net.ipv4.ip_local_port_range") return;
  const [first, last] = valueWords(value).map(parseKernelNumber);
  if (typeof first !== "bigint" || typeof last !== "bigint" || (last - first) % 2n !== 0n) return;
  const parity = knowledge.data.wording[first % 2n === 0n ? "parity.even" : "parity.odd"];
  report("sysctl/port-range-parity", valueSpan, { parity });
}
