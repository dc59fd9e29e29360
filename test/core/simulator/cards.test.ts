import assert from "node:assert/strict";
import { procFile } from "../../../src/core/simulator/proc/procFile";
import { ScenarioRun } from "../../../src/core/simulator/scenario/scenarioRun";
import { observed, realScenarios, runOptions, scenarioNamed, simulate } from "../../support/simulate";

type Set = Readonly<Record<string, number | string>>;

/** All that a run shows, lists too. */
const seen = (scenario: string, set: Set = {}, kernel = "6.18"): Readonly<Record<string, unknown>> =>
  simulate(scenario, set, kernel).observed;

const list = (scenario: string, name: string, set: Set = {}): readonly number[] => {
  const figure = seen(scenario, set)[name];
  assert.ok(Array.isArray(figure), name);
  return figure as readonly number[];
};

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

describe("a receive ring", () => {
  it("loses what comes while all of its descriptors are in use, and nothing else", () => {
    for (const rxRing of [1, 64, 256, 2048]) {
      const { delivered, rx_missed_errors: missed = 0, dmaTransfers, dmaBytes } = observed("ring-overflow", { rxRing });
      assert.equal(Number(delivered) + missed, 2000);
      // One transfer for each frame that got a descriptor; a frame has 60 bytes at least.
      assert.deepEqual([dmaTransfers, dmaBytes], [delivered, Number(delivered) * 60]);
      assert.equal(missed > 0, rxRing < 2000);
    }
  });

  it("loses none of a burst it has room for, however late the CPU is", () => {
    assert.equal(observed("ring-overflow", { rxRing: 500, frames: 500 })["rx_missed_errors"], 0);
  });

  it("shows what it missed in /proc/net/dev and in the statistics of the driver", () => {
    const run = new ScenarioRun(realScenarios(), scenarioNamed("ring-overflow"), runOptions());
    run.advance(Infinity);
    const missed = Number(observed("ring-overflow")["rx_missed_errors"]);
    const file = (name: string): string => procFile(run.topology, realScenarios().proc, { host: "server", name }) ?? "";
    const [, , , drop] = /eth0: +(.*)/.exec(file("net/dev"))?.[1]?.split(/ +/) ?? [];
    assert.equal(Number(drop), missed);
    assert.ok(file("ethtool -S eth0").includes(` rx_missed_errors: ${missed}\n`));
  });

  it("names the place", () => {
    assert.deepEqual(simulate("ring-overflow").drops.map(({ counter }) => counter), ["rx_missed_errors"]); // prettier-ignore
  });
});

describe("the moderation of interrupts", () => {
  const run = (set: Set): readonly (number | undefined)[] => {
    const { interrupts, delivered } = observed("interrupt-moderation", { datagrams: 1000, ...set });
    return [interrupts, delivered];
  };

  it("interrupts for each frame that comes alone unless it is told otherwise", () => {
    assert.deepEqual(run({ rxUsecs: 0, rxFrames: 1 }), [1000, 1000]);
    assert.deepEqual(run({ rxUsecs: 0, rxFrames: 0 }), [1000, 1000]);
  });

  it("interrupts once for so many frames, and never for fewer", () => {
    assert.deepEqual(run({ rxUsecs: 0, rxFrames: 8 }), [125, 1000]);
    // Those that come while 300 are polled are polled with them.
    const [interrupts, delivered = 0] = run({ rxUsecs: 0, rxFrames: 300 });
    assert.equal(interrupts, 3);
    assert.ok(delivered >= 900 && delivered < 1000);
  });

  it("interrupts so long after the first frame, or at once when there are enough", () => {
    // A frame each 20 µs: after the first, two more come within 48 µs.
    assert.deepEqual(run({ everyNs: 20_000, datagrams: 999, rxUsecs: 48, rxFrames: 0 }), [333, 999]);
    assert.deepEqual(run({ everyNs: 20_000, rxUsecs: 48, rxFrames: 2 }), [500, 1000]);
    assert.deepEqual(run({ everyNs: 20_000, datagrams: 999, rxUsecs: 48, rxFrames: 64 }), [333, 999]);
  });

  it("trades time in the ring for time of the CPU", () => {
    const [often, seldom] = [0, 100].map((rxUsecs) => observed("interrupt-moderation", { rxUsecs }));
    assert.ok(Number(often?.["hardirqPercent"]) > 5 * Number(seldom?.["hardirqPercent"]));
    assert.ok(Number(seldom?.["meanWaitNs"]) > 5 * Number(often?.["meanWaitNs"]));
  });
});

describe("several receive queues", () => {
  it("share the flows, each with its CPU", () => {
    const packets = list("rss", "queuePackets");
    assert.equal(packets.length, 4);
    assert.ok(packets.every((count) => count > 0));
    assert.equal(sum(packets), 20_000);
    assert.deepEqual(list("rss", "softnet.processed"), packets);
  });

  it("go round the CPUs there are", () => {
    const [one = 0, two = 0, three = 0] = list("rss", "queuePackets", { queues: 3, cpus: 2 });
    assert.deepEqual(list("rss", "softnet.processed", { queues: 3, cpus: 2 }), [one + three, two]);
  });

  it("do not help a single flow", () => {
    assert.equal(list("rss", "queuePackets", { flows: 1 }).filter((count) => count > 0).length, 1);
  });
});

