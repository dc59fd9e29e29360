import type { Knowledge } from "../knowledge/knowledge";
import { entryAt, type EntryAtKernel, type Presence } from "../knowledge/kernelVersion";
import type { SysctlName } from "../knowledge/sysctlName";
import type { KernelVersion, SysctlEntry, VersionChange } from "../knowledge/types";
import { fill } from "../knowledge/wording";
import type { Block, Door, Explanation } from "./explanation";
import { humanize } from "./figures";
import { kernelDocumentUrl } from "./kernelDocument";
import { escapeMarkdown, inlineCode } from "./markdown";

export interface ExplainOptions {
  /** Release to answer for; the newest covered when left out. */
  readonly kernel?: KernelVersion | undefined;
  /** `short` keeps the title, the facts and what concerns this very value. */
  readonly length?: "full" | "short";
}

/** Globs may match hundreds of keys; a hover names a few. */
const mostGlobMatches = 8;

/**
 * What a key means. `undefined` when we know nothing of it, so that nothing is said rather than something wrong.
 * `excluded` is for a `-key` line without a value.
 */
export function explainKey(
  knowledge: Knowledge,
  name: SysctlName,
  options: ExplainOptions & { readonly excluded?: boolean } = {},
): Explanation | undefined {
  const { wording } = knowledge.data;
  const exclusion: Block[] = options.excluded ? [{ role: "note", text: wording.exclusion }] : [];
  const entry = knowledge.find(name);
  if (entry) {
    const blocks = explainEntry(knowledge, entry, name, options);
    return [blocks[0] ?? titleOf(entry, name), ...exclusion, ...blocks.slice(1)];
  }
  const matches = name.isGlob ? knowledge.findAll(name) : [];
  if (matches.length === 0) return undefined;
  const heading = fill(wording["glob.matches"], { key: inlineCode(name.dotted), count: matches.length });
  const items = matches.slice(0, mostGlobMatches).map((match) => `${inlineCode(match.name)} — ${match.summary}`);
  if (matches.length > mostGlobMatches) items.push("…");
  return [{ role: "title", text: heading }, ...exclusion, { role: "list", items }];
}

/** Title line of an entry under the name the user wrote. */
function titleOf(entry: SysctlEntry, name: SysctlName): Block {
  return { role: "title", text: `**${escapeMarkdown(name.dotted)}** — ${entry.summary}` };
}

function explainEntry(knowledge: Knowledge, entry: SysctlEntry, name: SysctlName, options: ExplainOptions): Block[] {
  const kernel = options.kernel ?? knowledge.data.newestKernel;
  const state = memberAt(knowledge, entry, name, kernel);
  const blocks: Block[] = [
    titleOf(entry, name),
    ...explainPresence(knowledge, state.presence, kernel),
    { role: "facts", text: factLine(knowledge, entry, state) },
  ];
  if (options.length === "short") return blocks;
  blocks.push({ role: "body", text: entry.explanation });
  blocks.push(
    ...explainRules(knowledge, entry, name),
    ...explainTuning(knowledge, entry),
    ...explainSigns(knowledge, entry),
  );
  const history = (entry.versions ?? []).filter(
    (change) => change.change !== "default" || change.note || entry.value.elements,
  );
  if (history.length > 0) {
    const { wording } = knowledge.data;
    const sentences = history.map((change) => describeChange(knowledge, change));
    blocks.push({ role: "note", text: `**${wording["label.kernel"]}** ${sentences.join(" · ")}` });
  }
  blocks.push({ role: "doors", doors: doorsOf(knowledge, entry) });
  return blocks;
}

/** The entry at a kernel, with the default this very member of a family begins with. */
function memberAt(knowledge: Knowledge, entry: SysctlEntry, name: SysctlName, kernel: KernelVersion): EntryAtKernel {
  const state = entryAt(entry, kernel);
  if (!entry.value.defaultOf) return state;
  return { ...state, default: knowledge.defaultsOf(kernel)(name.dotted) };
}

/** It is not there on the chosen kernel: the first thing to know. */
export function explainPresence(knowledge: Knowledge, presence: Presence, kernel: KernelVersion): Block[] {
  if (presence.status === "present") return [];
  const { wording } = knowledge.data;
  const { status, change } = presence;
  // A note may be a fragment or a sentence; inside the brackets it stands without its full stop.
  const note = change.note ? fill(wording["presence.note"], { note: change.note.replace(/[.。]$/, "") }) : "";
  const sentences = [fill(wording[`presence.${status}`], { since: change.kernel, kernel, note })];
  const successors = change.replacedBy?.map(inlineCode).join(", ");
  if (successors) sentences.push(fill(wording["presence.replacedBy"], { keys: successors }));
  return [{ role: "warning", text: `⚠ ${sentences.join(" ")}` }];
}

