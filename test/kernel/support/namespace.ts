import assert from "node:assert/strict";
import { readlinkSync } from "node:fs";
import os from "node:os";

/**
 * Skips a suite where the runner could not give it a network namespace of its own; stops everything should it be in
 * the same one as the machine. scripts/test/stages.mjs sets the variables.
 */
export function needsNamespace(context: Mocha.Context): void {
  const reason = process.env["NETSTACK_LENS_NO_NAMESPACE"];
  if (reason) context.skip();
  const outer = process.env["NETSTACK_LENS_OUTER_NAMESPACE"];
  assert.ok(outer, "the kernel tests are to be started by npm test");
  assert.notEqual(readlinkSync("/proc/self/ns/net"), outer, "not in a network namespace of its own");
}

/** `6.18` of `6.18.44-cloud-amd64`. */
export function kernelSeries(): string {
  return /^\d+\.\d+/.exec(os.release())?.[0] ?? "";
}
