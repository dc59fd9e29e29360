import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom, exponential } from "../../../src/core/simulator/random";
import { seeded } from "../../support/property";

describe("random numbers of the simulator", () => {
  it("are exponential with a mean of 1 where that is asked for", () => {
    const random = createRandom(7);
    const numbers = Array.from({ length: 100_000 }, () => exponential(random));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    assert.ok(Math.abs(mean - 1) < 0.02, String(mean));
    const beyondTwo = numbers.filter((number) => number > 2).length / numbers.length;
    assert.ok(Math.abs(beyondTwo - Math.exp(-2)) < 0.005, String(beyondTwo));
  });

  it("have the logarithm right to the last digits, from the least to the greatest", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (numerator) => {
        const share = numerator / 2 ** 32;
        const expected = -Math.log(1 - share);
        assert.ok(Math.abs(exponential(() => share) - expected) <= 4e-16 * Math.max(expected, share));
      }),
      seeded,
    );
  });
});
