import { compileFormula } from "../knowledge/formula";
import type { Knowledge } from "../knowledge/knowledge";
import { entryAt } from "../knowledge/kernelVersion";
import type { SysctlName } from "../knowledge/sysctlName";
import type { SysctlEntry } from "../knowledge/types";
import { fill } from "../knowledge/wording";
import { parseKernelNumber, valueWords } from "../writes/kernelNumber";
import type { Refused, WriteOutcome } from "../writes/outcome";
import { predict } from "../writes/predict";
import { holdsTemplate, numberBounds, wordsTaken } from "../writes/predictWrite";
import { doorsOf, explainPresence, explainSigns, type ExplainOptions } from "./explainKey";
import type { Block, Explanation } from "./explanation";
import { formatFigure, groupDigits, humanize } from "./figures";
import { escapeMarkdown, inlineCode } from "./markdown";

const pageBytes = 4096;

/**
 * What one word of a key's value means and what the kernel makes of it.
 * `word` is the index among the white-space separated words of `value`. `undefined` for keys without an entry.
 */
export function explainValue(
  knowledge: Knowledge,
  name: SysctlName,
  value: string,
  word: number,
  options: ExplainOptions = {},
): Explanation | undefined {
  const entry = knowledge.find(name);
  if (!entry) return undefined;
  const { wording } = knowledge.data;
  const kernel = options.kernel ?? knowledge.data.newestKernel;
  const state = entryAt(entry, kernel);

  const words = valueWords(value);
  const text = words[word] ?? value;
  const number = parseKernelNumber(text);
  const figure = typeof number === "bigint" ? number : undefined;
  const blocks: Block[] = [titleOf(knowledge, entry, name, text, word, figure)];

  if (holdsTemplate(value)) return [...blocks, { role: "note", text: wording["value.unknown"] }];
  blocks.push(...explainPresence(knowledge, state.presence, kernel));
  if (state.presence.status === "removed") return blocks;

  let comparison: string | undefined;
  if (figure !== undefined && word < wordsTaken(entry)) {
    blocks.push(...decode(knowledge, entry, figure));
    comparison = compareWithDefault(knowledge, entry, state.default, word, figure);
  } else if (entry.value.choices) {
    blocks.push(...decodeName(entry, text));
  }
  const outcome = predict(knowledge, entry, name.dotted, `${value}\n`, { kernel });
  const verdict = [comparison, ...explainStored(knowledge, entry, value, word, outcome, knowledge.boundsHold(kernel))]
    .filter(Boolean)
    .join(" ");
  if (verdict) blocks.push({ role: "facts", text: verdict });
  blocks.push(...explainRefusal(knowledge, entry, value, outcome));
  if (outcome.kind === "accepted") blocks.push(...derive(knowledge, entry, words, word));
  if (options.length === "short") return blocks;

  if (entry.effective) blocks.push({ role: "body", text: `**${wording["label.effective"]}** ${entry.effective}` });
  if (entry.interfaces)
    blocks.push({ role: "body", text: `**${wording["label.interfaces"]}** ${entry.interfaces.rule}` });
  blocks.push(...explainSigns(knowledge, entry), { role: "doors", doors: doorsOf(knowledge, entry) });
  return blocks;
}

/** `87380 = 85.3 KiB — default of min / default / max, receive buffer of a TCP socket` */
function titleOf(
  knowledge: Knowledge,
  entry: SysctlEntry,
  name: SysctlName,
  text: string,
  word: number,
  figure: bigint | undefined,
): Block {
  const { wording } = knowledge.data;
  const human = figure === undefined ? undefined : humanize(figure, entry.value.unit, wording);
  const elements = entry.value.elements;
  const element = elements?.[word];
  const subject = `${escapeMarkdown(name.dotted)} — ${entry.summary}`;
  let place = subject;
  if (elements && element) {
    const names = elements.map((one) => (one === element ? `**${one.name}**` : one.name)).join(" / ");
    place = `${fill(wording["value.element"], { names, meaning: element.meaning })}  \n${subject}`;
  } else if (elements) {
    place = `${fill(wording["value.elementExtra"], { count: elements.length })}  \n${subject}`;
  }
  return { role: "title", text: `**${escapeMarkdown(text)}**${human ? ` = ${human}` : ""} — ${place}` };
}

function decode(knowledge: Knowledge, entry: SysctlEntry, figure: bigint): Block[] {
  const { wording } = knowledge.data;
  const { choices, bits, type } = entry.value;
  if (bits) return decodeBits(knowledge, bits, figure);
  if (!choices) return [];
  const stored = type === "flag01" ? BigInt(figure !== 0n) : figure;
  const choice = choices.find((one) => one.value === String(stored));
  if (choice) return [{ role: "body", text: `→ ${choice.meaning}` }];
  // Of a counted value only the special figures are explained, and another one is no surprise.
  const complete = entry.value.unit === "choice" || entry.value.unit === "flag";
  return complete ? [{ role: "body", text: wording["value.choiceUnknown"] }] : [];
}

function decodeName(entry: SysctlEntry, text: string): Block[] {
  const choice = entry.value.choices?.find((one) => one.value === text);
  return choice ? [{ role: "body", text: `→ ${choice.meaning}` }] : [];
}

