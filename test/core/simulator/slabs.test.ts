import assert from "node:assert/strict";
import { slabLines, slabOrder, type SlabLine } from "../../../src/core/simulator/machine/slabs";
import { tcpSendGeometry, udpReceiveGeometry, udpSendGeometry } from "../../../src/core/simulator/machine/skbGeometry";
import { ScenarioRun } from "../../../src/core/simulator/scenario/scenarioRun";
import { realScenarios, runOptions, scenarioNamed } from "../../support/simulate";

/** The caches with something in use, at the end of a run. */
function used(id: string, set: Readonly<Record<string, number | string>>, kernel = "6.18"): Record<string, number> {
  const run = new ScenarioRun(realScenarios(), scenarioNamed(id), runOptions(set, kernel));
  run.advance(Infinity);
  const { machine, hosts } = run.topology;
  const lines = slabLines(machine, hosts).filter(({ activeObjects }) => activeObjects > 0);
  return Object.fromEntries(lines.map(({ name, activeObjects }: SlabLine) => [name, activeObjects]));
}

describe("slab caches", () => {
  // /proc/slabinfo of Linux 6.18 with two CPUs: objects and pages of a slab.
  const measured = [
    [8, 512, 1], [96, 42, 1], [192, 21, 1], [256, 16, 1], [512, 16, 2], [576, 14, 2],
    [1024, 16, 4], [2048, 16, 8], [4096, 8, 8], [8192, 4, 8],
  ] as const; // prettier-ignore

  it("have slabs of as many pages as the kernel's", () => {
    for (const [bytes, objects, pages] of measured) {
      const order = slabOrder(bytes, 2);
      assert.deepEqual([Math.floor((4096 << order) / bytes), 1 << order], [objects, pages], `${bytes}`);
    }
  });

  it("hold the head and the data of each datagram that waits", () => {
    assert.deepEqual(used("udp-receive-buffer", { payload: 100, datagrams: 10 }), { skbuff_small_head: 10, skbuff_head_cache: 10 });
    assert.deepEqual(used("udp-receive-buffer", { payload: 1000, datagrams: 10 }), { skbuff_head_cache: 10, "kmalloc-2k": 10 });
    assert.deepEqual(used("udp-receive-buffer", { payload: 400, datagrams: 10 }), { skbuff_head_cache: 10, "kmalloc-1k": 10 });
    // Before 6.3 there was no cache for small heads.
    assert.deepEqual(used("udp-receive-buffer", { payload: 100, datagrams: 10 }, "6.1"), { skbuff_head_cache: 10, "kmalloc-512": 10 });
  }); // prettier-ignore

  it("hold one head for each fragment of a datagram", () => {
    assert.equal(used("udp-receive-buffer", { payload: 9000, datagrams: 1, path: "veth" })["skbuff_head_cache"], 7);
  });

  it("give everything back once it is read", () => {
    assert.deepEqual(used("receive-backlog", { packets: 0 }), {});
  });

  it("hold no data of frames that lie in the pages of a card", () => {
    const names = Object.keys(used("ring-overflow", { frames: 100 }));
    assert.deepEqual(names, ["skbuff_head_cache"]);
  });
});

describe("the pointers of an sk_buff", () => {
  it("move for each layer on the way out", () => {
    const last = udpSendGeometry(100, 256).at(-1);
    // 16 bytes were kept for the link, of which Ethernet takes 14.
    assert.deepEqual([last?.data, last?.tail, last?.len, last?.end], [2, 144, 142, 256]);
    const tcp = tcpSendGeometry(1000, 192);
    assert.deepEqual(tcp.map(({ data, len }) => [data, len]), [[0, 0], [192, 0], [192, 1000], [160, 1032], [140, 1052], [126, 1066]]); // prettier-ignore
  });

  it("move past each header on the way in", () => {
    assert.deepEqual(udpReceiveGeometry(100).map(({ data, len }) => [data, len]), [[0, 0], [192, 0], [192, 142], [206, 128], [226, 108]]); // prettier-ignore
  });

  it("panic as the kernel does where there is no room", () => {
    assert.throws(() => udpSendGeometry(1000, 256), RangeError);
  });
});
