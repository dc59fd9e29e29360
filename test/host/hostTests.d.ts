/** Made by scripts/lib/buildTests.mjs out of the `*.test.ts` of this folder. */
declare module "host-tests" {
  /** Loads every test file; Mocha's functions must be there. */
  export function loadTests(): void;
}
