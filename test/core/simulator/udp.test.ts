import assert from "node:assert/strict";
import { observed, simulate } from "../../support/simulate";

const id = "udp-receive-buffer";

describe("a UDP socket nobody reads", () => {
  it("queues what fits into its buffer, and one datagram always", () => {
    // rcvbuf as stored, so half of it is asked for; the last two go over loopback, as in the measurement.
    const cases = [
      [2304, 1, "veth", 2], [8192, 100, "veth", 9], [8192, 1000, "veth", 3], [20000, 9000, "veth", 1],
      [2304, 60000, "loopback", 1], [2304, 60000, "veth", 1],
    ] as const; // prettier-ignore
    for (const [rcvbuf, payload, path, queued] of cases) {
      const result = observed(id, { receiveBuffer: rcvbuf / 2, payload, path, datagrams: 20 });
      assert.equal(result["receiveBufferBytes"], rcvbuf);
      assert.equal(result["queued"], queued, `${rcvbuf}, ${payload}, ${path}`);
      assert.equal(result["Udp.RcvbufErrors"], 20 - queued);
      assert.equal(result["Udp.InErrors"], 20 - queued);
    }
  });

  it("takes the default buffer as it stands", () => {
    assert.deepEqual(observed(id, { payload: 100 }), {
      receiveBufferBytes: 212992,
      truesize: 832,
      queued: 256,
      "Udp.RcvbufErrors": 44,
      "Udp.InErrors": 44,
    });
    assert.equal(observed(id, { payload: 1000 })["queued"], 92);
    assert.equal(observed(id, { "net.core.rmem_default": 8320, payload: 100 })["queued"], 10);
  });

  it("doubles what SO_RCVBUF asks for, between the least and rmem_max", () => {
    const buffer = (receiveBuffer: number, rmemMax = 4194304): number | undefined =>
      observed(id, { receiveBuffer, "net.core.rmem_max": rmemMax, datagrams: 0 })["receiveBufferBytes"];
    assert.equal(buffer(0), 2304);
    assert.equal(buffer(1152), 2304);
    assert.equal(buffer(1153), 2306);
    assert.equal(buffer(1_000_000), 2_000_000);
    assert.equal(buffer(1_000_000, 212992), 425984);
    assert.equal(buffer(-1, 212992), 425984);
  });

  it("admitted one more datagram before 6.18", () => {
    assert.equal(observed(id, { receiveBuffer: 4160, payload: 100 })["queued"], 10);
    assert.equal(observed(id, { receiveBuffer: 4160, payload: 100 }, "6.14")["queued"], 11);
    assert.equal(observed(id, { receiveBuffer: 4159, payload: 100 })["queued"], 9);
    assert.equal(observed(id, { receiveBuffer: 4159, payload: 100 }, "6.14")["queued"], 10);
  });

  it("names the place, the counter and the settings", () => {
    const { drops } = simulate(id);
    assert.equal(drops.length, 1);
    const [drop] = drops;
    assert.deepEqual([drop?.count, drop?.counter], [44, "Udp.RcvbufErrors"]);
    assert.deepEqual(drop?.sysctls, ["net.core.rmem_default", "net.core.rmem_max"]);
    assert.deepEqual(simulate(id, { datagrams: 256 }).drops, []);
  });
});