describe("receive packet steering", () => {
  it("leaves the work to the CPUs of the mask, which are told by an interrupt", () => {
    const processed = list("rps", "softnet.processed");
    assert.equal(processed[0], 0);
    assert.ok(processed.slice(1).every((count) => count > 0));
    assert.equal(sum(processed), 20_000);
    const interrupts = list("rps", "softnet.received_rps");
    assert.equal(interrupts[0], 0);
    assert.ok(interrupts.slice(1).every((count) => count > 0 && count < 20_000));
  });

  it("is off without a mask", () => {
    assert.deepEqual(list("rps", "softnet.received_rps", { rpsCpus: 0 }), [0, 0, 0, 0]);
    assert.deepEqual(list("rps", "softnet.processed", { rpsCpus: 0 }).slice(1), [0, 0, 0]);
  });

  // Seen on Linux 6.18 with 64 flows of 50 datagrams from CPU 0 into a veth: with mask 1 CPU 0 processed all without
  // interrupts; with mask 2 CPU 1 did, after 582 interrupts; with mask 3 they had 1550 and 1650, after 232.
  it("may keep packets on the CPU they came to, without an interrupt", () => {
    const set = { rpsCpus: 1, everyNs: 1000 };
    assert.deepEqual(list("rps", "softnet.received_rps", set), [0, 0, 0, 0]);
    assert.deepEqual(list("rps", "softnet.processed", set), [20_000, 0, 0, 0]);
  });

  it("drops where a backlog is full, one more than its limit fitting", () => {
    const dropped = list("rps", "softnet.dropped", { flows: 1, "net.core.netdev_max_backlog": 10 });
    assert.ok(sum(dropped) > 0);
    assert.equal(dropped.filter((count) => count > 0).length, 1);
  });

  it("keeps one flow from more than its share of a half-full backlog where that is asked for", () => {
    const set = { flows: 1, "net.core.netdev_max_backlog": 400 };
    assert.deepEqual(list("rps", "softnet.flow_limit_count", set), [0, 0, 0, 0]);
    const limited = list("rps", "softnet.flow_limit_count", { ...set, "net.core.flow_limit_cpu_bitmap": "1" });
    // Counted on the CPU that steers; the drop is that of the backlog.
    assert.ok(Number(limited[0]) > 0);
    assert.deepEqual(limited.slice(1), [0, 0, 0]);
    assert.equal(sum(list("rps", "softnet.dropped", { ...set, "net.core.flow_limit_cpu_bitmap": "1" })), limited[0]);
    assert.deepEqual(list("rps", "softnet.flow_limit_count", { ...set, "net.core.flow_limit_cpu_bitmap": "e" }), [0, 0, 0, 0]); // prettier-ignore
  });
});

describe("one CPU for softirqs and an application", () => {
  it("gives an application that only computes its half once ksoftirqd has the work", () => {
    const { processPercent = 0, ksoftirqdPercent = 0, softirqPercent = 100 } = observed("ksoftirqd-share");
    assert.ok(processPercent > 40 && processPercent < 60, `${processPercent}`);
    assert.ok(ksoftirqdPercent > 40 && ksoftirqdPercent < 60, `${ksoftirqdPercent}`);
    assert.ok(softirqPercent < 5, `${softirqPercent}`);
  });

  it("is all the application's when nothing comes", () => {
    assert.deepEqual(observed("ksoftirqd-share", { datagrams: 0 })["processPercent"], 100);
  });

  it("lets a reader live beside a thread that polls, not beside softirqs", () => {
    const [without, withThread] = ["no", "yes"].map((threaded) => observed("threaded-napi", { threaded }));
    assert.ok(Number(withThread?.["read"]) > 5 * Number(without?.["read"]));
    assert.ok(Number(withThread?.["napiPercent"]) > 50);
    assert.deepEqual([withThread?.["softirqPercent"], withThread?.["ksoftirqdPercent"], without?.["napiPercent"]], [0, 0, 0]); // prettier-ignore
  });
});

describe("byte queue limits", () => {
  it("keep the ring short and the rest in the queue", () => {
    const [on, off] = [observed("bql", { byteLimit: "on" }), observed("bql", { byteLimit: "off" })];
    assert.equal(off["inTransmitRing"], 64);
    assert.ok(Number(on["inTransmitRing"]) < 20);
    assert.ok(Number(on["inQdisc"]) > Number(off["inQdisc"]));
    // The wire is never idle for it: as much is sent, to a few packets.
    assert.ok(Math.abs(Number(on["sent"]) - Number(off["sent"])) < 10);
    // Over the limit by no more than the packet that was the last.
    assert.ok(Number(on["inflight"]) <= Number(on["limit"]) + 1042);
  });

  it("need more bytes the later the card tells of what is sent", () => {
    assert.ok(Number(observed("bql", { rxUsecs: 200 })["limit"]) > 2 * Number(observed("bql")["limit"]));
  });
});

describe("urgent packets behind many", () => {
  const arrived = (set: Set): number | undefined => observed("transmit-priority", set)["urgentArrived"];

  it("overtake in pfifo_fast by their priority, in fq as a new flow, in pfifo not at all", () => {
    assert.equal(arrived({ qdisc: "pfifo_fast" }), 10);
    assert.equal(arrived({ qdisc: "pfifo_fast", priority: 0 }), 0);
    assert.equal(arrived({ qdisc: "fq", priority: 0 }), 10);
    assert.equal(arrived({ qdisc: "pfifo" }), 0);
  });

  it("overtake nothing that is in the ring of the card already", () => {
    assert.equal(arrived({ qdisc: "pfifo_fast", byteLimit: "off" }), 0);
  });

  it("find no room in a band that is full, but in another", () => {
    assert.equal(arrived({ qdisc: "pfifo_fast", limit: 20 }), 10);
    assert.ok(Number(observed("transmit-priority", { limit: 20 })["dropped"]) > 0);
  });
});
