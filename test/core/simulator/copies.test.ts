import assert from "node:assert/strict";
import { carryModes, wayOf } from "../../../src/core/simulator/machine/copies";
import { observed } from "../../support/simulate";

const run = (set: Readonly<Record<string, number | string>>): readonly (number | undefined)[] => {
  const { copiedBytes, dmaBytes, cpuCopies, dmaTransfers } = observed("copies", {
    bytes: 14480,
    callBytes: 1448,
    ...set,
  });
  return [copiedBytes, cpuCopies, dmaBytes, dmaTransfers];
};

// Ten full segments of 1448 bytes, each with 66 bytes of headers.
const [bytes, once] = [14480, 15140];

describe("carrying bytes", () => {
  it("copies them as often as the way has a CPU move them", () => {
    assert.deepEqual(run({ mode: "recv-send" }), [2 * bytes, 20, 2 * once, 20]);
    assert.deepEqual(run({ mode: "read-send" }), [2 * bytes, 20, once, 10]);
    assert.deepEqual(run({ mode: "sendfile" }), [0, 0, once, 10]);
    assert.deepEqual(run({ mode: "splice" }), [0, 0, 2 * once, 20]);
    assert.deepEqual(run({ mode: "zerocopy" }), [0, 0, once, 10]);
    assert.deepEqual(run({ mode: "af-xdp-copy" }), [2 * bytes, 20, 2 * once, 20]);
    assert.deepEqual(run({ mode: "af-xdp" }), [0, 0, 2 * once, 20]);
    assert.deepEqual(run({ mode: "bypass" }), [0, 0, 2 * once, 20]);
  });

  it("copies borrowed memory after all where no card reads it", () => {
    assert.deepEqual(run({ mode: "zerocopy", path: "loopback" }), [bytes, 10, 0, 0]);
    assert.deepEqual(run({ mode: "sendfile", path: "loopback" }), [0, 0, 0, 0]);
    assert.deepEqual(run({ mode: "af-xdp", path: "loopback" }), run({ mode: "af-xdp-copy", path: "loopback" }));
    assert.throws(() => run({ mode: "bypass", path: "loopback" }), /bypass needs a network card/);
  });

  it("hands bytes from where they were last put", () => {
    for (const mode of carryModes) {
      const moves = wayOf(mode, "nic")?.moves ?? [];
      moves.slice(1).forEach(({ from }, at) => assert.equal(from, moves[at]?.to, mode));
      assert.equal(moves.at(-1)?.to, "card", mode);
    }
  });
});
