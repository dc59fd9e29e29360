import assert from "node:assert/strict";
import { LatencyRecorder } from "../../../src/core/simulator/timeline/latency";
import { runScenario } from "../../../src/core/simulator/scenario/scenarioRun";
import { realScenarios, runOptions, scenarioNamed } from "../../support/simulate";

const latenciesOf = (id: string, set: Record<string, number | string> = {}) =>
  runScenario(realScenarios(), scenarioNamed(id), { ...runOptions(set), timeline: {} }).timeline?.latencies ?? assert.fail(); // prettier-ignore

describe("latencies of a run", () => {
  it("are percentiles within three per cent, the slowest exactly", () => {
    const recorder = new LatencyRecorder();
    for (let ns = 1; ns <= 100_000; ns++) recorder.add("x", ns * 1000);
    const [one] = recorder.read();
    assert.equal(one?.count, 100_000);
    for (const [percent, ns] of one.percentiles) {
      const exact = percent * 1_000_000;
      assert.ok(ns >= exact && ns <= exact * 1.03, `${percent}: ${ns}`);
    }
    assert.deepEqual(one.percentiles.at(-1), [100, 100_000_000]);
  });

  it("count datagrams from the wire to the application", () => {
    const [one] = latenciesOf("threaded-napi");
    assert.equal(one?.what, "server udp:9000");
    assert.ok(one.count > 0 && (one.percentiles[0]?.[1] ?? 0) > 0);
  });

  it("count requests, as the scenario's own figure has it", function () {
    this.timeout(60_000);
    const result = runScenario(realScenarios(), scenarioNamed("reuseport"), { ...runOptions(), timeline: {} }); // prettier-ignore
    const requests = result.timeline?.latencies.filter(({ what }) => what === "clients") ?? [];
    const slowest = Math.max(...requests.map(({ percentiles }) => percentiles.at(-1)?.[1] ?? 0));
    assert.equal(Math.round(slowest / 1e6), result.observed["slowestMs"]);
    assert.equal(requests.reduce((sum, { count }) => sum + count, 0), result.observed["answered"]); // prettier-ignore
  });

  it("are none where nobody reads", () => {
    assert.deepEqual(latenciesOf("udp-receive-buffer"), []);
  });
});
