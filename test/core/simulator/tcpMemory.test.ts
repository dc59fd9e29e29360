import assert from "node:assert/strict";
import { TcpMemory, type MemoryHolder } from "../../../src/core/simulator/machine/tcp/memory";
import { connectedPair } from "../../support/tcpPair";

const page = 4096;
const holding = (pages: number): MemoryHolder => ({ forwardBytes: 0, receiveMemory: pages * page, sendMemory: 0 });

/** Some sockets of a machine that hold so many pages together. */
function memoryWith(pages: number, sockets = 4): TcpMemory {
  const memory = new TcpMemory({ mem: [10, 20, 30] });
  memory.sockets = sockets;
  memory.force(holding(0), pages * page);
  return memory;
}

describe("memory of all TCP sockets of a host", () => {
  it("is under pressure from above the second limit until below the first", () => {
    const memory = memoryWith(18);
    const holder = holding(0);
    assert.ok(memory.schedule(holder, 2 * page, false));
    assert.equal(memory.isUnderPressure, false);
    assert.ok(memory.schedule(holder, 3 * page, true));
    assert.equal(memory.isUnderPressure, true);
    memory.release({ ...holder, forwardBytes: 0 }, 11 * page);
    assert.deepEqual([memory.pages, memory.isUnderPressure], [10, true]);
    memory.release({ ...holder, forwardBytes: 0 }, page);
    assert.deepEqual([memory.pages, memory.isUnderPressure], [9, false]);
  });

  it("gives under pressure to who has little or less than a share, and above the highest limit to nobody", () => {
    const grants = (pages: number, holder: MemoryHolder, hasLittle: boolean): boolean =>
      memoryWith(pages).schedule(holder, page, hasLittle);
    assert.equal(grants(20, holding(6), false), true, "7 of 30 pages for each of 4");
    assert.equal(grants(20, holding(7), false), false, "8 of 30 pages for each of 4");
    assert.equal(grants(20, holding(7), true), true, "little");
    assert.equal(grants(19, holding(7), false), true, "not under pressure yet");
    assert.equal(grants(30, holding(0), true), false, "above the highest");
  });

  it("lets an empty queue take one packet; since 6.6 the peer is then told to wait", () => {
    const take = (kernel: string): unknown => {
      const { client, server, serverHost, engine } = connectedPair({
        kernel,
        sysctls: { "net.ipv4.tcp_mem": "0 0 0" },
      });
      for (let packet = 0; packet < 2; packet++) {
        assert.equal(client.write(3000), 3000);
        engine.runUntil(engine.nowNs + 10e6);
      }
      return [server.receiveQueue, serverHost.counters["TcpExt.TCPRcvQDrop"]];
    };
    assert.deepEqual(take("6.18"), [3000, 0]);
    assert.deepEqual(take("6.5"), [3000, 1]);
  });
});
