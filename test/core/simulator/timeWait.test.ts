import assert from "node:assert/strict";
import { TcpListener } from "../../../src/core/simulator/machine/tcp/listener";
import { TcpSocket } from "../../../src/core/simulator/machine/tcp/socket";
import type { Scenario } from "../../../src/core/simulator/scenario/types";
import { observed, scenarioNamed, simulate } from "../../support/simulate";
import { connectedHosts, connectedPair, type Pair, type PairOptions } from "../../support/tcpPair";

const range = "net.ipv4.ip_local_port_range";
const most = "net.ipv4.tcp_max_tw_buckets";
const reuse = "net.ipv4.tcp_tw_reuse";
const timestamps = "net.ipv4.tcp_timestamps";
const delay = "net.ipv4.tcp_tw_reuse_delay";

describe("TIME_WAIT", () => {
  const run = (set: Readonly<Record<string, number | string>>, kernel?: string): readonly (number | undefined)[] => {
    const seen = observed("time-wait", { [range]: "40000 40019", ...set }, kernel);
    return [seen["timeWait"], seen["TcpExt.TCPTimeWaitOverflow"], seen["reconnected"], seen["TcpExt.TWRecycled"]];
  };

  it("has as many sockets as the limit leaves; the others are gone at once", () => {
    assert.deepEqual(run({ [most]: 131_072 }), [20, 0, 0, 0]);
    assert.deepEqual(run({ [most]: 5 }), [5, 15, 15, 0]);
    assert.deepEqual(run({ [most]: 1 }), [1, 19, 19, 0]);
    assert.deepEqual(run({ [most]: 0 }), [0, 20, 20, 0]);
    assert.deepEqual(run({ lingerZero: 1 }), [0, 0, 20, 0]);
  });

  it("gives ports back by tcp_tw_reuse: never, always, or for loopback", () => {
    const over = (path: string): (number | undefined)[] => [0, 1, 2].map((value) => run({ path, [reuse]: value })[3]);
    assert.deepEqual(over("loopback"), [0, 20, 20]);
    assert.deepEqual(over("veth"), [0, 20, 0]);
  });

  it("gives none back without timestamps, or too early", () => {
    const given = { path: "loopback", [reuse]: 2 };
    assert.equal(run({ ...given, [timestamps]: 0 })[3], 0);
    assert.equal(run({ ...given, waitSeconds: 0 })[3], 0);
    assert.equal(run({ ...given, waitSeconds: 0.9 })[3], 0);
    assert.equal(run({ ...given, waitSeconds: 0.4 })[3], 0);
    assert.equal(run({ ...given, waitSeconds: 0.4, [delay]: 200 })[3], 20);
  });

  it("was judged by the seconds of the clock before 6.14, whatever the delay", () => {
    const given = { path: "loopback", [reuse]: 2, [delay]: 5000 };
    assert.equal(run({ ...given, waitSeconds: 1.3 }, "6.13")[3], 20);
    assert.equal(run({ ...given, waitSeconds: 1.3 }, "6.14")[3], 0);
  });

  it("ends after a minute, by the ticks of the timer", () => {
    assert.equal(run({ waitSeconds: 59.5 })[0], 20);
    assert.equal(run({ waitSeconds: 63 })[0], 0);
  });
});

describe("FIN_WAIT2", () => {
  const left = (set: Readonly<Record<string, number | string>>): readonly (number | undefined)[] => {
    const seen = observed("fin-wait2", set);
    return [seen["finWait2"], seen["TcpExt.TCPTimeWaitOverflow"]];
  };

  it("of a closed socket lasts for tcp_fin_timeout", () => {
    for (const seconds of [1, 2, 3, 30]) {
      const set = { "net.ipv4.tcp_fin_timeout": seconds };
      assert.deepEqual(left({ ...set, lookSeconds: (seconds - 0.1).toFixed(2) }), [20, 0]);
      assert.deepEqual(left({ ...set, lookSeconds: (seconds * 1.13 + 0.2).toFixed(2) }), [0, 0]);
    }
  });

  it("above a minute lasts twice the excess", () => {
    const set = { "net.ipv4.tcp_fin_timeout": 61 };
    assert.deepEqual(left({ ...set, lookSeconds: 1.9 }), [20, 0]);
    assert.deepEqual(left({ ...set, lookSeconds: 2.4 }), [0, 0]);
  });

  it("is within the limit for TIME_WAIT", () => {
    assert.deepEqual(left({ [most]: 5 }), [5, 15]);
  });

  it("of a socket that is still open has no end", () => {
    assert.deepEqual(left({ close: "shutdown", "net.ipv4.tcp_fin_timeout": 1, lookSeconds: 500 }), [20, 0]);
  });
});

