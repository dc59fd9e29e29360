import assert from "node:assert/strict";
import MiniSearch from "minisearch";
import { queryWords, searchWords } from "../../../src/core/lessons/searchWords";
import { readSections } from "../../support/lessons";

describe("the words a lesson is found by", () => {
  const cases: readonly (readonly [text: string, words: readonly string[]])[] = [
    ["Accept queue.", ["accept", "queue"]],
    ["net.core.somaxconn", ["net.core.somaxconn", "net", "core", "somaxconn"]],
    ["TcpExt.ListenOverflows", ["tcpext.listenoverflows", "tcp", "ext", "listen", "overflows"]],
    ["accept 队列满", ["accept", "队列", "列满", "满"]],
    ["TCP队列", ["tcp", "队列", "列"]],
    ["(a) – b:", ["a", "b"]],
    ["", []],
  ];
  for (const [text, words] of cases) it(`of “${text}”`, () => assert.deepEqual(searchWords(text), words));

  it("are asked for in pairs of characters, and one alone", () => {
    assert.deepEqual(queryWords("接受队列 SYN"), ["接受", "受队", "队列", "syn"]);
    assert.deepEqual(queryWords("满"), ["满"]);
  });

  for (const [language, query] of [
    ["en", "somaxconn"],
    ["zh-cn", "队列"],
    ["zh-cn", "满"],
  ] as const)
    it(`finds ${query} in the real lessons`, () => {
      const index = new MiniSearch({
        fields: ["heading", "text"],
        tokenize: searchWords,
        processTerm: (term) => term,
        searchOptions: { tokenize: queryWords, combineWith: "AND", prefix: true },
      });
      const sections = readSections(language);
      index.addAll(sections.map((section, id) => ({ id, ...section })));
      const found = new Set(index.search(query).map(({ id }) => id as number));
      for (const [id, { heading, text }] of sections.entries())
        if (`${heading} ${text}`.includes(query)) assert.ok(found.has(id), `${heading}: ${text.slice(0, 80)}`);
      assert.ok(found.size > 0);
    });
});
