import assert from "node:assert/strict";
import { fuzz } from "../fuzz/fuzz";
import { realKnowledge } from "../support/knowledge";
import { readSeeds } from "../support/seeds";

describe("mutated files", () => {
  it("are read by every recogniser without an exception, with places inside the text", () => {
    const seeds = readSeeds("content/sample", "test/fixtures/embedded", "test/fixtures/dumps");
    const runs = 2000;
    const { inputs, found } = fuzz(seeds, runs, Number(process.env["PROPERTY_SEED"] ?? 20_261_123), realKnowledge());
    assert.equal(inputs, runs);
    assert.ok(found > 10 * runs, `only ${found} things were recognised`);
  }).timeout(120_000);
});
