import { textOf, type Span } from "./sysctlConf";

/** The characters of a scalar, without quotes, indicators and the white space around. */
export interface YamlScalar {
  readonly kind: "scalar";
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode | undefined;
}

export interface YamlMap {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  /** The values of `entries` by the text of their keys. */
  readonly fields: ReadonlyMap<string, YamlNode | undefined>;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

/** `*name`, with what stood behind `&name` further up. */
export interface YamlAlias {
  readonly kind: "alias";
  readonly target: YamlContent | undefined;
}

export type YamlContent = YamlScalar | YamlMap | YamlList;
export type YamlNode = YamlContent | YamlAlias;

/** What a node says, its alias followed. */
export function resolve(node: YamlNode | undefined): YamlContent | undefined {
  return node?.kind === "alias" ? node.target : node;
}

/** What a map gives a field, merged maps (`<<`) included. */
export function fieldOf(map: YamlMap, name: string, depth = 2): YamlContent | undefined {
  if (map.fields.has(name)) return resolve(map.fields.get(name));
  if (depth === 0) return undefined;
  for (const base of basesOf(map)) {
    const found = fieldOf(base, name, depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** Nobody merges more; without a bound a small text could ask for endless work. */
const mostBases = 8;

function basesOf(map: YamlMap): readonly YamlMap[] {
  const merged = resolve(map.fields.get("<<"));
  const bases = merged?.kind === "list" ? merged.items.slice(0, mostBases).map(resolve) : [merged];
  return bases.filter((base) => base?.kind === "map");
}

/** A map of entries; what its keys are called stands in `text`. */
export function mapOf(text: string, entries: readonly YamlEntry[]): YamlMap {
  return { kind: "map", entries, fields: new Map(entries.map(({ key, value }) => [textOf(text, key.span), value])) };
}
