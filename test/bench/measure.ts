/** The middle of some figures. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The figure below which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Medians in milliseconds of two pieces of work done in turn, so that a machine that slows down slows both. */
export function alternate(
  rounds: number,
  ours: () => unknown,
  baseline: () => unknown,
): { readonly ours: number; readonly baseline: number; readonly ratio: number } {
  const times: { readonly ours: number; readonly baseline: number }[] = [];
  for (let round = -2; round < rounds; round++) {
    const pair = { ours: timeOf(ours), baseline: timeOf(baseline) };
    if (round >= 0) times.push(pair);
  }
  return {
    ours: median(times.map((pair) => pair.ours)),
    baseline: median(times.map((pair) => pair.baseline)),
    ratio: median(times.map((pair) => pair.ours / pair.baseline)),
  };
}

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
