import assert from "node:assert/strict";
import fc from "fast-check";
import { createLineIndex } from "../../src/core/documents/lineIndex";
import { locate } from "../../src/core/documents/locate";
import { parseSysctlLine } from "../../src/core/documents/sysctlConf";
import { readCursor } from "../support/marks";
import { seeded } from "../support/property";

function hitAt(marked: string): string {
  const { text, cursor, spans } = readCursor(marked);
  const hit = locate(text, parseSysctlLine(text), cursor);
  if (!hit) return "nothing";
  assert.deepEqual([hit.span.start, hit.span.end], [spans[0]?.start, spans[0]?.end]);
  return hit.part === "key" ? "key" : `word ${hit.word}`;
}

describe("what stands under the cursor", () => {
  const cases: readonly (readonly [line: string, expected: string])[] = [
    ["«<|>net.core.somaxconn» = 128", "key"],
    ["«net.core.somaxconn<|>» = 128", "key"],
    ["net.core.somaxconn <|>= 128", "nothing"],
    ["net.core.somaxconn =<|>  128", "nothing"],
    ["net.core.somaxconn = «1<|>28»", "word 0"],
    ["net.core.somaxconn = «128<|>»", "word 0"],
    ["net.ipv4.tcp_rmem = «4096<|>» 131072 6291456", "word 0"],
    ["net.ipv4.tcp_rmem = 4096 «13<|>1072» 6291456", "word 1"],
    ["net.ipv4.tcp_rmem = 4096 131072\t«6291456<|>»", "word 2"],
    ["net.ipv4.tcp_rmem = 4096  <|>  131072", "nothing"],
    ["-«net.ipv4.conf.*<|>.rp_filter»", "key"],
    ["<|> x", "nothing"],
    ["# net.core<|>.somaxconn = 1", "nothing"],
    ["net.core.some<|>thing", "nothing"],
    ["net.core.somaxconn = <|>", "nothing"],
    ["<|>", "nothing"],
  ];
  for (const [line, expected] of cases) it(line, () => assert.equal(hitAt(line), expected));
});

describe("lines and columns", () => {
  it("counts from 1 and finds the line of every offset", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a=\r ]{0,5}$/)), (rows) => {
        const text = rows.join("\n");
        const placeOf = createLineIndex(text);
        for (let at = 0; at <= text.length; at++) {
          const before = text.slice(0, at).split("\n");
          assert.deepEqual(placeOf(at), { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
        }
      }),
      seeded,
    );
  });
});
