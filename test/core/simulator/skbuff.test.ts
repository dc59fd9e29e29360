import assert from "node:assert/strict";
import { observed } from "../../support/simulate";

const truesize = (payload: number, path: string, kernel?: string): number | undefined =>
  observed("udp-receive-buffer", { payload, path, datagrams: 1 }, kernel)["truesize"];

describe("truesize by allocation class", () => {
  // Measured on Linux 6.18, the ends of every class.
  const measured: readonly [payload: number, truesize: number][] = [
    [0, 832], [197, 832], [198, 1280], [645, 1280], [646, 2304], [1472, 2304],
  ]; // prettier-ignore
  const onLoopback: readonly [payload: number, truesize: number][] = [
    [1669, 2304], [1670, 4352], [3717, 4352], [3718, 8448], [7813, 8448], [7814, 16640], [16004, 16640],
    [16005, 16837], [60000, 60832], [65507, 66339],
  ]; // prettier-ignore

  it("is the same over veth and loopback up to the MTU", () => {
    for (const [payload, bytes] of measured) {
      assert.equal(truesize(payload, "veth"), bytes, `${payload} veth`);
      assert.equal(truesize(payload, "loopback"), bytes, `${payload} loopback`);
    }
  });

  it("follows the slabs, then pages, then the bytes for large datagrams over loopback", () => {
    for (const [payload, bytes] of onLoopback) assert.equal(truesize(payload, "loopback"), bytes, String(payload));
  });

  it("is the sum of all fragments", () => {
    for (const [payload, bytes] of [
      [3000, 5440],
      [9000, 14656],
      [65507, 102656],
    ] as const)
      // prettier-ignore
      assert.equal(truesize(payload, "veth"), bytes, String(payload));
  });

  it("came from the general slabs before there was a cache for small heads", () => {
    assert.equal(truesize(100, "veth", "6.2"), 768);
    assert.equal(truesize(134, "veth", "6.2"), 1280);
    assert.equal(truesize(100, "veth", "6.3"), 832);
  });
});
