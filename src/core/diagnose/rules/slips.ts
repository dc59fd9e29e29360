import { inlineCode } from "../../explain/markdown";
import { valueWords } from "../../writes/kernelNumber";
import { wordsTaken } from "../../writes/predictWrite";
import type { MessageValues } from "../finding";
import type { JudgedSetting, SettingRule } from "../judgedSetting";
import { unseenCharacter } from "./characters";

/** A slip of the pen that explains why a value is not read as it was meant. */
interface Slip {
  readonly code: string;
  readonly values?: MessageValues;
}

/** What explains a refusal better than the refusal itself does. */
export const slippedValue: SettingRule = (setting, _context, report) => {
  const slip = slipOf(setting);
  if (slip) report(slip.code, "value", slip.values);
};

/** Strings the kernel compares with words it knows; in others anything may be meant. */
const wordKeys = new Set([
  "net.core.default_qdisc",
  "net.ipv4.tcp_congestion_control",
  "net.ipv4.tcp_allowed_congestion_control",
  "net.mptcp.scheduler",
  "net.mptcp.path_manager",
  "kernel.printk_devkmsg",
]);

/** The slip behind a value the kernel refuses or reads only in part. */
export function slipOf({ entry, value, outcome }: JudgedSetting): Slip | undefined {
  if (entry.value.type === "string") return wordKeys.has(entry.name) ? slipOfText(value) : undefined;
  if (outcome.kind === "refused" && malformations.has(outcome.reason)) {
    return slipOfText(value) ?? slipOfNumbers(entry, value);
  }
  // The number in front may have been read, and found too small.
  const isRead = outcome.kind === "refused" || (outcome.kind === "accepted" && outcome.ignoredWords > 0);
  return isRead ? slipBehindNumber(value) : undefined;
}

const malformations: ReadonlySet<string> = new Set(["not-a-number", "not-a-list", "not-a-mask", "not-a-key", "not-an-address"]); // prettier-ignore

const quote = /^["'`“”‘’]/;

/** Slips that do not depend on what the key takes. */
function slipOfText(value: string): Slip | undefined {
  const character = unseenCharacter(value.split("#", 1)[0] ?? "");
  if (character) return { code: character.code, values: { character: character.name } };
  if (quote.test(value)) return { code: "sysctl/quoted-value", values: { value: inlineCode(value) } };
  const comment = /[#;]|\/\//.exec(value);
  if (!comment || comment.index === 0) return undefined;
  if (/^;\s*$/.test(value.slice(comment.index))) return { code: "sysctl/semicolon-behind-value" };
  return { code: "sysctl/comment-behind-value", values: { comment: inlineCode(value.slice(comment.index)) } };
}

const withUnit = /^-?\d+(?:\.\d+)?(?:[kmgt](?:i?b)?|b|bytes?|pages?|[mun]?s|sec|seconds?|minutes?|min|h|d|%)$/i;
const calculation = /^\d+(?:\s*(?:\*\*?|<<|\^|\+)\s*\d+)+$|^\d+(?:\.\d+)?e\+?\d+$/i;
const groupedDigits = /^\d{1,3}(?:[_',]\d{3})+$/;
const switchWord = /^(?:true|false|yes|no|on|off|enabled?|disabled?)$/i;

/** Ways to write a number that the kernel does not know. */
function slipOfNumbers(entry: JudgedSetting["entry"], value: string): Slip | undefined {
  const words = valueWords(value);
  const culprit = words.find((word) => withUnit.test(word));
  if (culprit !== undefined) return { code: "sysctl/unit-behind-number", values: { value: inlineCode(culprit) } };
  if (switchWord.test(value)) return { code: "sysctl/word-for-number", values: { value: inlineCode(value) } };
  if (calculation.test(value)) return { code: "sysctl/calculation", values: { value: inlineCode(value) } };
  if (entry.value.type === "range-list") return undefined;
  const grouped = words.find((word) => groupedDigits.test(word));
  if (wordsTaken(entry) === 1 && grouped !== undefined)
    return { code: "sysctl/grouped-digits", values: { value: inlineCode(grouped) } };
  if (wordsTaken(entry) > 1 && /^[\d\s,]+$/.test(value) && value.includes(","))
    return { code: "sysctl/comma-between-numbers" };
  if (wordsTaken(entry) === 2 && /^\d+\s*[-–—:]\s*\d+$/.test(value)) return { code: "sysctl/dash-between-numbers" };
  return undefined;
}

/** The kernel takes the number in front and pays no attention to the rest. */
function slipBehindNumber(value: string): Slip | undefined {
  if (calculation.test(value)) return { code: "sysctl/calculation", values: { value: inlineCode(value) } };
  return /^\d+[ \t]+[kmgt](?:i?b)?$/i.test(value)
    ? { code: "sysctl/unit-behind-number", values: { value: inlineCode(value) } }
    : undefined;
}
