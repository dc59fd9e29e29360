import { Lexer, Parser, type CST } from "yaml";
import type { Span } from "./sysctlConf";
import { YamlBuilder } from "./yamlBuilder";
import type { YamlContent, YamlNode } from "./yamlTree";

/**
 * Parses sections of one text, in their order: anchors are known to the sections behind them. The templates of the
 * text are masked. A section that is not YAML, or that costs more than is left of the budget, gives `undefined`.
 */
export class YamlReader {
  readonly #text: string;
  readonly #anchors = new Map<string, YamlContent>();
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
    const builder = new YamlBuilder(this.#text, start, this.#anchors);
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
