import { labelOf, qualifiedNameOf, type FieldHit } from "../knowledge/dumpIndex";
import type { Knowledge } from "../knowledge/knowledge";
import { presenceAt } from "../knowledge/kernelVersion";
import { fill } from "../knowledge/wording";
import type { DumpField } from "../knowledge/types";
import { describeChange, doorsOf, explainPresence, type ExplainOptions } from "./explainKey";
import type { Block, Explanation } from "./explanation";
import { humanize } from "./figures";
import { escapeMarkdown, inlineCode } from "./markdown";

export interface FieldOptions extends ExplainOptions {
  /** What stands in the dump. */
  readonly value?: string | undefined;
}

/** What a column or counter of a dump means, when it grows, and what that points to. */
export function explainField(knowledge: Knowledge, hit: FieldHit, options: FieldOptions = {}): Explanation {
  const { dump, field } = hit;
  const { units, wording } = knowledge.data;
  const kernel = options.kernel ?? knowledge.data.newestKernel;
  const named = (id: "label.keys" | "label.beside", names: readonly string[] = []): Block[] =>
    names.length > 0 ? [{ role: "names", label: wording[id], names }] : [];

  const facts = [units[field.unit].label, wording[`field.${field.kind}`]];
  if (field.growth) facts.push(wording[`growth.${field.growth}`]);
  if ((field.numbers ?? dump.numbers) === "hex") facts.push(wording["field.hex"]);
  facts.push(wording[`dump.${field.scope ?? dump.scope}`], dump.places.map(inlineCode).join(", "));

  const blocks: Block[] = [
    {
      role: "title",
      text: `${figureOf(knowledge, hit, options.value)}**${escapeMarkdown(qualifiedNameOf(hit))}** — ${field.summary}`,
    },
    ...explainPresence(knowledge, presenceAt(field.versions ?? [], kernel), kernel),
    { role: "facts", text: facts.join(" · ") },
  ];
  if (options.length !== "short") blocks.push({ role: "body", text: field.meaning });
  if (field.points) blocks.push({ role: field.growth === "bad" ? "warning" : "body", text: `**${wording["label.points"]}** ${field.points}` }); // prettier-ignore
  blocks.push(...decode(knowledge, field, options.value));
  if (options.length === "short") return blocks;
  blocks.push(...named("label.keys", field.keys), ...named("label.beside", field.related));
  if (field.counted) {
    const functions = field.counted.map(({ code, symbol }) => `${inlineCode(symbol)} (${code})`);
    blocks.push({ role: "body", text: `**${wording["label.counted"]}** ${functions.join(", ")}` });
  }
  if (field.versions) {
    const sentences = field.versions.map((change) => describeChange(knowledge, change));
    blocks.push({ role: "note", text: `**${wording["label.kernel"]}** ${sentences.join(" · ")}` });
  }
  const { lessons = dump.lessons ?? [] } = field;
  const sources = [...(field.sources ?? []), ...dump.sources];
  blocks.push({ role: "doors", doors: doorsOf(knowledge, { name: field.name, lessons, sources }) });
  return blocks;
}

/** What a whole dump shows. */
export function explainDump(knowledge: Knowledge, hit: Pick<FieldHit, "dump">): Explanation {
  const { dump } = hit;
  const { wording } = knowledge.data;
  const fields = knowledge.dumps().fieldsOf(dump);
  const blocks: Block[] = [
    { role: "title", text: `**${escapeMarkdown(dump.id)}** — ${dump.summary}` },
    { role: "facts", text: [wording[`dump.${dump.scope}`], dump.places.map(inlineCode).join(", ")].join(" · ") },
  ];
  if (dump.explanation) blocks.push({ role: "body", text: dump.explanation });
  blocks.push({
    role: "body",
    text: `**${fill(wording["dump.fields"], { count: fields.length })}** ${fields.map((field) => inlineCode(labelOf(field))).join(", ")}`, // prettier-ignore
  });
  blocks.push({ role: "doors", doors: doorsOf(knowledge, { name: dump.id, lessons: dump.lessons ?? [], sources: dump.sources }) }); // prettier-ignore
  return blocks;
}

/** `4b6a9` as 308,905: the figure in front of the title, in decimal and human units. */
function figureOf(knowledge: Knowledge, { dump, field }: FieldHit, value: string | undefined): string {
  if (value === undefined) return "";
  const { wording } = knowledge.data;
  const isHex = (field.numbers ?? dump.numbers) === "hex";
  const shown = inlineCode(value);
  if (field.kind === "identity" || field.kind === "text" || !(isHex ? /^[0-9a-f]{1,16}$/i : /^-?\d{1,20}$/).test(value))
    return `${shown} — `;
  const number = BigInt(isHex ? `0x${value}` : value);
  const human = humanize(number, field.unit, wording) ?? (isHex ? String(number) : undefined);
  return human === undefined ? `${shown} — ` : `${shown} = **${human}** — `;
}

/** The meaning of this very state or these very flags, else all there are. */
function decode(knowledge: Knowledge, field: DumpField, value: string | undefined): Block[] {
  const { choices, bits } = field;
  const plain = (text: string): string =>
    text
      .toUpperCase()
      .replace(/^0X/, "")
      .replace(/^0+(?=.)/, "");
  const choice = value === undefined ? undefined : choices?.find((one) => plain(one.value) === plain(value));
  if (choice) return [{ role: "body", text: `→ ${choice.meaning}` }];
  if (bits && value !== undefined && /^(?:0x)?[0-9a-f]{1,8}$/i.test(value)) {
    const set = bits.filter(({ mask }) => (BigInt(`0x${value.replace(/^0x/i, "")}`) & BigInt(mask)) !== 0n);
    if (set.length === 0) return [{ role: "body", text: knowledge.data.wording["value.bitsNone"] }];
    return [{ role: "list", items: set.map(bitLine) }];
  }
  return [
    ...(choices
      ? [{ role: "list" as const, items: choices.map((one) => `${inlineCode(one.value)} — ${one.meaning}`) }]
      : []),
    ...(bits ? [{ role: "list" as const, items: bits.map(bitLine) }] : []),
  ];
}

function bitLine({ mask, meaning }: { readonly mask: number; readonly meaning: string }): string {
  return `\`0x${mask.toString(16)}\` — ${meaning}`;
}
