/** A repeatable source of numbers in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed, on every platform (mulberry32: integer arithmetic only). */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const mostTerms = 33;

/**
 * An exponentially distributed number of mean 1. Each engine may come to another last digit in `Math.log`, so the
 * logarithm is made of the four operations IEEE 754 leaves no choice in: halvings to above a half, and the series of
 * the inverse hyperbolic tangent, which is at most a third there.
 */
export function exponential(random: Random): number {
  let share = 1 - random();
  let halvings = 0;
  for (; share < 0.5; share *= 2) halvings++;
  const root = (1 - share) / (1 + share);
  const square = root * root;
  let series = 0;
  for (let term = mostTerms; term > 0; term -= 2) series = series * square + 1 / term;
  return halvings * Math.LN2 + 2 * root * series;
}
