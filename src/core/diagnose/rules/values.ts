import { describeRefusal } from "../../explain/explainValue";
import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { parseKernelNumber, valueWords } from "../../writes/kernelNumber";
import { wordsTaken } from "../../writes/predictWrite";
import { isTaken, numbersOf, type SettingRule } from "../judgedSetting";
import { slipOf } from "./slips";

/** A value the kernel answers with an error. */
export const refusedValue: SettingRule = (setting, { knowledge }, report) => {
  const { entry, value, outcome } = setting;
  if (outcome.kind !== "refused" || slipOf(setting)) return;
  const reason = describeRefusal(knowledge, entry, value, outcome);
  report("sysctl/refused-value", "value", { errno: outcome.errno, reason });
};

/** More or fewer numbers than the key takes. */
export const wrongArity: SettingRule = (setting, _context, report) => {
  const { entry, key, value, outcome } = setting;
  if (outcome.kind !== "accepted" || (outcome.keptElements === 0 && outcome.ignoredWords === 0)) return;
  if (slipOf(setting)) return;
  if (outcome.keptElements > 0 && entry.value.fewerIsUsual) return;
  // A comment behind the value is ignored by the kernel and means no harm; further numbers were meant.
  const expected = wordsTaken(entry);
  const rest = valueWords(value).slice(expected);
  const surplus = rest.some((word) => word.startsWith("#"))
    ? 0
    : rest.filter((word) => typeof parseKernelNumber(word) === "bigint").length;
  if (outcome.keptElements === 0 && surplus === 0) return;
  const found = expected - outcome.keptElements + surplus;
  report("sysctl/wrong-arity", "value", { key: escapeMarkdown(key), expected, found });
};

/** Numbers only: a list or an address may be written in many ways and mean the same. */
export const changedValue: SettingRule = ({ entry, value, outcome }, _context, report) => {
  if (outcome.kind !== "accepted" || outcome.stored === undefined) return;
  const written = valueWords(value).slice(0, wordsTaken(entry) - outcome.keptElements);
  const stored = outcome.stored.split(" ").slice(0, written.length);
  const changed = written.some((word, index) => isMisread(word, stored[index] ?? word));
  if (!changed) return;
  report("sysctl/changed-value", "value", { stored: inlineCode(stored.join(" ")), written: inlineCode(written.join(" ")) }); // prettier-ignore
};

/** Another number than the digits say to a person; hexadecimal is written by those who mean it. */
function isMisread(word: string, stored: string): boolean {
  if (typeof parseKernelNumber(word) !== "bigint" || /^-?0x/i.test(word)) return false;
  return /^-?\d+$/.test(word) && BigInt(word) !== BigInt(/^-?\d+$/.test(stored) ? stored : word);
}

const risingTriples = new Set(["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.ipv4.tcp_mem", "net.ipv4.udp_mem"]);

/** Three thresholds that do not rise. */
export const tripleOrder: SettingRule = (setting, _context, report) => {
  const { elements } = setting.entry.value;
  if (!isTaken(setting) || !elements || !risingTriples.has(setting.entry.name)) return;
  const numbers = numbersOf(setting.value).slice(0, elements.length);
  for (const [index, low] of numbers.entries()) {
    const high = numbers[index + 1];
    if (low === undefined || high === undefined || low <= high) continue;
    report("sysctl/triple-order", "value", {
      key: escapeMarkdown(setting.key),
      first: elements[index]?.name ?? "",
      second: elements[index + 1]?.name ?? "",
      low: String(low),
      high: String(high),
    });
    return;
  }
};
