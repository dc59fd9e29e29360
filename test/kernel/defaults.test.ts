import assert from "node:assert/strict";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { realKnowledge } from "../support/knowledge";
import { kernelSeries, needsNamespace } from "./support/namespace";
import { listKeys, readKey } from "./support/procSys";

describe("a fresh network namespace", () => {
  before(function () {
    needsNamespace(this);
  });

  it("begins with the defaults the entries state", function () {
    const knowledge = realKnowledge();
    const defaultOf = knowledge.defaultsOf(kernelSeries());
    let compared = 0;
    const others: string[] = [];
    const computed: string[] = [];
    for (const { key } of listKeys("net")) {
      const entry = knowledge.find(parseSysctlName(key));
      // What is global may have been set by the machine's owner, and devices have their own MTU.
      if (entry?.scope !== "namespace" || entry.value.deviceLimit) continue;
      const expected = defaultOf(key);
      const found = readKey(key);
      if (expected === undefined) computed.push(key);
      else if (found !== undefined) {
        compared++;
        if (found !== expected) others.push(`${key}: ${found}, not ${expected}`);
      }
    }
    console.log(`  Linux ${kernelSeries()}: ${compared} defaults compared, ${others.length} other; computed from the machine or build and not compared: ${computed.join(" ")}`); // prettier-ignore
    assert.ok(compared > 300, String(compared));
    // Older kernels and other builds differ in ways the entries need not know.
    if (kernelSeries() !== knowledge.data.newestKernel) this.skip();
    assert.deepEqual(others, []);
  });
});
