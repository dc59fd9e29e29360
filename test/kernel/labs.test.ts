import assert from "node:assert/strict";
import fc from "fast-check";
import { runCli } from "../support/cli";
import { randomCases, seed, withRandom } from "./support/cases";
import { kernelSeries, needsNamespace } from "./support/namespace";
import { playAll, type Case } from "./support/lab";
import { truesizeOf } from "./support/truesize";

const syncookies = "net.ipv4.tcp_syncookies";
const abort = "net.ipv4.tcp_abort_on_overflow";
const maxSynBacklog = "net.ipv4.tcp_max_syn_backlog";
const somaxconn = "net.core.somaxconn";

// The rules are those of Linux 6.18; older kernels differ by one here and there.
const hasTheseRules = kernelSeries() >= "6.18" && !/^6\.\d\b/.test(kernelSeries());

/** What `listen` grants: a negative backlog counts as unsigned. */
function grantedBacklog(one: Case): number {
  const backlog = Number(one["backlog"]);
  const most = Number(one[somaxconn] ?? 4096);
  return backlog < 0 ? most : Math.min(backlog, most);
}

describe("labs on the running kernel", function () {
  this.timeout(120_000);

  before(function () {
    needsNamespace(this);
    if (!hasTheseRules) {
      console.log(`  skipped: the rules are those of Linux 6.18, this is ${kernelSeries()}`);
      this.skip();
    }
    console.log(`  ${randomCases} random cases a scenario, seed ${seed}`);
  });

  it("can be shown beside what was foretold", () => {
    const { out, status } = runCli("lab", "accept-queue", "--set", "backlog=2", "--set", "connections=5", "--compare");
    assert.match(out, /^ {2}clientEstablished +3 {2}as foretold$/m);
    assert.equal(status, 0, out);
  });

  it("accept-queue: one more than the backlog fits, and a SYN to a full queue is dropped", async function () {
    const fixed = [
      { backlog: 0, connections: 6 },
      { backlog: 5, connections: 12 },
      { backlog: 5, connections: 12, [somaxconn]: 3 },
      { backlog: 128, connections: 20, [somaxconn]: 10 },
      { backlog: -1, connections: 10, [somaxconn]: 4 },
      { backlog: 5, connections: 6, [somaxconn]: 0 },
    ];
    const random = fc.record({
      backlog: fc.integer({ min: -1, max: 60 }),
      connections: fc.integer({ min: 0, max: 100 }),
      [somaxconn]: fc.integer({ min: 0, max: 60 }),
      [syncookies]: fc.constantFrom(0, 1, 2),
      [abort]: fc.constantFrom(0, 1),
      [maxSynBacklog]: fc.integer({ min: 0, max: 200 }),
    });
    await playAll(this, "accept-queue", withRandom(fixed, random), (observed, one) => {
      const connections = Number(one["connections"]);
      const established = Math.min(connections, grantedBacklog(one) + 1);
      assert.deepEqual(observed, {
        clientEstablished: established,
        clientSynSent: connections - established,
        acceptQueue: established,
        "TcpExt.ListenOverflows": connections - established,
        "TcpExt.ListenDrops": connections - established,
        "TcpExt.TCPReqQFullDrop": 0,
      });
    });
  });

  it("syn-queue: the smaller of the backlog and three quarters of tcp_max_syn_backlog, and one more", async function () {
    const fixed = [
      { backlog: 0, syns: 10, [syncookies]: 0 },
      { backlog: 5, syns: 20, [syncookies]: 0 },
      { backlog: 5, syns: 20, [syncookies]: 1 },
      { backlog: 5, syns: 20, [syncookies]: 2 },
      { backlog: 200, syns: 120, [syncookies]: 0, [maxSynBacklog]: 128 },
      { backlog: 200, syns: 20, [syncookies]: 0, [maxSynBacklog]: 7 },
      { backlog: 90, syns: 120, [syncookies]: 0, [maxSynBacklog]: 128 },
    ];
    const random = fc.record({
      backlog: fc.integer({ min: -1, max: 80 }),
      syns: fc.integer({ min: 0, max: 150 }),
      [somaxconn]: fc.integer({ min: 0, max: 100 }),
      [syncookies]: fc.constantFrom(0, 0, 1, 2),
      [maxSynBacklog]: fc.integer({ min: 0, max: 120 }),
    });
    await playAll(this, "syn-queue", withRandom(fixed, random), (observed, one) => {
      const syns = Number(one["syns"]);
      const byBacklog = grantedBacklog(one) + 1;
      const most = Number(one[maxSynBacklog] ?? 2048);
      const bySysctl = one[syncookies] === 0 ? most - Math.floor(most / 4) + 1 : Infinity;
      const room = one[syncookies] === 2 ? 0 : Math.min(byBacklog, bySysctl);
      const surplus = Math.max(0, syns - room);
      const dropped = one[syncookies] === 0 ? surplus : 0;
      assert.deepEqual(observed, {
        halfOpen: Math.min(syns, room),
        "TcpExt.SyncookiesSent": surplus - dropped,
        "TcpExt.ListenDrops": dropped,
        // Whoever finds the backlog full is counted a second time; the limit of the sysctl is silent.
        "TcpExt.TCPReqQFullDrop": byBacklog <= bySysctl ? dropped : 0,
      });
    });
  });

  it("udp-receive-buffer: as many datagrams as have room by truesize, but one in any case", async function () {
    const fixed = [
      { receiveBuffer: 0, payload: 1, datagrams: 5 },
      { receiveBuffer: 4096, payload: 100, datagrams: 20 },
      { receiveBuffer: 4096, payload: 1000, datagrams: 20, path: "loopback" },
      { receiveBuffer: 10_000, payload: 9000, datagrams: 3 },
      { receiveBuffer: 0, payload: 60_000, datagrams: 2, path: "loopback" },
      { payload: 100, datagrams: 300 },
      { payload: 1000, datagrams: 100, path: "loopback" },
    ];
    const random = fc.record({
      receiveBuffer: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 100_000 })),
      payload: fc.oneof(fc.integer({ min: 0, max: 1472 }), fc.integer({ min: 0, max: 65_507 })),
      datagrams: fc.integer({ min: 1, max: 400 }),
      path: fc.constantFrom("veth", "loopback"),
    });
    await playAll(this, "udp-receive-buffer", withRandom(fixed, random), (observed, one, params) => {
      const datagrams = Number(one["datagrams"]);
      const asked = one["receiveBuffer"];
      const most = Number(params["net.core.rmem_max"]);
      const limit =
        asked === undefined
          ? Number(params["net.core.rmem_default"])
          : Math.max(2304, 2 * Math.min(Number(asked), most));
      const truesize = truesizeOf(Number(one["payload"]), one["path"] === "loopback");
      if (truesize !== undefined) assert.equal(observed["truesize"], truesize);
      const queued = Math.min(datagrams, Math.max(1, Math.floor(limit / (observed["truesize"] ?? 0))));
      assert.deepEqual(observed, {
        receiveBufferBytes: limit,
        truesize: observed["truesize"],
        queued,
        "Udp.RcvbufErrors": datagrams - queued,
        "Udp.InErrors": datagrams - queued,
      });
    });
  });

  it("receive-backlog: one more than netdev_max_backlog fits; a used-up budget is a squeeze", async function () {
    // The figures of the machine are not visible in this namespace; an overflow tells the first.
    let fits = 0;
    await playAll(this, "receive-backlog", [{ packets: 9000 }], ({ delivered }) => (fits = delivered ?? 0));
    assert.ok(fits > 1 && fits < 9000, `${fits} packets fit`);
    const fixed = [
      { packets: 1, napis: 0 },
      { packets: fits, napis: 0 },
      { packets: fits + 1, napis: 0 },
      ...[[200, 4], [60, 5], [200, 5], [100, 6], [100, 8], [36, 8], [38, 8], [301, 1]].map(([packets, napis]) => ({ packets, napis })), // prettier-ignore
    ];
    const random = fc.record({ packets: fc.integer({ min: 1, max: 400 }), napis: fc.integer({ min: 0, max: 10 }) });
    const verify: Parameters<typeof playAll>[3] = (observed, one) => {
      const packets = Number(one["packets"]);
      const napis = Number(one["napis"]);
      const delivered = napis === 0 ? Math.min(packets, fits) : napis * Math.min(packets, ringSlots);
      assert.deepEqual(observed, {
        delivered,
        "softnet.dropped": napis === 0 ? packets - delivered : 0,
        "softnet.time_squeeze": napis === 0 ? 0 : squeezes(Math.min(packets, ringSlots), napis),
      });
    };
    // One at a time: another's packets on the same CPU would use up the budget.
    await playAll(this, "receive-backlog", withRandom(fixed, random), verify, 1);
  });

  it("transmit-queue: tokens let some go, the limit holds some, the rest is dropped", async function () {
    const fixed = [
      ...[10_420, 10_419, 1041].map((limit) => ({ qdisc: "tbf", limit })),
      ...[5, 1, 0].map((limit) => ({ qdisc: "pfifo", limit })),
      { qdisc: "bfifo", limit: 10_420 },
      { qdisc: "tbf", limit: 1_000_000, sendBuffer: 4096 },
      { qdisc: "noqueue", limit: 1 },
      { qdisc: "pfifo", limit: 1, rateBits: 0 },
    ];
    const random = fc.record({
      qdisc: fc.constantFrom("tbf", "pfifo", "bfifo", "noqueue"),
      limit: fc.integer({ min: 1, max: 20_000 }),
      rateBits: fc.integer({ min: 1000, max: 100_000 }),
      burstBytes: fc.integer({ min: 1600, max: 20_000 }),
      payload: fc.integer({ min: 0, max: 1472 }),
      datagrams: fc.integer({ min: 0, max: 60 }),
    });
    await playAll(
      this,
      "transmit-queue",
      withRandom(fixed, random),
      ({ sendSeconds = 0, ...observed }, one, params) => {
        const length = Number(params["payload"]) + 42;
        const datagrams = Number(params["datagrams"]);
        const { sent = 0, queued = 0, dropped = 0, sendErrors = 0 } = observed;
        assert.equal(sent + queued + dropped + sendErrors, datagrams);
        const rateBits = Number(params["rateBits"]);
        const limit = Number(params["limit"]);
        if (one["qdisc"] === "noqueue" || rateBits === 0) {
          assert.equal(sent, datagrams);
          return;
        }
        const room = one["qdisc"] === "pfifo" ? limit : Math.floor(limit / length);
        // A busy machine takes long to send, and tokens come in meanwhile.
        const passing = (bytes: number): number => (room === 0 ? 0 : Math.min(datagrams, Math.floor(bytes / length)));
        const burst = Number(params["burstBytes"]);
        assert.ok(sent >= passing(burst) && sent <= passing(burst + (rateBits / 8) * (sendSeconds + 0.001)), "tokens");
        assert.equal(sendErrors > 0, one["sendBuffer"] !== undefined);
        if (sendErrors > 0) assert.equal(queued, 4);
        else if (sent === passing(burst)) assert.equal(queued, Math.min(datagrams - sent, room));
        else assert.ok(queued <= room);
      },
    );
  });
});

/** Packets that wait in the ring of a veth with a NAPI. */
const ringSlots = 256;
const weight = 64;
const budget = 300;

/** How often net_rx_action uses up its budget, even if nothing is left then: it polls NAPIs in turn, one weight each. */
function squeezes(packetsEach: number, napis: number): number {
  let waiting = Array.from({ length: napis }, () => packetsEach);
  let count = 0;
  while (waiting.length > 0) {
    let left = budget;
    const again: number[] = [];
    const turn = [...waiting];
    while (turn.length > 0 && left > 0) {
      const packets = turn.shift() ?? 0;
      left -= Math.min(packets, weight);
      // A NAPI that used its whole weight is asked again, even if nothing is left.
      if (packets >= weight) again.push(packets - weight);
    }
    if (left <= 0) count++;
    waiting = [...turn, ...again];
  }
  return count;
}
