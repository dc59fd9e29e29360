import assert from "node:assert/strict";
import type { TcpSocket } from "../../../src/core/simulator/machine/tcp/socket";
import { hasFlags, tcpFlag } from "../../../src/core/simulator/machine/packet";
import { connectedPair, type Pair, type PairOptions } from "../../support/tcpPair";

/** Runs until a socket is closed, with a bound; the seconds that took. */
function secondsUntilClosed({ engine }: Pair, socket: TcpSocket, most = 1000): number {
  const startNs = engine.nowNs;
  while (socket.state !== "CLOSE" && engine.nowNs < startNs + most * 1e9) assert.ok(engine.step());
  return (engine.nowNs - startNs) / 1e9;
}

/** A connection whose server can no longer be heard; seconds at which the client sends. */
function cutOff(options: PairOptions): Pair & { readonly sentAt: number[] } {
  const pair = connectedPair(options);
  const { engine, clientHost, serverHost } = pair;
  const startNs = engine.nowNs;
  const sentAt: number[] = [];
  serverHost.outputFilter = () => true;
  clientHost.outputFilter = ({ packet }) => {
    if (packet.protocol === "tcp") sentAt.push((engine.nowNs - startNs) / 1e9);
    return true;
  };
  return { ...pair, sentAt };
}

/** Never early, and as late as the timer wheel can make it. */
function assertLate(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, actual.join(" "));
  for (const [index, seconds] of expected.entries()) {
    const late = (actual[index] as number) - seconds;
    assert.ok(late >= 0 && late <= 0.13 * seconds + 0.01, `${actual[index]} for ${seconds}`);
  }
}

describe("TCP towards a peer that has gone silent", () => {
  it("probes the tail, doubles the timeout and gives up by the time tcp_retries2 stands for", () => {
    const cases = [
      [0, [0, 0.2, 0.4], 0.8],
      [1, [0, 0.2, 0.4, 0.8], 1.6],
      [2, [0, 0.2, 0.4, 0.8, 1.6], 3.2],
      [3, [0, 0.2, 0.4, 0.8, 1.6, 3.2], 6.4],
      // Four retransmissions more are not reached: the timers are late enough for the same one.
      [4, [0, 0.2, 0.4, 0.8, 1.6, 3.2], 6.4],
      [5, [0, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4], 12.8],
    ] as const;
    for (const [retries, sent, seconds] of cases) {
      const pair = cutOff({ sysctls: { "net.ipv4.tcp_retries2": retries } });
      assert.equal(pair.client.write(1), 1);
      assertLate([secondsUntilClosed(pair, pair.client)], [seconds]);
      assertLate(pair.sentAt, sent);
      const { counters } = pair.clientHost;
      assert.equal(pair.client.errno, "ETIMEDOUT");
      assert.deepEqual([counters["TcpExt.TCPAbortOnTimeout"], counters["TcpExt.TCPLossProbes"]], [1, 1]);
      assert.equal(counters["Tcp.RetransSegs"], sent.length - 1);
    }
  });

  it("waits no longer than tcp_rto_max_ms between two retransmissions, since 6.15", () => {
    const sysctls = { "net.ipv4.tcp_rto_max_ms": 1000, "net.ipv4.tcp_retries2": 5 };
    const pair = cutOff({ sysctls });
    pair.client.write(1);
    secondsUntilClosed(pair, pair.client);
    const gaps = pair.sentAt.slice(1).map((at, index) => at - (pair.sentAt[index] as number));
    assert.ok(Math.max(...gaps) < 1.1, gaps.join(" "));
    const before = cutOff({ sysctls, kernel: "6.12" });
    before.client.write(1);
    secondsUntilClosed(before, before.client);
    assert.ok(before.sentAt.some((at, index) => at - (before.sentAt[index - 1] ?? at) > 3));
  });

  it("sends keepalives and a reset at last", () => {
    for (const [time, interval, probes] of [
      [1, 1, 2],
      [2, 1, 1],
      [1, 2, 3],
    ] as const) {
      // prettier-ignore
      const sysctls = {
        "net.ipv4.tcp_keepalive_time": time,
        "net.ipv4.tcp_keepalive_intvl": interval,
        "net.ipv4.tcp_keepalive_probes": probes,
      };
      const pair = cutOff({ sysctls, keepalive: true });
      assertLate([secondsUntilClosed(pair, pair.client)], [time + probes * interval]);
      assert.equal(pair.client.errno, "ETIMEDOUT");
      assert.equal(pair.sentAt.length, probes + 1);
      assert.equal(pair.clientHost.counters["TcpExt.TCPKeepAlive"], probes);
    }
  });

  it("keeps a connection alive whose peer answers keepalives", () => {
    const sysctls = {
      "net.ipv4.tcp_keepalive_time": 1,
      "net.ipv4.tcp_keepalive_intvl": 1,
      "net.ipv4.tcp_keepalive_probes": 2,
    };
    const pair = connectedPair({ sysctls, keepalive: true });
    pair.engine.runUntil(100e9);
    assert.equal(pair.client.state, "ESTABLISHED");
    assert.ok(pair.clientHost.counters["TcpExt.TCPKeepAlive"] > 50);
  });

  it("lets an orphan go after tcp_orphan_retries", () => {
    const pair = cutOff({ sysctls: { "net.ipv4.tcp_orphan_retries": 2 } });
    pair.client.close();
    assert.equal(pair.client.state, "FIN_WAIT1");
    const { memory } = pair.clientHost.tcp;
    assert.equal(memory.orphans, 1);
    assertLate([secondsUntilClosed(pair, pair.client)], [3.2]);
    assert.deepEqual([memory.orphans, memory.sockets], [0, 0]);
  });

  it("goes on probing a closed window as long as it is answered", () => {
    const pair = connectedPair({ receiveBuffer: 0, sendBuffer: 0, sysctls: { "net.ipv4.tcp_retries2": 3 } });
    while (typeof pair.client.write(16_384) === "number") pair.engine.runUntil(pair.engine.nowNs + 1e6);
    pair.engine.runUntil(60e9);
    assert.equal(pair.client.timers.shown?.name, "persist");
    assert.ok(pair.clientHost.counters["TcpExt.TCPWinProbe"] >= 8);
    assert.equal(pair.serverHost.counters["TcpExt.TCPToZeroWindowAdv"], 1);
    pair.serverHost.outputFilter = ({ packet }) => packet.protocol === "tcp" && hasFlags(packet, tcpFlag.ACK);
    secondsUntilClosed(pair, pair.client);
    assert.equal(pair.client.errno, "ETIMEDOUT");
  });
});
