import assert from "node:assert/strict";
import { runScenario } from "../../../src/core/simulator/scenario/scenarioRun";
import { stationKinds, type Station, type StationKind, type Way } from "../../../src/core/simulator/timeline/station";
import { valueAt, type Series, type Timeline } from "../../../src/core/simulator/timeline/timeline";
import { realScenarios, runOptions, scenarioNamed, smallCase } from "../../support/simulate";

const timelineOf = (id: string, set: Record<string, number | string> = {}, kernel = "6.18"): Timeline =>
  runScenario(realScenarios(), scenarioNamed(id), { ...runOptions(set, kernel), timeline: {} }).timeline ??
  assert.fail();

const station = ({ stations }: Timeline, host: string, way: Way, kind: StationKind): Station =>
  stations.find((one) => one.host === host && one.way === way && one.kind === kind) ??
  assert.fail(`no ${host} ${way} ${kind} in ${stations.map(({ id }) => id).join(" ")}`);

const seriesOf = ({ series }: Timeline, name: string): Series | undefined => series.find((one) => one.name === name);

const mostOf = (timeline: Timeline, name: string): number => Math.max(0, ...(seriesOf(timeline, name)?.values ?? []));

/** The limit of a vessel when its level was at its highest. */
function limitAtMost(
  timeline: Timeline,
  { level, limit, limitSeries }: Station["vessels"][number],
): number | undefined {
  const series = seriesOf(timeline, level);
  if (limitSeries === undefined || !series) return limit;
  const at = series.times[series.values.indexOf(mostOf(timeline, level))] ?? 0;
  const limits = seriesOf(timeline, limitSeries);
  return limits && valueAt(limits, at);
}

describe("the stations of the path", () => {
  it("are those of a host behind a card, in the order packets pass them", () => {
    const { stations } = timelineOf("ring-overflow");
    const of = (host: string, way: Way): string[] =>
      stations.filter((one) => one.host === host && one.way === way).map(({ kind }) => kind);
    assert.deepEqual(of("server", "receive"), [
      "wire", "nic-fifo", "rx-ring", "hard-interrupt", "softirq", "ip", "udp", "receive-queue", "application",
    ]); // prettier-ignore
    assert.deepEqual(of("client", "transmit"), ["application", "ip", "qdisc", "tx-ring", "wire"]);
  });

  it("have the CPU's backlog where no NAPI of a device receives", () => {
    const timeline = timelineOf("receive-backlog", { packets: 3000 });
    const { vessels } = station(timeline, "receiver", "receive", "cpu-backlog");
    assert.deepEqual(vessels, [{ label: "cpu0", level: "cpu0.inputQueue", unit: "packets", limit: 1001 }]);
    assert.equal(mostOf(timeline, "cpu0.inputQueue"), 1001);
  });

  it("tell limits as the kernel compares: one more than the backlog", () => {
    const timeline = timelineOf("accept-queue", { backlog: 5 });
    const [accept] = station(timeline, "server", "receive", "accept-queue").vessels;
    assert.equal(accept?.limit, 6);
    assert.equal(mostOf(timeline, accept.level), 6);
    assert.equal(seriesOf(timeline, accept.level)?.limit, 6);
    const flood = timelineOf("syn-queue", { syns: 500, backlog: 100, "net.ipv4.tcp_syncookies": 0 });
    const [half] = station(flood, "server", "receive", "syn-queue").vessels;
    assert.equal(half?.limit, 101);
    assert.equal(mostOf(flood, half.level), 101);
    const older = timelineOf("syn-queue", { syns: 500, backlog: 100, "net.ipv4.tcp_syncookies": 0 }, "6.12");
    assert.equal(station(older, "server", "receive", "syn-queue").vessels[0]?.limit, 100);
    const reserved = { syns: 500, backlog: 4000, "net.ipv4.tcp_syncookies": 0, "net.ipv4.tcp_max_syn_backlog": 128 };
    const last = timelineOf("syn-queue", reserved);
    const [kept] = station(last, "server", "receive", "syn-queue").vessels;
    assert.equal(kept?.limit, 97);
    assert.equal(mostOf(last, kept.level), 97);
  });

  it("keep sockets apart that share a port", () => {
    const { vessels } = station(timelineOf("reuseport"), "server", "receive", "accept-queue");
    assert.ok(vessels.length > 1);
    assert.equal(new Set(vessels.map(({ level }) => level)).size, vessels.length);
    assert.deepEqual(vessels.slice(0, 2).map(({ label }) => label), ["tcp:80", "tcp:80#2"]); // prettier-ignore
  });

  it("follow the buffers of the first connections, whose limits the kernel moves", () => {
    const timeline = timelineOf("slow-tcp-reader");
    const { vessels } = station(timeline, "reader", "receive", "receive-queue");
    const [vessel] = vessels;
    assert.equal(vessels.length, 1);
    assert.ok(vessel && vessel.limitSeries !== undefined);
    assert.ok(mostOf(timeline, vessel.level) > 0 && mostOf(timeline, vessel.limitSeries) > 0);
  });

  for (const scenario of realScenarios().scenarios) {
    it(`hold no more than their limits, and account for every loss: ${scenario.id}`, function () {
      this.timeout(60_000);
      const options = { ...runOptions(smallCase(scenario.id)), timeline: {} };
      const { timeline = assert.fail(), drops } = runScenario(realScenarios(), scenario, options);
      const order = (one: Station): number => (stationKinds[one.way] as readonly string[]).indexOf(one.kind);
      timeline.stations.forEach((one, at) => {
        const before = timeline.stations[at - 1];
        if (before?.host === one.host && before.way === one.way) assert.ok(order(before) < order(one), one.id);
        for (const vessel of one.vessels) {
          const limit = limitAtMost(timeline, vessel);
          // TCP takes what has been sent already; its queues may be a little above what their sockets were granted.
          const isSoft = vessel.limitSeries !== undefined || one.kind === "send-queue" || one.kind === "tcp";
          if (limit !== undefined && !isSoft) assert.ok(mostOf(timeline, vessel.level) <= limit, vessel.level);
        }
      });
      const lost = timeline.stations.flatMap((one) =>
        one.drops.map((place) => mostOf(timeline, `${one.host}/drops.${place}`)),
      );
      const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
      assert.equal(sum(lost), sum(drops.map(({ count }) => count)));
    });
  }
});
