import { formatFigure, humanize } from "../../explain/figures";
import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { compareKernels } from "../../knowledge/kernelVersion";
import type { Knowledge } from "../../knowledge/knowledge";
import type { Rule, RuleCondition } from "../../knowledge/types";
import { numbersOf, type JudgedSetting, type RuleContext, type SettingRule } from "../judgedSetting";

interface StatedRule {
  readonly rule: Rule;
  readonly condition: RuleCondition;
}

const indexes = new WeakMap<Knowledge, ReadonlyMap<string, readonly StatedRule[]>>();

/** The rules whose page states by key and number what they speak of. */
export const statedRules: SettingRule = (setting, context, report) => {
  const index = indexOf(context.knowledge);
  const ofEntry = index.get(setting.entry.name);
  const ofMember = setting.key === setting.entry.name ? undefined : index.get(setting.key);
  if ((!ofEntry && !ofMember) || setting.outcome.kind === "refused") return;
  for (const { rule, condition } of [...(ofEntry ?? []), ...(ofMember ?? [])]) {
    if (holds(rule, condition, setting, context)) report(rule.code, "value", describe(condition, setting, context));
  }
};

/** Whether a rule's page speaks of a key whatever its value is. */
export function isStatedForAnyValue(knowledge: Knowledge, entryName: string): boolean {
  const stated = indexOf(knowledge).get(entryName) ?? [];
  return stated.some(({ condition: { from, to } }) => from === undefined && to === undefined);
}

function indexOf(knowledge: Knowledge): ReadonlyMap<string, readonly StatedRule[]> {
  const known = indexes.get(knowledge);
  if (known) return known;
  const index = new Map<string, StatedRule[]>();
  for (const rule of knowledge.data.rules) {
    for (const condition of rule.when ?? []) {
      for (const key of condition.keys) index.set(key, [...(index.get(key) ?? []), { rule, condition }]);
    }
  }
  indexes.set(knowledge, index);
  return index;
}

function holds(rule: Rule, condition: RuleCondition, { value }: JudgedSetting, context: RuleContext): boolean {
  const { from = -Infinity, to = Infinity, word = 0, since, onlyInOwnFiles } = condition;
  if (since !== undefined && compareKernels(context.kernel, since) < 0) return false;
  // What a hint says is not worth repeating for every example of a text.
  if (context.dialect === "embedded" && (onlyInOwnFiles || rule.severity === "hint")) return false;
  const number = numbersOf(value)[word];
  return number !== undefined && number >= from && number <= to;
}

function describe(
  { word = 0 }: RuleCondition,
  { entry, key, value }: JudgedSetting,
  { knowledge: { data }, kernel }: RuleContext,
): Readonly<Record<string, string>> {
  const number = numbersOf(value)[word] ?? 0n;
  const { unit } = entry.value;
  const figure = humanize(number, unit, data.wording) ?? formatFigure(Number(number), unit, data.units, data.wording);
  return { key: escapeMarkdown(key), value: inlineCode(String(number)), figure, kernel };
}
