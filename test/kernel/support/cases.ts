import fc from "fast-check";
import type { Case } from "./lab";

/** Both are printed; with them the same cases are played again. */
export const seed = Number(process.env["KERNEL_SEED"] ?? Date.now() % 2 ** 31);
export const randomCases = Number(process.env["KERNEL_LABS"] ?? 30);

/** Fixed cases and some random ones. */
export function withRandom(fixed: readonly Case[], random: fc.Arbitrary<Case>): readonly Case[] {
  return [...fixed, ...fc.sample(random, { seed, numRuns: randomCases })];
}
