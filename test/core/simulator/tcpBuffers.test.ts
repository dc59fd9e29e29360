import assert from "node:assert/strict";
import { connectedPair } from "../../support/tcpPair";

/** Writes until nothing moves any more, as a writer that tries again every 20 ms does. */
function fill(path: "veth" | "loopback", receiveBuffer?: number, sendBuffer?: number, writeSize = 16384): number[] {
  const { engine, client, server } = connectedPair({ path, receiveBuffer, sendBuffer });
  let written = 0;
  const bursts: number[] = [];
  for (let idle = 0; idle < 35;) {
    let burst = 0;
    for (let taken = client.write(writeSize); typeof taken === "number"; taken = client.write(writeSize)) {
      burst += taken;
      engine.runUntil(engine.nowNs + 20_000);
    }
    written += burst;
    idle = burst > 0 ? 0 : idle + 1;
    if (burst > 0) bursts.push(burst);
    engine.runUntil(engine.nowNs + 20_000_000);
  }
  assert.equal(written, server.receiveQueue + client.sendQueue);
  return [written, server.receiveQueue, client.sendQueue, server.receiveMemory, client.sendMemory, ...bursts];
}

describe("TCP towards a reader that never reads", () => {
  it("fills both buffers as a 6.18 kernel does", () => {
    const cases = [
      ["veth", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
      ["veth", 4096, 4096, 16384, 13032, 4344, 8688, 6840, 10352],
      ["veth", 16384, 16384, 16384, 63712, 30408, 33304, 32072, 35800],
      ["veth", 65536, 65536, 16384, 267782, 125878, 141904, 127542, 144400],
      ["veth", undefined, undefined, 16384, 460128, 125640, 334488, 127304, 340312],
      ["loopback", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
      ["loopback", 4096, 4096, 16384, 12288, 4096, 8192, 5760, 9024],
      ["loopback", 16384, 16384, 16384, 57344, 24576, 32768, 27072, 33600],
      ["loopback", 65536, 65536, 16384, 286570, 124459, 162111, 125291, 163775],
      ["loopback", undefined, undefined, 16384, 2746368, 124928, 2621440, 125760, 2661376],
    ] as const;
    for (const [path, receive, send, size, ...expected] of cases) {
      const got = fill(path, receive, send, size);
      console.log(path, receive, send, size, "\n  kernel", expected.join(" "), "\n  model ", got.join(" "));
    }
  });
});
