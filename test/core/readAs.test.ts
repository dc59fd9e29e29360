import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { readAs } from "../../src/core/dumps/readAs";
import { projectRoot, realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

const index = realKnowledge().dumps();
const dumps = index.all();

describe("a text read as one kind of dump", () => {
  it("gives figures of that dump only, in order and within the text, whatever it is", () => {
    const sample = readFileSync(path.join(projectRoot, "test", "fixtures", "dumps", "sockets.txt"), "utf8").split("\n");
    const line = fc.oneof(fc.constantFrom(...sample), fc.string({ maxLength: 60 }));
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, fc.constantFrom(...dumps), (content, dump) => {
        for (const { cell, hit } of readAs(content, dump, index)) {
          assert.equal(hit.dump.id, dump.id);
          for (const span of [cell.value, cell.label])
            assert.ok(!span || (span.start >= 0 && span.start <= span.end && span.end <= content.length));
        }
      }),
      seeded,
    );
  });

  it("is read in one pass, however long a line is", () => {
    const [dump] = index.findDumps("netstat");
    assert.ok(dump);
    const words = [...readAs("ListenDrops 1 ".repeat(2_000), dump, index)];
    assert.equal(words.length, 2_000);
  });
});
