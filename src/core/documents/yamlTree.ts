import { Lexer, Parser, type CST } from "yaml";
import { textOf, type Offset, type Span } from "./sysctlConf";

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
  readonly target: Exclude<YamlNode, YamlAlias> | undefined;
}

export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** Deeper is no file a person wrote. */
const deepest = 64;

/** What a node says, its alias followed. */
export function resolve(node: YamlNode | undefined): Exclude<YamlNode, YamlAlias> | undefined {
  return node?.kind === "alias" ? node.target : node;
}

/** What a map gives a field, merged maps (`<<`) included. */
export function fieldOf(map: YamlMap, name: string, depth = 2): Exclude<YamlNode, YamlAlias> | undefined {
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

/**
 * Parses sections of one text, in their order: anchors are known to the sections behind them. The templates of the
 * text are masked. A section that is not YAML, or that costs more than is left of the budget, gives `undefined`.
 */
export class YamlReader {
  readonly #text: string;
  readonly #anchors = new Map<string, Exclude<YamlNode, YamlAlias>>();
  #budget: number;

  /** `budget` is how many tokens are read in all. */
  constructor(text: string, budget: number) {
    this.#text = text;
    this.#budget = budget;
  }

  /** Anchors count within their document. */
  forgetAnchors(): void {
    this.#anchors.clear();
  }

  read({ start, end }: Span): YamlNode | undefined {
    const document = this.#parse(this.#text.slice(start, end));
    if (!document) return undefined;
    const builder = new Builder(this.#text, start, this.#anchors);
    const node = builder.build(document.value, document.start, 0);
    return builder.isBroken ? undefined : node;
  }

  #parse(section: string): CST.Document | undefined {
    const parser = new Parser();
    let document: CST.Document | undefined;
    // A section is one document, with comments and empty lines around it.
    const take = (token: CST.Token): boolean => {
      if (token.type === "error" || (token.type === "document" && document)) return false;
      if (token.type === "document") document = token;
      return true;
    };
    for (const lexeme of new Lexer().lex(section)) {
      if (--this.#budget < 0) return undefined;
      for (const token of parser.next(lexeme)) if (!take(token)) return undefined;
    }
    for (const token of parser.end()) if (!take(token)) return undefined;
    return document;
  }
}

/** Makes nodes of the parser's tokens. */
class Builder {
  isBroken = false;
  readonly #text: string;
  readonly #base: Offset;
  readonly #anchors: Map<string, Exclude<YamlNode, YamlAlias>>;

  constructor(text: string, base: Offset, anchors: Map<string, Exclude<YamlNode, YamlAlias>>) {
    this.#text = text;
    this.#base = base;
    this.#anchors = anchors;
  }

  /** `before` are the tokens between the parent and the node: its anchor is one of them. */
  build(token: CST.Token | null | undefined, before: readonly CST.Token[], depth: number): YamlNode | undefined {
    if (before.some(({ type }) => type === "error") || depth > deepest) this.isBroken = true;
    if (!token || this.isBroken) return undefined;
    if (token.type === "alias") return { kind: "alias", target: this.#anchors.get(token.source.slice(1)) };
    const node = this.#node(token, depth);
    const anchor = before.find((one) => one.type === "anchor");
    if (node && anchor && "source" in anchor) this.#anchors.set(anchor.source.slice(1), node);
    return node;
  }

  #node(token: CST.Token, depth: number): Exclude<YamlNode, YamlAlias> | undefined {
    switch (token.type) {
      case "scalar":
        return this.#scalar("plain", token.offset, token.source);
      case "single-quoted-scalar":
        return this.#quoted("single", token);
      case "double-quoted-scalar":
        return this.#quoted("double", token);
      case "block-scalar": {
        const header = token.props.find(({ type }) => type === "block-scalar-header");
        const style = header && "source" in header && header.source.startsWith(">") ? "folded" : "literal";
        const last = token.props.at(-1);
        const start = last && "source" in last ? last.offset + last.source.length : token.offset;
        return this.#scalar(style, start, token.source);
      }
      case "block-map":
        return this.#map(token.items, depth);
      case "block-seq":
        return this.#list(token.items, depth);
      case "flow-collection":
        if (token.end.length === 0) this.isBroken = true;
        return token.start.source === "{" ? this.#map(token.items, depth) : this.#list(token.items, depth);
      default:
        this.isBroken = true;
        return undefined;
    }
  }

  #quoted(style: "single" | "double", { offset, source }: CST.FlowScalar): YamlScalar {
    if (source.length < 2 || source.at(-1) !== source[0]) this.isBroken = true;
    return this.#scalar(style, offset + 1, source.slice(1, -1));
  }

  #scalar(style: YamlScalar["style"], offset: Offset, source: string): YamlScalar {
    const start = this.#base + offset + source.length - source.trimStart().length;
    return {
      kind: "scalar",
      style,
      span: { start, end: Math.max(start, this.#base + offset + source.trimEnd().length) },
    };
  }

  #map(items: readonly CST.CollectionItem[], depth: number): YamlMap {
    const entries: YamlEntry[] = [];
    for (const { start, key, sep, value } of items) {
      const built = this.build(key, start, depth + 1);
      const below = this.build(value, sep ?? [], depth + 1);
      if (built?.kind === "scalar") entries.push({ key: built, value: below });
    }
    return mapOf(this.#text, entries);
  }

  #list(items: readonly CST.CollectionItem[], depth: number): YamlList {
    const built = items.map((item) =>
      // `[a: b]` is a list of a map.
      item.key ? this.#map([item], depth + 1) : this.build(item.value, item.start, depth + 1),
    );
    return { kind: "list", items: built.filter((item) => item !== undefined) };
  }
}
