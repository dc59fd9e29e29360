import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine, SimulationLimit } from "../../../src/core/simulator/engine";
import { seeded } from "../../support/property";

describe("the engine of the simulator", () => {
  it("lets earlier events happen first, and those of one time in the order they were scheduled", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (delays) => {
        const engine = new Engine();
        const happened: (readonly [atNs: number, number: number])[] = [];
        delays.forEach((delay, number) => engine.schedule(delay, () => happened.push([engine.nowNs, number])));
        engine.runUntil(100);
        const expected = delays.map((delay, number) => [delay, number] as const).sort(([a], [b]) => a - b);
        assert.deepEqual(happened, expected);
      }),
      seeded,
    );
  });

  it("keeps the order for events that are scheduled while others happen", () => {
    const engine = new Engine();
    const happened: string[] = [];
    engine.schedule(5, () => {
      happened.push("a");
      engine.schedule(0, () => happened.push("c"));
    });
    engine.schedule(5, () => happened.push("b"));
    engine.runUntil(5);
    assert.deepEqual(happened, ["a", "b", "c"]);
  });

  it("stops where it is told to, with the clock there", () => {
    const engine = new Engine();
    let count = 0;
    for (const delay of [1, 10, 11]) engine.schedule(delay, () => count++);
    engine.runUntil(10);
    assert.deepEqual([count, engine.nowNs, engine.waiting, engine.nextNs], [2, 10, 1, 11]);
  });

  it("holds thousands of events", () => {
    const engine = new Engine();
    let last = -1;
    for (let i = 0; i < 5000; i++) {
      const delay = (i * 7919) % 5000;
      engine.schedule(delay, () => {
        assert.ok(engine.nowNs >= last);
        last = engine.nowNs;
      });
    }
    engine.runUntil(5000);
    assert.equal(engine.happened, 5000);
  });

  it("refuses delays that are no whole nanoseconds", () => {
    for (const delay of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => new Engine().schedule(delay, () => undefined), RangeError);
    }
  });

  it("bounds the events of a run and those that wait", () => {
    const endless = new Engine({ events: 1000, waiting: 10 });
    const again = (): void => endless.schedule(1, again);
    again();
    assert.throws(() => endless.runUntil(1e9), new SimulationLimit("more than 1000 events"));
    assert.equal(endless.happened, 1001);
    const crowded = new Engine({ events: 1000, waiting: 10 });
    for (let i = 0; i < 10; i++) crowded.schedule(1, () => undefined);
    assert.throws(() => crowded.schedule(1, () => undefined), new SimulationLimit("more than 10 events wait"));
  });
});