function decodeBits(knowledge: Knowledge, bits: NonNullable<SysctlEntry["value"]["bits"]>, figure: bigint): Block[] {
  const { wording } = knowledge.data;
  // A negative mask is its two's complement in the 32 bits the kernel keeps.
  let rest = BigInt.asUintN(32, figure);
  const items: string[] = [];
  for (const { mask, meaning } of bits) {
    if ((rest & BigInt(mask)) === BigInt(mask)) {
      items.push(`\`0x${mask.toString(16)}\` — ${meaning}`);
      rest &= ~BigInt(mask);
    }
  }
  if (rest !== 0n) items.push(fill(wording["value.bitUnknown"], { bits: `\`0x${rest.toString(16)}\`` }));
  return items.length > 0 ? [{ role: "list", items }] : [{ role: "body", text: wording["value.bitsNone"] }];
}

/** Where the figure stands against the default of its element; `undefined` without a fixed one. */
function compareWithDefault(
  knowledge: Knowledge,
  entry: SysctlEntry,
  defaults: string | undefined,
  word: number,
  figure: bigint,
): string | undefined {
  const { wording } = knowledge.data;
  const usual = defaults?.split(" ")[word];
  if (usual === undefined || !/^-?\d+$/.test(usual)) return undefined;
  const standard = BigInt(usual);
  if (figure === standard) return wording["value.equalsDefault"];
  const human = humanize(standard, entry.value.unit, wording);
  const value = human ? `${inlineCode(usual)} (${human})` : inlineCode(usual);
  // More or less says nothing where the number is a mode or a set of bits.
  if (["flag", "choice", "bitmask"].includes(entry.value.unit))
    return fill(wording["value.otherThanDefault"], { value });
  return fill(wording[figure > standard ? "value.aboveDefault" : "value.belowDefault"], { value });
}

/** What the kernel keeps of an accepted value, sentence by sentence. */
function explainStored(
  knowledge: Knowledge,
  entry: SysctlEntry,
  value: string,
  word: number,
  outcome: WriteOutcome,
  isCertain: boolean,
): readonly string[] {
  if (outcome.kind !== "accepted") return [];
  const { wording } = knowledge.data;
  const written = valueWords(value);
  const notes: string[] = [];
  const stored = outcome.stored?.split(" ")[word];
  if (stored !== undefined && stored !== written[word]) {
    notes.push(fill(wording["write.storesOther"], { value: inlineCode(stored) }));
  } else if (stored !== undefined && entry.value.range && isCertain) {
    notes.push(wording["write.asWritten"]);
  }
  if (outcome.ignoredWords > 0) {
    const rest = written.slice(-outcome.ignoredWords).join(" ");
    notes.push(fill(wording["write.ignoresRest"], { rest: inlineCode(rest) }));
  }
  if (outcome.keptElements > 0) notes.push(fill(wording["write.keepsRest"], { count: outcome.keptElements }));
  if (entry.value.clock) notes.push(wording["write.ticks"]);
  return notes;
}

function explainRefusal(knowledge: Knowledge, entry: SysctlEntry, value: string, outcome: WriteOutcome): Block[] {
  if (outcome.kind !== "refused") return [];
  const { wording } = knowledge.data;
  if (outcome.reason === "read-only") return [{ role: "warning", text: `⚠ **${wording["refusal.read-only"]}**` }];
  const sentences = [
    `⚠ **${fill(wording["write.refused"], { errno: outcome.errno })}** ${describeRefusal(knowledge, entry, value, outcome)}`,
  ];
  if (outcome.storedBefore > 0) sentences.push(fill(wording["write.partly"], { count: outcome.storedBefore }));
  return [{ role: "warning", text: sentences.join(" ") }];
}

/** Types whose values are no words separated by blanks. */
const takesWholeText: ReadonlySet<string> = new Set([
  "range-list",
  "cpumask",
  "fastopen-key",
  "ipv6-address",
  "string",
]);

/** Why a write is refused, in words. */
export function describeRefusal(knowledge: Knowledge, entry: SysctlEntry, value: string, outcome: Refused): string {
  const { wording } = knowledge.data;
  const [min, max] = numberBounds(entry);
  const culprit = takesWholeText.has(entry.value.type) ? value : (valueWords(value)[outcome.word] ?? value);
  return fill(wording[`refusal.${outcome.reason}`], {
    value: inlineCode(culprit),
    min: groupDigits(min),
    max: groupDigits(max),
    neighbour: inlineCode(outcome.neighbour?.name ?? ""),
    bound: inlineCode(outcome.neighbour?.value ?? ""),
  });
}

function derive(knowledge: Knowledge, entry: SysctlEntry, words: readonly string[], word: number): Block[] {
  const { units, wording } = knowledge.data;
  const elements = entry.value.elements;
  const variables: Record<string, number> = { page_size: pageBytes };
  for (const [index, text] of words.slice(0, wordsTaken(entry)).entries()) {
    const number = parseKernelNumber(text);
    if (typeof number === "bigint") variables[elements?.[index]?.name ?? "value"] = Number(number);
  }
  const items = (entry.derived ?? []).flatMap(({ label, formula, unit, element }) => {
    if (element !== undefined && elements?.[word]?.name !== element) return [];
    const result = compileFormula(formula)(variables);
    return Number.isFinite(result)
      ? [`${label}${wording["punctuation.colon"]}**${formatFigure(result, unit, units, wording)}**`]
      : [];
  });
  return items.length > 0 ? [{ role: "list", items }] : [];
}
