import assert from "node:assert/strict";
import fc from "fast-check";
import { Fifo } from "../../../src/core/simulator/fifo";
import { seeded } from "../../support/property";

/** Pushes so many, takes so many out, or takes the other queue over. */
const act = fc.oneof(
  fc.record({ push: fc.nat(40) }),
  fc.record({ shift: fc.nat(40) }),
  fc.record({ takeOver: fc.nat(20) }),
);

describe("a queue of the simulator", () => {
  it("gives items back in their order, however it grows, shrinks and takes others over", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const queue = new Fifo<number>();
        let expected: number[] = [];
        let next = 1;
        for (const one of acts) {
          if ("push" in one) {
            for (let left = one.push; left > 0; left--) {
              queue.push(next);
              expected.push(next++);
            }
          } else if ("shift" in one) {
            const taken = Array.from({ length: one.shift }, () => queue.shift());
            assert.deepEqual(
              taken,
              Array.from(taken, (_, at) => expected[at]),
            );
            expected = expected.slice(one.shift);
          } else {
            const other = new Fifo<number>();
            for (let left = one.takeOver; left > 0; left--) {
              other.push(next);
              expected.push(next++);
            }
            queue.takeAll(other);
            assert.equal(other.length, 0);
            assert.equal(other.shift(), undefined);
          }
          const seen: number[] = [];
          queue.forEach((item) => seen.push(item));
          assert.deepEqual(seen, expected);
          assert.equal(queue.length, expected.length);
          assert.equal(queue.peek(), expected[0]);
        }
      }),
      seeded,
    );
  });
});
