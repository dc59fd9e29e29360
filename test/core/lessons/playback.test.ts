import assert from "node:assert/strict";
import { playbackOf, stepMs } from "../../../src/core/lessons/playback";
import type { Timeline } from "../../../src/core/simulator/timeline/timeline";

const timeline: Timeline = {
  stepNs: 1,
  endNs: 100,
  series: [
    { name: "server/tcp:80.acceptQueue", times: [0, 10, 30], values: [0, 5, 2], limit: 6 },
    { name: "server/drops", times: [0, 20], values: [0, 3] },
    { name: "unused", times: [0, 77], values: [0, 1] },
  ],
  events: [],
  eventsLeftOut: 0,
  stations: [],
  latencies: [],
};
const nodes = {
  queue: { level: "server/tcp:80.acceptQueue" },
  server: { activity: "server/drops" },
  other: { level: "never/recorded" },
};

describe("the playback of a run", () => {
  const playback = playbackOf(timeline, nodes);

  it("has a step for every time something shown changes", () => assert.deepEqual(playback.times, [0, 10, 20, 30]));

  it("knows what stands at a step, and what changed there", () => {
    assert.deepEqual(playback.stateAt(1), [
      { node: "queue", kind: "level", value: 5, limit: 6, hasChanged: true },
      { node: "server", kind: "activity", value: 0, hasChanged: false },
      { node: "other", kind: "level", value: 0, hasChanged: false },
    ]);
    const changed = [0, 1, 2, 3].map((step) => playback.stateAt(step).flatMap(({ node, hasChanged }) => (hasChanged ? node : []))); // prettier-ignore
    assert.deepEqual(changed, [[], ["queue"], ["server"], ["queue"]]);
  });

  it("knows which figures are times", () => {
    const busy = { name: "cpu0.softirqNs", times: [0, 5], values: [0, 900] };
    const [state] = playbackOf({ ...timeline, series: [busy] }, { cpu: { activity: "cpu0.softirqNs" } }).stateAt(1);
    assert.deepEqual(state, { node: "cpu", kind: "activity", value: 900, isTime: true, hasChanged: true });
  });

  it("finds the step of a time", () => {
    assert.deepEqual([-1, 0, 15, 30, 1000].map((time) => playback.stepAt(time)), [0, 0, 1, 3, 3]); // prettier-ignore
  });

  it("stands still where a run recorded nothing", () => {
    assert.deepEqual(playbackOf({ ...timeline, series: [] }, nodes).times, [0]);
  });

  it("plays few steps slowly, and many in a bounded time", () => {
    assert.equal(stepMs(3, 1), 600);
    assert.equal(stepMs(1200, 1), 10);
    assert.equal(stepMs(1200, 4), 2.5);
  });
});
