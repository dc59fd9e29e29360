import assert from "node:assert/strict";
import type { StepSpec } from "../../../src/core/simulator/scenario/steps/steps";
import type { Scenario } from "../../../src/core/simulator/scenario/types";
import { observed, scenarioNamed, simulate } from "../../support/simulate";

describe("a server that does not accept", () => {
  const run = (backlog: number, somaxconn: number, connections: number, more = {}): RunFigures => {
    const seen = observed("accept-queue", { backlog, "net.core.somaxconn": somaxconn, connections, ...more });
    assert.equal(seen["clientSynSent"], connections - (seen["clientEstablished"] ?? 0));
    return [seen["clientEstablished"], seen["acceptQueue"], seen["TcpExt.ListenOverflows"], seen["TcpExt.ListenDrops"]];
  };
  type RunFigures = readonly (number | undefined)[];

  it("holds one more than the smaller of backlog and somaxconn", () => {
    assert.deepEqual(run(0, 4096, 6), [1, 1, 5, 5]);
    assert.deepEqual(run(5, 4096, 12), [6, 6, 6, 6]);
    assert.deepEqual(run(5, 3, 12), [4, 4, 8, 8]);
    assert.deepEqual(run(128, 10, 20), [11, 11, 9, 9]);
    assert.deepEqual(run(-1, 4, 10), [5, 5, 5, 5]);
    assert.deepEqual(run(5, 0, 6), [1, 1, 5, 5]);
  });

  it("drops SYNs whatever cookies and abort_on_overflow say", () => {
    for (const cookies of [0, 1, 2]) {
      for (const abort of [0, 1]) {
        const more = { "net.ipv4.tcp_syncookies": cookies, "net.ipv4.tcp_abort_on_overflow": abort };
        assert.deepEqual(run(5, 4096, 12, more), [6, 6, 6, 6]);
      }
    }
  });

  /** As the measurement did it: some ACKs get lost, SYN-ACKs are sent again after a second. */
  const withLostAcks = (before: number, lost: number): Scenario => {
    const base = scenarioNamed("accept-queue");
    const steps: StepSpec[] = [
      { do: "connect", id: "clients", to: "listener", connections: before },
      { do: "wait", forNs: 1_000_000 },
      { do: "lose-acks", forNs: 500_000_000 },
      { do: "connect", id: "clients", to: "listener", connections: lost },
    ];
    const doCookies = { name: "doCookies", counter: "TcpExt.TCPReqQFullDoCookies", host: "server" } as const;
    const closed = { name: "closed", clients: "clients", state: "CLOSE" } as const;
    return {
      ...base,
      workload: [{ host: "client", steps }],
      lookAtNs: 1_500_000_000,
      observe: [...base.observe, doCookies, closed],
    };
  };

  it("leaves clients established where the last ACK finds the queue full, or resets them", () => {
    const set = { backlog: 5 };
    const seen = observed(withLostAcks(4, 4), set);
    assert.deepEqual([seen["clientEstablished"], seen["acceptQueue"], seen["TcpExt.ListenOverflows"]], [8, 6, 2]);
    const reset = observed(withLostAcks(4, 4), { ...set, "net.ipv4.tcp_abort_on_overflow": 1 });
    assert.deepEqual([reset["clientEstablished"], reset["acceptQueue"], reset["closed"]], [6, 6, 2]);
    assert.equal(reset["TcpExt.ListenOverflows"], 2);
  });

  it("forgets clients whose cookie got lost", () => {
    const seen = observed(withLostAcks(0, 12), { backlog: 5 });
    assert.deepEqual([seen["clientEstablished"], seen["acceptQueue"], seen["doCookies"]], [12, 6, 6]);
    assert.equal(seen["TcpExt.ListenOverflows"], 0);
  });
});

describe("handshakes nobody completes", () => {
  const run = (set: Readonly<Record<string, number>>, kernel?: string): readonly (number | undefined)[] => {
    const seen = observed("syn-queue", { syns: 300, "net.ipv4.tcp_syncookies": 0, ...set }, kernel);
    return [
      seen["halfOpen"],
      seen["TcpExt.SyncookiesSent"],
      seen["TcpExt.ListenDrops"],
      seen["TcpExt.TCPReqQFullDrop"],
    ];
  };
  const m = "net.ipv4.tcp_max_syn_backlog";

  it("hold one more than the backlog", () => {
    assert.deepEqual(run({ backlog: 0, [m]: 2048 }), [1, 0, 299, 299]);
    assert.deepEqual(run({ backlog: 5, [m]: 2048 }), [6, 0, 294, 294]);
    assert.deepEqual(run({ backlog: 50, [m]: 2048 }), [51, 0, 249, 249]);
    assert.deepEqual(run({ backlog: 90, [m]: 128 }), [91, 0, 209, 209]);
  });

  it("or three quarters of tcp_max_syn_backlog and one, which only ListenDrops tells", () => {
    const cases = [[128, 97], [100, 76], [64, 49], [10, 9], [8, 7], [7, 7], [4, 4], [3, 4], [1, 2], [0, 1]] as const; // prettier-ignore
    for (const [most, halfOpen] of cases) {
      assert.deepEqual(run({ backlog: 200, [m]: most }), [halfOpen, 0, 300 - halfOpen, 0], `m = ${most}`);
    }
  });

  it("are answered with cookies once the queue is full, or always", () => {
    assert.deepEqual(run({ backlog: 5, syns: 20, "net.ipv4.tcp_syncookies": 1, [m]: 4 }), [6, 14, 0, 0]);
    assert.deepEqual(run({ backlog: 5, syns: 20, "net.ipv4.tcp_syncookies": 2 }), [0, 20, 0, 0]);
  });

  it("were one fewer before 6.13", () => {
    assert.deepEqual(run({ backlog: 50 }, "6.12"), [50, 0, 250, 250]);
    assert.deepEqual(run({ backlog: 50 }, "6.13"), [51, 0, 249, 249]);
  });

  it("do not come to be when the accept queue is full", () => {
    const base = scenarioNamed("syn-queue");
    const scenario: Scenario = {
      ...base,
      workload: [
        {
          host: "client",
          steps: [
            { do: "connect", id: "clients", to: "listener", connections: 6 },
            { do: "wait", forNs: 1_000_000 },
            { do: "half-open", to: "listener", syns: "$syns" },
          ],
        },
      ],
      observe: [...base.observe, { name: "overflows", counter: "TcpExt.ListenOverflows", host: "server" }],
    };
    const seen = simulate(scenario, { backlog: 5, syns: 20 }).observed;
    assert.deepEqual([seen["halfOpen"], seen["overflows"], seen["TcpExt.TCPReqQFullDrop"]], [0, 20, 0]);
  });
});