describe("a port in TIME_WAIT at the server", () => {
  /** The server closes first; both ends are closed then. */
  const closed = (options: PairOptions = {}): Pair => {
    const pair = connectedPair({ ...options, sysctls: { [range]: "40000 40000", ...options.sysctls } });
    pair.server.close();
    pair.engine.runUntil(pair.engine.nowNs + 1e8);
    pair.client.close();
    pair.engine.runUntil(pair.engine.nowNs + 1e8);
    assert.deepEqual([pair.serverHost.tcp.timeWait.count, pair.clientHost.tcp.timeWait.count], [1, 0]);
    return pair;
  };

  const again = ({ clientHost, engine }: Pair): TcpSocket => {
    const socket = new TcpSocket(clientHost);
    assert.equal(socket.connect({ address: "10.0.0.2", port: 80 }), undefined);
    engine.runUntil(engine.nowNs + 1e8);
    return socket;
  };

  it("takes a new connection of the same ends", () => {
    const pair = closed();
    assert.equal(again(pair).state, "ESTABLISHED");
    assert.equal(pair.serverHost.tcp.timeWait.count, 0);
    assert.ok(pair.listener.accept());
    assert.equal(pair.serverHost.counters["TcpExt.TWRecycled"], 0);
  });

  it("ends with a reset, unless tcp_rfc1337 says otherwise", () => {
    for (const [rfc1337, left] of [
      [0, 0],
      [1, 1],
    ] as const) {
      // prettier-ignore
      const { engine, clientHost, serverHost, client } = closed({ sysctls: { "net.ipv4.tcp_rfc1337": rfc1337 } });
      const [waiting] = [...serverHost.tcp.connections.values()];
      assert.equal(waiting?.state, "TIME_WAIT");
      const { local, remote } = client;
      clientHost.tcp.send(local, remote, {
        flags: 4,
        seq: (waiting as unknown as { receiveNext: number }).receiveNext,
      });
      engine.runUntil(engine.nowNs + 1e8);
      assert.equal(serverHost.tcp.timeWait.count, left);
    }
  });
});

describe("sockets that share a port by SO_REUSEPORT", () => {
  it("each get their part of the connections, the same ends always the same one", () => {
    const { clientHost, serverHost, engine } = connectedHosts({});
    const workers = Array.from({ length: 4 }, () => new TcpListener(serverHost, 81, 1000, {}, true));
    for (let left = 400; left > 0; left--) new TcpSocket(clientHost).connect({ address: "10.0.0.2", port: 81 });
    engine.runUntil(engine.nowNs + 1e9);
    const counts = workers.map(({ acceptQueue }) => acceptQueue);
    assert.equal(counts.reduce((sum, count) => sum + count, 0), 400); // prettier-ignore
    for (const count of counts) assert.ok(count > 60 && count < 140, counts.join(" ")); // prettier-ignore
  });

  it("need all of them to say so", () => {
    const { serverHost } = connectedHosts({});
    assert.throws(() => new TcpListener(serverHost, 80, 1, {}, true), /80 is listened at already/);
    new TcpListener(serverHost, 81, 1, {}, true);
    assert.throws(() => new TcpListener(serverHost, 81, 1), /81 is listened at already/);
  });

  it("can be UDP sockets", () => {
    const base = scenarioNamed("udp-receive-buffer");
    const sockets = base.sockets.map((spec) => (spec.host === "server" ? { ...spec, reusePort: 3 } : spec));
    const scenario: Scenario = { ...base, sockets };
    // One sender has one pair of ends, so one of the three gets everything.
    assert.equal(simulate(scenario, { datagrams: 10 }).observed["queued"], 10);
  });
});

describe("a process at its limit of open files", () => {
  const withLimit = (base: Scenario, host: string, descriptors: number, more: Scenario["workload"] = []): Scenario => ({
    ...base,
    workload: [...base.workload.map((thread) => (thread.host === host ? { ...thread, descriptors } : thread)), ...more],
  });

  it("gets no further socket", () => {
    const { observed: seen } = simulate(withLimit(scenarioNamed("ephemeral-ports"), "client", 10));
    assert.deepEqual(seen, { connections: [7], errno: "EMFILE" });
  });

  it("leaves connections in the accept queue", () => {
    const accepting = { host: "server", descriptors: 7, steps: [{ do: "accept", from: "listener" } as const] };
    const scenario = { ...scenarioNamed("accept-queue") };
    const seen = simulate(
      { ...scenario, workload: [...scenario.workload, accepting] },
      { connections: 10, backlog: 20 },
    );
    assert.deepEqual([seen.observed["clientEstablished"], seen.observed["acceptQueue"]], [10, 6]);
  });
});
