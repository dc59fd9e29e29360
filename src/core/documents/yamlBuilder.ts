import type { CST } from "yaml";
import type { Offset } from "./sysctlConf";
import { mapOf, type YamlContent, type YamlEntry, type YamlList, type YamlMap, type YamlNode, type YamlScalar } from "./yamlTree"; // prettier-ignore

/** Deeper is no file a person wrote. */
const deepest = 64;

/** Makes nodes of the parser's tokens. `base` is where the parsed section begins in the text. */
export class YamlBuilder {
  /** Something is no YAML; what was built is of no use. */
  isBroken = false;
  readonly #text: string;
  readonly #base: Offset;
  readonly #anchors: Map<string, YamlContent>;

  constructor(text: string, base: Offset, anchors: Map<string, YamlContent>) {
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

  #node(token: CST.Token, depth: number): YamlContent | undefined {
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
      // A key of two lines is a line half typed, and the key below it.
      if (key?.type === "scalar" && key.source.includes("\n")) this.isBroken = true;
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
