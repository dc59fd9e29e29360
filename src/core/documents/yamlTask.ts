import { longestValue } from "./mentions";
import { textOf, type Span } from "./sysctlConf";
import { fieldOf, mapOf, resolve, type YamlMap, type YamlNode, type YamlScalar } from "./yamlTree";

const nameFields = ["name", "key", "param", "parameter", "setting", "option", "sysctl"];
const valueFields = ["value", "val"];

/** The scalar that names what a map is about. */
export function nameIn(map: YamlMap): YamlScalar | undefined {
  return firstScalar(map, nameFields);
}

/** The scalar a map gives as the value of what it names. */
export function valueIn(map: YamlMap): YamlScalar | undefined {
  return firstScalar(map, valueFields);
}

function firstScalar(map: YamlMap, fields: readonly string[]): YamlScalar | undefined {
  for (const field of fields) {
    const found = fieldOf(map, field);
    if (found?.kind === "scalar") return found;
  }
  return undefined;
}

/** `state: absent`, `ensure: absent`: what the map names is taken away. */
export function isAbsent(text: string, map: YamlMap): boolean {
  return ["state", "ensure"].some((field) => {
    const state = fieldOf(map, field);
    return state?.kind === "scalar" && textOf(text, state.span) === "absent";
  });
}

const operand = /(?:^|\s)(\w+)=(?:"([^"]*)"|'([^']*)'|(\{\{[^{}]*\}\}|[^\s"']\S*))/dg;

/** Ansible's arguments on one line, `name=vm.swappiness value=5`, as the map they stand for. */
export function readArguments(text: string, { span }: YamlScalar): YamlMap | undefined {
  if (span.end - span.start > longestValue) return undefined;
  const entries = Array.from(textOf(text, span).matchAll(operand), ({ indices }) => {
    const value = indices?.[2] ?? indices?.[3] ?? indices?.[4];
    return { key: plain(span, indices?.[1]), value: plain(span, value) };
  });
  return entries.length > 0 ? mapOf(text, entries) : undefined;
}

function plain({ start }: Span, [from, to]: readonly [number, number] = [0, 0]): YamlScalar {
  return { kind: "scalar", style: "plain", span: { start: start + from, end: start + to } };
}

/** A name and a value that a task gives on one of its rounds. */
export interface Round {
  readonly name: YamlScalar;
  readonly value: YamlScalar;
}

/**
 * What a task with a loop sets: its module's name is `{{ item }}` or a part of it, its value as well or the same each
 * time. Only lists that stand in the task itself are known.
 */
export function* readLoop(text: string, task: YamlMap): Generator<Round, undefined> {
  const items = task.entries.find(({ key }) => /^(?:loop|with_\w+)$/.test(textOf(text, key.span)))?.value;
  const list = resolve(items);
  if (list?.kind !== "list") return;
  const control = fieldOf(task, "loop_control");
  const variable = control?.kind === "map" ? fieldOf(control, "loop_var") : undefined;
  const item = variable?.kind === "scalar" ? textOf(text, variable.span) : "item";
  for (const { value: module } of task.entries) {
    const arguments_ = module?.kind === "scalar" ? readArguments(text, module) : module;
    if (arguments_?.kind !== "map" || isAbsent(text, arguments_)) continue;
    const name = nameIn(arguments_);
    const value = valueIn(arguments_);
    if (!name || !value || !partOf(text, name, item)) continue;
    for (const one of list.items) {
      const round = { name: filledIn(text, name, item, one), value: filledIn(text, value, item, one) };
      if (round.name && round.value) yield { name: round.name, value: round.value };
    }
  }
}

/** Which part of the item a template stands for, "" for all of it. */
function partOf(text: string, { span }: YamlScalar, item: string): { readonly field: string } | undefined {
  const pattern = /^\{\{-?\s*(\w+)(?:\.(\w+)|\[["']?(\w+)["']?\])?\s*(?:\|[^{}]*)?\}\}$/;
  const [, variable, field, index] = pattern.exec(textOf(text, span).slice(0, longestValue)) ?? [];
  return variable === item ? { field: field ?? index ?? "" } : undefined;
}

function filledIn(text: string, template: YamlScalar, item: string, round: YamlNode): YamlScalar | undefined {
  const part = partOf(text, template, item);
  if (!part) return template;
  const given = resolve(round);
  const found =
    part.field === ""
      ? given
      : given?.kind === "map"
        ? fieldOf(given, part.field)
        : given?.kind === "list"
          ? resolve(given.items[Number(part.field)])
          : undefined;
  return found?.kind === "scalar" ? found : undefined;
}
