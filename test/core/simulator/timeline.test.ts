import assert from "node:assert/strict";
import { ScenarioRun, runScenario, runToEnd } from "../../../src/core/simulator/scenario/scenarioRun";
import { seek, valueAt, type Series, type Timeline } from "../../../src/core/simulator/timeline/timeline";
import type { TimelineOptions } from "../../../src/core/simulator/timeline/recorder";
import { realScenarios, runOptions, scenarioNamed, smallCase } from "../../support/simulate";

const timelineOf = (id: string, timeline: TimelineOptions = {}, set: Record<string, number | string> = {}): Timeline =>
  runScenario(realScenarios(), scenarioNamed(id), { ...runOptions(set), timeline }).timeline ?? assert.fail();

const named = ({ series }: Timeline, name: string): Series =>
  series.find((one) => one.name === name) ?? assert.fail(`no ${name} in ${series.map((one) => one.name).join(" ")}`);

describe("the timeline of a run", () => {
  it("shows a queue fill and a counter rise, and can be sought", () => {
    const timeline = timelineOf("udp-receive-buffer");
    const queued = named(timeline, "server/udp:9000.queued");
    assert.equal(valueAt(queued, 0), 0);
    assert.equal(valueAt(queued, timeline.endNs), 256);
    for (let at = 1; at < queued.times.length; at++) {
      assert.ok((queued.times[at] ?? 0) > (queued.times[at - 1] ?? 0));
      assert.notEqual(queued.values[at], queued.values[at - 1]);
    }
    const full = queued.times[queued.times.length - 1] ?? 0;
    assert.equal(valueAt(queued, full), 256);
    assert.ok(valueAt(queued, full - timeline.stepNs) < 256);
    const end = seek(timeline, timeline.endNs);
    assert.equal(end.values["server/Udp.RcvbufErrors"], 44);
    assert.equal(end.events, timeline.events.length);
  });

  it("marks drops with their place, several in a row as one", () => {
    const { events } = timelineOf("udp-receive-buffer");
    assert.deepEqual(
      events.map(({ kind, where, what, count }) => [kind, where, what, count]),
      [["drop", "server", "udp-receive-buffer", 44]],
    );
    const [drops] = events;
    assert.ok(drops && drops.lastNs > drops.atNs);
  });

  it("marks time squeezes and when ksoftirqd is woken", () => {
    const { events } = timelineOf("receive-backlog", {}, { "net.core.netdev_budget": 64, packets: 900 });
    assert.ok(events.some(({ kind, where }) => kind === "time-squeeze" && where === "cpu0"));
    assert.ok(events.some(({ kind, what }) => kind === "ksoftirqd" && what === "woken"));
  });

  it("stays within its bounds by a coarser step, which still tells the truth at its multiples", () => {
    const set = { datagrams: 20_000, payload: 10 };
    const fine = timelineOf("udp-receive-buffer", { mostPoints: 1_000_000 }, set);
    const coarse = timelineOf("udp-receive-buffer", { mostPoints: 100 }, set);
    assert.equal(fine.stepNs, 1000);
    assert.ok(coarse.stepNs > 1000 && Number.isInteger(Math.log2(coarse.stepNs / 1000)));
    for (const series of coarse.series) {
      assert.ok(series.times.length <= 100);
      const whole = named(fine, series.name);
      for (let at = 0; at <= coarse.endNs; at += coarse.stepNs)
        assert.equal(valueAt(series, at), valueAt(whole, at), `${series.name} at ${at}`);
      assert.equal(valueAt(series, coarse.endNs), valueAt(whole, coarse.endNs));
    }
  });

  it("keeps no more events than it may, and counts the others", () => {
    const all = timelineOf("receive-backlog", {}, { "net.core.netdev_budget": 64, packets: 900 });
    const few = timelineOf("receive-backlog", { mostEvents: 3 }, { "net.core.netdev_budget": 64, packets: 900 });
    assert.deepEqual(few.events, all.events.slice(0, 3));
    assert.equal(few.events.length + few.eventsLeftOut, all.events.length + all.eventsLeftOut);
  });

  for (const scenario of realScenarios().scenarios) {
    it(`changes nothing of the run, and is not there unless asked for: ${scenario.id}`, function () {
      this.timeout(60_000);
      const plain = runScenario(realScenarios(), scenario, runOptions(smallCase(scenario.id)));
      assert.equal(plain.timeline, undefined);
      const { timeline, ...recorded } = runScenario(realScenarios(), scenario, {
        ...runOptions(smallCase(scenario.id)),
        timeline: {},
      });
      assert.ok(timeline);
      assert.deepEqual(recorded, plain);
      const run = new ScenarioRun(realScenarios(), scenario, runOptions(smallCase(scenario.id)));
      while (!run.advance(1009));
      assert.deepEqual(run.result(), plain);
    });
  }
});

describe("a run that is advanced piece by piece", () => {
  it("can be looked at on the way", () => {
    const run = new ScenarioRun(realScenarios(), scenarioNamed("udp-receive-buffer"), runOptions());
    while (!run.advanceTo(100_000, 7));
    assert.equal(run.progress.atNs, 100_000);
    const before = run.result().observed["queued"] as number;
    assert.ok(before > 0 && before < 256);
    while (!run.advance(7));
    assert.equal(run.result().observed["queued"], 256);
  });

  it("ends where it is told to", () => {
    const options = { ...runOptions(), untilNs: 50_000 };
    const run = new ScenarioRun(realScenarios(), scenarioNamed("udp-receive-buffer"), options);
    assert.equal(run.progress.endNs, 50_000);
    while (!run.advance(1));
    assert.equal(run.progress.atNs, 50_000);
  });

  it("stops when it is told to", () => {
    const endless = runOptions({ datagrams: 100_000 });
    const run = new ScenarioRun(realScenarios(), scenarioNamed("udp-receive-buffer"), endless);
    let looks = 0;
    const signal = { get aborted(): boolean { return looks > 1; } }; // prettier-ignore
    const wasEnded = runToEnd(run, signal, ({ events }) => {
      looks++;
      assert.ok(events > 0);
    });
    assert.equal(wasEnded, false);
    assert.equal(looks, 2);
  });
});
