/** Does something once a second, never twice at a time, while it is wanted. */
export interface Sampler {
  /** Whether it is wanted; the first time comes at once. */
  run(isWanted: boolean): void;
  dispose(): void;
}

const everyMs = 1000;

/** `work` must not fail. A time that takes longer than a second delays the next. */
export function createSampler(work: () => Promise<void>): Sampler {
  let timer: number | undefined;
  let isWanted = false;
  let isUnderWay = false;

  async function tick(): Promise<void> {
    timer = undefined;
    if (isUnderWay || !isWanted) return;
    isUnderWay = true;
    const began = Date.now();
    await work();
    isUnderWay = false;
    schedule(Math.max(0, everyMs - (Date.now() - began)));
  }

  function schedule(inMs: number): void {
    if (isWanted && timer === undefined && !isUnderWay) timer = setTimeout(() => void tick(), inMs);
  }

  function run(wanted: boolean): void {
    isWanted = wanted;
    if (wanted) {
      schedule(0);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
  }

  return { run, dispose: () => run(false) };
}
