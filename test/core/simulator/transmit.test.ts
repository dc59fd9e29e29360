import assert from "node:assert/strict";
import { observed } from "../../support/simulate";

const run = (set: Readonly<Record<string, number | string>>): readonly (number | undefined)[] => {
  const result = observed("transmit-queue", set);
  return [result["sent"], result["queued"], result["dropped"], result["sendErrors"]];
};

describe("a sender faster than its device", () => {
  it("counts the bytes of a tbf with the header of the link", () => {
    assert.deepEqual(run({ limit: 10420 }), [1, 10, 29, 0]);
    assert.deepEqual(run({ limit: 10419 }), [1, 9, 30, 0]);
    assert.deepEqual(run({ limit: 1041 }), [0, 0, 40, 0]);
    assert.deepEqual(run({ qdisc: "bfifo", limit: 10419 }), [1, 9, 30, 0]);
  });

  it("counts the packets of a pfifo inside the tbf", () => {
    assert.deepEqual(run({ qdisc: "pfifo", limit: 5 }), [1, 5, 34, 0]);
    assert.deepEqual(run({ qdisc: "pfifo", limit: 7 }), [1, 7, 32, 0]);
    assert.deepEqual(run({ qdisc: "pfifo", limit: 1 }), [1, 1, 38, 0]);
    assert.deepEqual(run({ qdisc: "pfifo", limit: 0 }), [0, 0, 40, 0]);
  });

  it("is told EAGAIN once its send buffer is full", () => {
    assert.deepEqual(run({ sendBuffer: 4096, limit: 1_000_000 }), [1, 4, 0, 35]);
  });

  it("loses nothing where nothing limits a veth", () => {
    assert.deepEqual(run({ qdisc: "pfifo", limit: 1, rateBits: 0 }), [40, 0, 0, 0]);
    assert.deepEqual(run({ qdisc: "noqueue" }), [40, 0, 0, 0]);
  });

  it("never sends what is longer than the burst", () => {
    assert.deepEqual(run({ burstBytes: 1041 }), [0, 0, 40, 0]);
    assert.deepEqual(run({ burstBytes: 1042, limit: 2084 }), [1, 2, 37, 0]);
  });
});
