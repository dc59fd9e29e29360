import { findSettingsInLines, linesOf } from "./embeddedSettings";
import { wholeKey } from "./mentions";
import { textOf, type Assignment, type Offset, type Span } from "./sysctlConf";
import { findPlaces, type Places } from "./yamlPlaces";
import { YamlReader } from "./yamlReader";
import { readScalar, type Around, type Found } from "./yamlScalars";
import { splitSections } from "./yamlSections";
import { isAbsent, nameIn, readArguments, readLoop, valueIn } from "./yamlTask";
import { maskTemplates } from "./yamlText";
import { resolve, type YamlMap, type YamlNode, type YamlScalar } from "./yamlTree";

/** Tokens of about 100 KB of manifests; what is beyond them is read by its lines. */
const tokenBudget = 45_000;

interface Source {
  readonly text: string;
  readonly places: Places;
}

/**
 * The settings of a YAML text in their order, by its structure: `KEY: value`, lists of `KEY=value`, maps of a name and
 * a value, tasks that loop over keys, and the scripts and files it holds as scalars. Templates count as unknown words.
 * What cannot be parsed, such as a line being typed, is read by its lines. Never throws.
 */
export function findYamlSettings(text: string): readonly Assignment[] {
  const { masked, statements } = maskTemplates(text);
  const reader = new YamlReader(masked, tokenBudget);
  const found = new Map<Offset, Found>();
  const readLines = (span: Span): void => {
    for (const one of findSettingsInLines(linesOf(text, span))) found.set(one.key.start, one);
  };
  statements.forEach(readLines);
  for (const sections of splitSections(masked)) {
    const source: Source = { text, places: new Map() };
    const nodes: YamlNode[] = [];
    reader.forgetAnchors();
    for (const section of sections) {
      const node = reader.read(section);
      if (node) nodes.push(node);
      else readLines(section);
    }
    const roots = joined(nodes);
    for (const root of roots) findPlaces(text, root, source.places);
    for (const root of roots)
      for (const one of visit(source, root, { isConf: false, place: undefined }))
        if (!found.has(one.key.start)) found.set(one.key.start, one);
  }
  return inLines(text, [...found.values()]);
}

/** The entries of an outermost map belong together, though each was parsed by itself. */
function joined(nodes: readonly YamlNode[]): readonly YamlNode[] {
  const maps = nodes.filter((node) => node.kind === "map");
  if (maps.length < 2) return nodes;
  const fields = new Map(maps.flatMap((map) => [...map.fields]));
  const root: YamlMap = { kind: "map", entries: maps.flatMap(({ entries }) => entries), fields };
  return [root, ...nodes.filter((node) => node.kind !== "map")];
}

function inLines(text: string, found: Found[]): readonly Assignment[] {
  let start = 0;
  let end = -1;
  return found
    .sort((a, b) => a.key.start - b.key.start)
    .map(({ key, name, value, place }) => {
      if (key.start > end) {
        start = text.lastIndexOf("\n", key.start - 1) + 1;
        const next = text.indexOf("\n", key.start);
        end = next === -1 ? text.length : next;
      }
      return { kind: "assignment", start, end, key, name, value, ignoresErrors: false, ...(place && { place }) };
    });
}

function* visit(source: Source, node: YamlNode, around: Around): Generator<Found, undefined> {
  const inside = { ...around, place: source.places.get(node) ?? around.place };
  if (node.kind === "scalar") yield* readScalar(source.text, node, inside);
  else if (node.kind === "list") for (const item of node.items) yield* visit(source, item, inside);
  else if (node.kind === "map") yield* visitMap(source, node, inside);
}

/** What people write, what tasks look for and ask: no settings, whatever it names. */
const remark =
  /^(?:name|comments?|desc|description|title|summary|details|notes?|msg|.*_msg|message|rationale|remediation|checktext|fixtext|ocil|warnings|help|when|assert|that|.*_when|register|regexp?|search_string|before|after|insert(?:after|before)|unless|onlyif|url)$/i;

/** What goss tests. */
const expected = "kernel-param";

