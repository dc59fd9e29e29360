import assert from "node:assert/strict";
import { observed, simulate } from "../../support/simulate";

const run = (set: Readonly<Record<string, number>>): readonly (number | undefined)[] => {
  const result = observed("receive-backlog", set);
  return [result["delivered"], result["softnet.dropped"], result["softnet.time_squeeze"]];
};

describe("packets queued before the softirq runs", () => {
  it("fill the backlog to one more than its limit, without a squeeze", () => {
    assert.deepEqual(run({ packets: 1001 }), [1001, 0, 0]);
    assert.deepEqual(run({ packets: 1100 }), [1001, 99, 0]);
    assert.deepEqual(run({ packets: 10, "net.core.netdev_max_backlog": 0 }), [1, 9, 0]);
  });

  it("squeeze the budget once several NAPIs have work", () => {
    const cases = [[4, 200, 0], [5, 60, 1], [5, 200, 3], [6, 100, 1], [8, 100, 2], [8, 36, 0], [8, 38, 1]] as const; // prettier-ignore
    for (const [napis, packets, squeezes] of cases) {
      assert.deepEqual(run({ napis, packets }), [napis * packets, 0, squeezes], `${napis} × ${packets}`);
    }
  });

  it("squeeze a small budget with the backlog alone", () => {
    assert.deepEqual(run({ packets: 200, "net.core.netdev_budget": 64 }), [200, 0, 3]);
    assert.deepEqual(run({ packets: 200, "net.core.netdev_budget": 65 }), [200, 0, 0]);
    assert.deepEqual(run({ packets: 200, "net.core.netdev_budget": 64, "net.core.dev_weight": 32 }), [200, 0, 0]);
  });

  it("are lost at the sender where the ring of a veth is full", () => {
    const { observed: seen, drops } = simulate("receive-backlog", { napis: 1, packets: 300 });
    assert.deepEqual(seen, { delivered: 256, "softnet.dropped": 0, "softnet.time_squeeze": 0 });
    assert.deepEqual(drops.map(({ count, counter }) => [count, counter]), [[44, "tx_dropped"]]); // prettier-ignore
  });
});
