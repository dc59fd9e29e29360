import assert from "node:assert/strict";
import { mock } from "node:test";
import { createSampler } from "../../src/features/live/sampler";

describe("the sampler", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
  afterEach(() => mock.timers.reset());

  /** Lets pending promises go on. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    await settle();
  };

  it("works at once and then every second, while it is wanted", async () => {
    let count = 0;
    const sampler = createSampler(() => {
      count++;
      return Promise.resolve();
    });
    await pass(5000);
    assert.equal(count, 0);
    sampler.run(true);
    sampler.run(true);
    await pass(0);
    assert.equal(count, 1);
    for (let second = 0; second < 3; second++) await pass(1000);
    assert.equal(count, 4);
    sampler.run(false);
    for (let second = 0; second < 3; second++) await pass(1000);
    assert.equal(count, 4);
    sampler.run(true);
    await pass(0);
    assert.equal(count, 5);
    sampler.dispose();
  });

  it("never works twice at a time, however long it takes", async () => {
    let count = 0;
    let finish = (): void => undefined;
    const sampler = createSampler(() => new Promise((resolve) => void (count++, (finish = resolve))));
    sampler.run(true);
    await pass(0);
    for (let second = 0; second < 5; second++) await pass(1000);
    sampler.run(false);
    sampler.run(true);
    await pass(1000);
    assert.equal(count, 1);
    finish();
    await settle();
    await pass(0);
    assert.equal(count, 2);
    sampler.dispose();
    finish();
    await settle();
    await pass(5000);
    assert.equal(count, 2);
  });
});