/** `connections · default 4096 (128 before 5.4) · per network namespace` */
function factLine(knowledge: Knowledge, entry: SysctlEntry, state: EntryAtKernel): string {
  const { units, wording } = knowledge.data;
  const { value } = entry;
  const facts = [units[value.unit].label];
  if (value.elements) {
    facts.push(value.elements.map((element) => element.name).join(" / "));
  }
  if (state.default !== undefined) {
    const last = state.lastDefaultChange;
    const shown = inlineCode(state.default);
    const scalar = value.elements ? undefined : humanNumber(knowledge, entry, state.default);
    const plain = fill(wording["fact.default"], { value: scalar ? `${shown} (${scalar})` : shown });
    facts.push(
      last?.from !== undefined && !value.elements
        ? fill(wording["fact.defaultBefore"], { now: plain, before: inlineCode(last.from), kernel: last.kernel })
        : plain,
    );
  } else if (value.unit !== "trigger") {
    facts.push(wording["fact.noDefault"]);
  }
  facts.push(wording[`scope.${entry.scope}`]);
  if (value.unit === "trigger") facts.push(wording["fact.triggerOnly"]);
  if (value.readOnly) facts.push(wording["fact.readOnly"]);
  if (entry.module) facts.push(fill(wording["fact.module"], { module: inlineCode(entry.module) }));
  const line = facts.join(" · ");
  return value.defaultRule ? `${line}  \n*${wording["label.default"]}* ${value.defaultRule}` : line;
}

function humanNumber(knowledge: Knowledge, entry: SysctlEntry, text: string): string | undefined {
  return /^-?\d+$/.test(text) ? humanize(BigInt(text), entry.value.unit, knowledge.data.wording) : undefined;
}

function explainRules(knowledge: Knowledge, entry: SysctlEntry, name: SysctlName): Block[] {
  const { wording } = knowledge.data;
  const blocks: Block[] = [];
  if (entry.effective) blocks.push({ role: "body", text: `**${wording["label.effective"]}** ${entry.effective}` });
  if (entry.interfaces) {
    const place = entry.name.split(".").indexOf("*");
    const target = name.segments[place];
    const about =
      target === "all"
        ? wording["interface.all"]
        : target === "default"
          ? wording["interface.default"]
          : target === undefined || /[*?[]/.test(target)
            ? ""
            : fill(wording["interface.one"], { name: inlineCode(target) });
    blocks.push({
      role: "body",
      text: [`**${wording["label.interfaces"]}**`, about, entry.interfaces.rule].filter(Boolean).join(" "),
    });
  }
  if (entry.value.choices) {
    const items = entry.value.choices.map((choice) => `${inlineCode(choice.value)} — ${choice.meaning}`);
    blocks.push({ role: "list", items });
  }
  if (entry.value.bits) {
    blocks.push({
      role: "list",
      items: entry.value.bits.map((bit) => `\`0x${bit.mask.toString(16)}\` — ${bit.meaning}`),
    });
  }
  return blocks;
}

function explainTuning(knowledge: Knowledge, entry: SysctlEntry): Block[] {
  const { wording } = knowledge.data;
  const tuning = entry.tuning ?? {};
  const items = (["raise", "lower", "risk"] as const).flatMap((side) => {
    const text = tuning[side];
    return text ? [`**${wording[`label.${side}`]}** ${text}`] : [];
  });
  return items.length > 0 ? [{ role: "list", items }] : [];
}

/** Which counter shows that the value is wrong, and the command that prints it. */
export function explainSigns(knowledge: Knowledge, entry: SysctlEntry): Block[] {
  const { wording } = knowledge.data;
  return (entry.counters ?? []).map((counter) => ({
    role: "sign" as const,
    text: `**${wording["label.sign"]}** ${inlineCode(counter.name)} — ${counter.sign}${wording["punctuation.colon"]}${inlineCode(counter.command)}`,
  }));
}

export function describeChange(knowledge: Knowledge, change: VersionChange): string {
  const { wording } = knowledge.data;
  const sentence = fill(wording[`version.${change.change}`], {
    since: change.kernel,
    kernel: change.kernel,
    from: inlineCode(change.from ?? ""),
    to: inlineCode(change.to ?? ""),
  });
  return change.note ? `${sentence}${wording["punctuation.colon"]}${change.note}` : sentence;
}

/** What doors lead away from. */
export type Documented = Pick<SysctlEntry, "name" | "lessons" | "sources">;

/** Lessons that exist, then the kernel's own document. */
export function doorsOf(knowledge: Knowledge, entry: Documented): readonly Door[] {
  const { lessons, wording } = knowledge.data;
  const doors: Door[] = (entry.lessons ?? []).flatMap((id) => {
    const lesson = lessons.find((candidate) => candidate.id === id && candidate.available);
    return lesson
      ? [{ kind: "lesson" as const, label: fill(wording["label.lesson"], { title: lesson.title }), lesson: id }]
      : [];
  });
  const url = kernelDocumentUrl(entry.name, entry.sources);
  if (url) doors.push({ kind: "document", label: wording["label.kernelDocument"], url });
  return doors;
}