function* visitMap(source: Source, map: YamlMap, around: Around): Generator<Found, undefined> {
  const { text } = source;
  if (isAbsent(text, map)) return;
  const name = nameIn(map);
  const value = valueIn(map);
  if (name && value) yield* setting(text, name, value, around);
  for (const round of readLoop(text, map)) yield* setting(text, round.name, round.value, around);
  const isConf = around.isConf || isConfPath(text, map);
  for (const entry of map.entries) {
    const key = textOf(text, entry.key.span);
    if (wholeKey(key) !== undefined) yield* visitKey(source, entry.key, entry.value, around);
    else if (key !== expected && (entry.value?.kind === "map" || !remark.test(key))) {
      const below = { ...around, isConf: isConf || /sysctl[^/]*\.conf$|sysctl\.d\//.test(key) };
      yield* visitEntry(source, key, entry.value, below);
    }
  }
}

const pathFields = ["path", "dest", "destination", "target", "filename", "file"];

/** A map that describes a file for the loaders of sysctls. */
function isConfPath(text: string, map: YamlMap): boolean {
  return pathFields.some((field) => {
    const path = resolve(map.fields.get(field));
    return path?.kind === "scalar" && /sysctl\.(?:conf|d)\b/.test(textOf(text, path.span));
  });
}

function* visitEntry(
  source: Source,
  key: string,
  value: YamlNode | undefined,
  around: Around,
): Generator<Found, undefined> {
  if (!value) return;
  if (/^(?:.*\.)?sysctl$|^(?:local_)?action$/.test(key) && value.kind === "scalar") {
    const module = readArguments(source.text, value);
    if (module && nameIn(module)) yield* visitMap(source, module, around);
    else yield* readScalar(source.text, value, around);
  } else if (/^cmd\.\w+$/.test(key) && value.kind === "list") {
    // Salt calls a command a name.
    for (const { value: one } of flattened(value.items).entries) if (one) yield* visit(source, one, around);
  } else if (/^sysctl\.present$/.test(key) && value.kind === "list") {
    yield* visitMap(source, flattened(value.items), around);
  } else yield* visit(source, value, around);
}

/** Salt gives the arguments of a state as a list of small maps. */
function flattened(items: readonly YamlNode[]): YamlMap {
  const maps = items.filter((item) => item.kind === "map");
  return {
    kind: "map",
    entries: maps.flatMap(({ entries }) => entries),
    fields: new Map(maps.flatMap(({ fields }) => [...fields])),
  };
}

/** `KEY: value`, or a map or a state below the key that gives its value. */
function* visitKey(
  source: Source,
  key: YamlScalar,
  value: YamlNode | undefined,
  around: Around,
): Generator<Found, undefined> {
  const given = resolve(value);
  if (given?.kind === "scalar") yield* setting(source.text, key, given, around);
  if (!given || given.kind === "scalar") return;
  const map = given.kind === "list" ? flattened(given.items) : given;
  if (isAbsent(source.text, map)) return;
  const own = valueIn(map);
  const named = nameIn(map);
  if (own && !(named && wholeKey(textOf(source.text, named.span)) !== undefined)) {
    yield* setting(source.text, key, own, around);
  } else if (map.entries.length > 0 && map.entries.every((entry) => isState(source.text, entry.key))) {
    for (const entry of map.entries) yield* visitKey(source, key, entry.value, around);
  } else yield* visit(source, map, around);
}

function isState(text: string, { span }: YamlScalar): boolean {
  return /^sysctl(?:\.present)?$/.test(textOf(text, span));
}

function* setting(text: string, name: YamlScalar, value: YamlScalar, { place }: Around): Generator<Found, undefined> {
  const written = textOf(text, name.span);
  const key = wholeKey(written);
  const given = textOf(text, value.span);
  // `~` and `null` leave a setting as it is; lines of their own are a file that has such a name.
  if (key === undefined || /^(?:~|null)?$/.test(given) || (value.style === "literal" && given.includes("\n"))) return;
  yield { key: { start: name.span.end - key.length, end: name.span.end }, value: value.span, place };
}
