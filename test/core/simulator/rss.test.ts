import assert from "node:assert/strict";
import type { UdpPacket } from "../../../src/core/simulator/machine/packet";
import { reciprocalScale } from "../../../src/core/simulator/machine/rps";
import { Rss } from "../../../src/core/simulator/machine/rss";

// "Verifying the RSS Hash Calculation" of the specification: destination, source, hash with ports, hash without.
const vectors = [
  ["161.142.100.80", 1766, "66.9.149.187", 2794, 0x51ccc178, 0x323e8fc2],
  ["65.69.140.83", 4739, "199.92.111.2", 14230, 0xc626b0ea, 0xd718262a],
  ["12.22.207.184", 38024, "24.19.198.95", 12898, 0x5c2b394a, 0xd2d0a5de],
  ["209.142.163.6", 2217, "38.27.205.30", 48228, 0xafc7327f, 0x82989176],
  ["202.188.127.2", 1303, "153.39.163.191", 44251, 0x10e828a2, 0x5d1809c5],
] as const;

describe("receive-side scaling", () => {
  const packets = vectors.map(([to, toPort, from, fromPort, ...hashes]) => {
    const packet: UdpPacket = {
      protocol: "udp",
      source: { address: from, port: fromPort },
      destination: { address: to, port: toPort },
      payloadBytes: 0,
    };
    return { packet, hashes };
  });

  it("hashes as the specification's own examples say", () => {
    const rss = new Rss(4);
    for (const { packet, hashes } of packets) assert.equal(rss.hash(packet), hashes[0]);
  });

  it("leaves the ports of fragments out, which only the first one has", () => {
    const rss = new Rss(4);
    for (const { packet, hashes } of packets)
      assert.equal(rss.hash({ ...packet, fragment: { id: 1, count: 2 } }), hashes[1]);
  });

  it("picks queues by the low seven bits, from a table filled in turn", () => {
    const rss = new Rss(3);
    assert.deepEqual([0, 1, 2, 3, 127, 128, 0xffffffff].map((hash) => rss.queue(hash)), [0, 1, 2, 0, 1, 0, 1]); // prettier-ignore
  });
});

describe("the CPU for a hash", () => {
  it("is the hash scaled to the number of CPUs", () => {
    assert.deepEqual([0, 0x3fffffff, 0x40000000, 0x80000000, 0xffffffff].map((hash) => reciprocalScale(hash, 4)), [0, 0, 1, 2, 3]); // prettier-ignore
    assert.equal(reciprocalScale(0xffffffff, 3), 2);
  });
});
