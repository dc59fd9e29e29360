import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import type { Scenario } from "../scenario/types";
import { checkNames } from "./names";
import { isNestedTooDeeply } from "./nesting";
import { checkData, type DataPath, type Schema } from "./schema";

/** What is wrong with a scenario file, and where; lines and columns count from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ReadOptions {
  /** What the scenario is called unless it says so itself; see `scenarioIdOf`. */
  readonly id: string;
  readonly schema: Schema;
  /** Of its texts. */
  readonly language: "en" | "zh-cn";
}

/** Parts of a scenario that nobody needs to write. */
const whatMayBeLeftOut = { parameters: [], links: [], sockets: [], workload: [], notModelled: [] };

/** A name for a scenario, from that of its file. */
export function scenarioIdOf(file: string): string {
  const name = file.replace(/^.*[\\/]/, "").replace(/(?:\.scenario)?\.ya?ml$/i, "");
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "scenario"; // prettier-ignore
}

export type ReadScenario =
  | { readonly scenario: Scenario; readonly problems?: undefined }
  | { readonly scenario?: undefined; readonly problems: readonly FileProblem[] };

/** Far above any scenario; the parser takes the square of the length for some texts. */
const mostCharacters = 64 * 1024;
const mostProblems = 20;
/** Nodes that stand for others; with more of them a small text could stand for an endless one. */
const mostAliases = 50;

/**
 * Reads a scenario somebody has written in YAML. Its texts may be in one language, as a text, or in several. Never
 * throws: what is wrong comes back with its place.
 */
export function readScenario(text: string, { id, schema, language }: ReadOptions): ReadScenario {
  if (text.length > mostCharacters)
    return { problems: [{ line: 1, column: 1, message: `longer than ${mostCharacters / 1024} KiB` }] };
  if (isNestedTooDeeply(text)) return { problems: [{ line: 1, column: 1, message: "nested too deeply" }] };
  const lines = new LineCounter();
  try {
    return readDocument(text, lines, { id, schema, language });
  } catch (error) {
    // The parser gives up on aliases without end.
    return { problems: [{ line: 1, column: 1, message: (error as Error).message }] };
  }
}

function readDocument(text: string, lines: LineCounter, { id, schema, language }: ReadOptions): ReadScenario {
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // Checked below: the parser compares every key with all others.
    uniqueKeys: false,
    logLevel: "silent",
  });
  const at = (offset: number, message: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const broken = document.errors.map((error) => at(error.pos[0], error.message.split("\n")[0] ?? ""));
  if (broken.length > 0) return { problems: broken.slice(0, mostProblems) };
  const doubled = doubledKeys(document.contents).map(({ offset, key }) => at(offset, `${key} is there twice`));
  if (doubled.length > 0) return { problems: doubled.slice(0, mostProblems) };
  const written: unknown = document.toJS({ maxAliasCount: mostAliases });
  const data = isMap(document.contents) ? { ...whatMayBeLeftOut, id, ...(written as object) } : written;
  const problems = checkData(data, schema);
  const all = problems.length > 0 ? problems : checkNames(data as Parameters<typeof checkNames>[0]);
  if (all.length === 0)
    return { scenario: { summary: "", ...(inLanguage(data, language) as Omit<Scenario, "summary">) } };
  const placed = all.map(({ path, message }) =>
    at(offsetOf(document, path), path.length > 0 ? `${shownPath(path)}: ${message}` : message),
  );
  return { problems: placed.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, mostProblems) };
}

/** `workload[0].steps[2].to` */
function shownPath(path: DataPath): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("").replace(/^\./, ""); // prettier-ignore
}

/** Where the value of a path begins, or what is nearest around it. */
function offsetOf(document: Document, path: DataPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function doubledKeys(node: unknown): { offset: number; key: string }[] {
  if (isAlias(node) || isScalar(node)) return [];
  if (isSeq(node)) return node.items.flatMap(doubledKeys);
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const inner = isPair(pair) ? doubledKeys(pair.value) : [];
    if (!isScalar(pair.key)) return inner;
    const key = String(pair.key.value);
    if (seen.has(key)) return [{ offset: pair.key.range?.[0] ?? 0, key }, ...inner];
    seen.add(key);
    return inner;
  });
}

/** Texts in several languages become those of one, or of the language there is. */
function inLanguage(value: unknown, language: "en" | "zh-cn"): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const isText = entries.length > 0 && entries.every(([name]) => name === "en" || name === "zh-cn");
  if (isText) return (value as Readonly<Record<string, unknown>>)[language] ?? entries[0]?.[1];
  return Object.fromEntries(entries.map(([name, inner]) => [name, inLanguage(inner, language)]));
}
