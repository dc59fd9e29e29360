import assert from "node:assert/strict";
import { DynamicQueueLimit } from "../../../src/core/simulator/machine/dynamicQueueLimit";

describe("byte queue limits", () => {
  it("let one packet through at first, and grow by what was over the limit each time the ring ran dry", () => {
    const limit = new DynamicQueueLimit(250);
    assert.ok(limit.available >= 0);
    limit.add(1000);
    assert.equal(limit.available, -1000);
    limit.complete(1000, 0);
    // Nothing was counted as queued before: all 1000 bytes were sent and completed in this interval.
    assert.deepEqual([limit.limit, limit.available, limit.inFlight], [1000, 1000, 0]);
    limit.add(1000);
    limit.add(1000);
    assert.equal(limit.available, -1000);
    limit.complete(2000, 1);
    assert.equal(limit.limit, 3000);
  });

  it("stay as they are while the ring never runs dry and nothing is over", () => {
    const limit = grown();
    const before = limit.limit;
    for (let round = 0; round < 100; round++) {
      while (limit.available >= 1000) limit.add(1000);
      limit.complete(1000, 10);
    }
    assert.equal(limit.limit, before);
  });

  it("shrink by the least slack there was, after a second of it", () => {
    const limit = grown();
    const before = limit.limit;
    for (let jiffies = 0; jiffies <= 260; jiffies++) {
      while (limit.available >= 1000) limit.add(1000);
      limit.complete(1000, jiffies);
    }
    // Twice what one round completes is enough.
    assert.ok(before > 4000);
    assert.equal(limit.limit, 2000);
  });
});

/** One that has grown to several packets. */
function grown(): DynamicQueueLimit {
  const limit = new DynamicQueueLimit(250);
  for (let round = 0; round < 5; round++) {
    while (limit.available >= 0) limit.add(1000);
    limit.complete(limit.inFlight, 0);
  }
  return limit;
}
