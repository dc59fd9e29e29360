/**
 * How long and from which seed fast-check tries. A seed from the environment repeats a failure seen elsewhere;
 * a larger PROPERTY_RUNS searches longer.
 */
export const seeded = {
  seed: Number(process.env["PROPERTY_SEED"] ?? 20_261_122),
  numRuns: Number(process.env["PROPERTY_RUNS"] ?? 500),
};
