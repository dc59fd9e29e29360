import assert from "node:assert/strict";
import { observed, simulate } from "../support/simulate";

describe("a gateway with many clients beside a slow reader", () => {
  it("loses handshakes to the backlog and datagrams to the reader, each at its own place", () => {
    const figures = observed("gateway-and-slow-reader");
    assert.ok((figures["TcpExt.ListenOverflows"] ?? 0) > 0);
    assert.ok((figures["Udp.RcvbufErrors"] ?? 0) > 10_000);
    assert.ok((figures["slowestMs"] ?? 0) >= 1000, "a lost SYN is sent again after a second");
    assert.equal(figures["conntrack.insert_failed"], 0);
  });

  it("answers everyone without waiting once the backlog holds a burst", () => {
    const figures = observed("gateway-and-slow-reader", { backlog: 128 });
    assert.equal(figures["answered"], 200);
    assert.equal(figures["TcpExt.ListenOverflows"], 0);
    assert.ok((figures["slowestMs"] ?? 0) < 1000);
  });

  it("runs out of ports at the gateway where there are few", () => {
    const figures = observed("gateway-and-slow-reader", { toPorts: "20000-20019" });
    assert.ok((figures["conntrack.insert_failed"] ?? 0) > 0);
    assert.equal(figures["conntrack.insert_failed"], figures["conntrack.drop"]);
  });

  it("loses no datagram to a reader that is faster than they come", () => {
    const figures = observed("gateway-and-slow-reader", { floodPerSecond: 2000, receiveBuffer: 1_000_000 });
    assert.equal(figures["Udp.RcvbufErrors"], 0);
  });
});

describe("a flood of SYNs", () => {
  it("does nothing to clients that are answered with cookies", () => {
    const figures = observed("syn-flood");
    assert.deepEqual([figures["answered"], figures["unanswered"]], [100, 0]);
    assert.ok((figures["TcpExt.SyncookiesRecv"] ?? 0) > 0);
  });

  it("keeps them out without cookies", () => {
    const figures = observed("syn-flood", { "net.ipv4.tcp_syncookies": 0 });
    assert.deepEqual([figures["answered"], figures["halfOpen"]], [0, 129]);
  });
});

describe("a pool of connections", () => {
  it("holds a port for each request where each has a connection of its own, and none where it keeps them", () => {
    assert.equal(observedFigures("connection-pool")["timeWait"], 4000);
    const kept = observedFigures("connection-pool", { perConnection: 0 });
    assert.deepEqual([kept["answered"], kept["connections"]], [4000, 20]);
  });

  it("has no port left once all of a small range are in TIME_WAIT, unless they are reused", () => {
    const range = { "net.ipv4.ip_local_port_range": "32768 33767" };
    const figures = observedFigures("connection-pool", range);
    assert.deepEqual([figures["answered"], figures["failed"], figures["errno"]], [1000, 3000, "EADDRNOTAVAIL"]);
    const reused = observedFigures("connection-pool", { ...range, "net.ipv4.tcp_tw_reuse": 1 });
    assert.ok(Number(reused["answered"]) > 2000);
  });

  const observedFigures = (...run: Parameters<typeof simulate>) => simulate(...run).observed;
});

describe("workers behind one port", () => {
  it("have a share each by the hash; a listener nobody serves keeps its share", () => {
    const { observed: figures } = simulate("reuseport");
    const shares = figures["connectionsPerWorker"] as readonly number[];
    assert.equal(shares.length, 3);
    assert.ok(shares.every((share) => share > 25 && share < 75));
    assert.equal(shares.reduce((sum, share) => sum + share, 0) + Number(figures["acceptQueue"]), 200);
    assert.equal(figures["waiting"], figures["acceptQueue"]);
  });

  it("leave nobody waiting where they share a listener", () => {
    assert.equal(simulate("reuseport", { listeners: 1, backlog: 1000 }).observed["answered"], 200);
  });
});

describe("a server out of descriptors", () => {
  it("accepts what its limit allows for, and leaves the queue to fill", () => {
    const { observed: figures } = simulate("descriptor-limit");
    assert.deepEqual(figures["accepted"], [100]);
    assert.equal(figures["acceptQueue"], 129);
  });
});

describe("a TCP reader slower than its sender", () => {
  it("sets the pace: the window closes and the rest waits at the sender", () => {
    const figures = observed("slow-tcp-reader");
    assert.ok((figures["TcpExt.TCPToZeroWindowAdv"] ?? 0) > 0);
    assert.ok((figures["read"] ?? 0) <= 51 * 65_536);
    assert.equal(
      figures["written"],
      (figures["read"] ?? 0) + (figures["recvQueue"] ?? 0) + (figures["sendQueue"] ?? 0),
    );
  });

  it("never closes the window for what fits into it", () => {
    const figures = observed("slow-tcp-reader", { bytes: 50_000 });
    assert.deepEqual([figures["read"], figures["TcpExt.TCPToZeroWindowAdv"]], [50_000, 0]);
  });
});

describe("TCP over a lossy path", () => {
  it("gets everything over, with more of it sent again the more is lost", () => {
    const sentAgain = [0, 1, 3].map((lossPercent) => {
      const figures = observed("loss-and-retransmission", { lossPercent, bytes: 2_000_000 });
      assert.equal(figures["read"], 2_000_000, `${lossPercent} %`);
      return figures["Tcp.RetransSegs"] ?? 0;
    });
    assert.equal(sentAgain[0], 0);
    assert.deepEqual(
      sentAgain,
      [...sentAgain].sort((a, b) => a - b),
    );
  });
});

describe("memory of all TCP sockets", () => {
  it("ends at tcp_mem what each socket would have had room for", () => {
    const figures = observed("tcp-memory");
    assert.equal(figures["underPressure"], 1);
    assert.ok((figures["TcpExt.TCPRcvQDrop"] ?? 0) > 0);
    assert.ok((figures["memoryPages"] ?? 0) < 768 + 40, "the limit, and a packet for queues that are empty");
    const pressed = observed("tcp-memory", { memory: "768 1024 1536" });
    assert.deepEqual([pressed["underPressure"], pressed["TcpExt.TCPRcvQDrop"]], [1, 0]);
    const plenty = observed("tcp-memory", { memory: "287901 383868 575802" });
    assert.deepEqual([plenty["underPressure"], plenty["TcpExt.TCPRcvQDrop"]], [0, 0]);
    assert.ok((plenty["recvQueue"] ?? 0) > 1.5 * (figures["recvQueue"] ?? 0));
  });
});
