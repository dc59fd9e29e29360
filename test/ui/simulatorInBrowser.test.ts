import assert from "node:assert/strict";
import { playScenarios, type Programme } from "../support/playScenarios";
import { realScenarios, runOptions } from "../support/simulate";
import { playInBrowser } from "./support/scenariosInBrowser";

const kernels = ["5.4", "6.18"];
const seeds = [1, 2, 3];
const events = 20_000;
const limitMs = 180_000;

/** All scenarios as they stand, and the sysctls they ask for. */
function programme(): Programme {
  const library = realScenarios();
  const asked = Object.fromEntries(kernels.map((kernel) => [kernel, sysctlsOf(kernel)]));
  const runs = library.scenarios.flatMap(({ id }) =>
    kernels.flatMap((kernel) => seeds.map((seed) => ({ scenario: id, kernel, seed }))),
  );
  const recording: Programme = { library, runs, events, defaults: asked };
  playScenarios(recording);
  // Of the recording objects only what was asked for is sent.
  return { ...recording, defaults: Object.fromEntries(kernels.map((kernel) => [kernel, { ...asked[kernel] }])) };
}

/** Looks a sysctl up when it is asked for the first time, and keeps it as a property. */
function sysctlsOf(kernel: string): Record<string, string> {
  const { defaultOf } = runOptions({}, kernel);
  return new Proxy<Record<string, string>>({}, {
    get: (known, name) => {
      const text = known[String(name)] ?? defaultOf(String(name));
      if (text !== undefined) known[String(name)] = text;
      return text;
    },
  }); // prettier-ignore
}

describe("the simulator in a browser", () => {
  it("comes to the same bytes as in Node, for every scenario and several seeds", async function () {
    this.timeout(limitMs);
    const given = programme();
    const inNode = playScenarios(given);
    const inBrowser = await playInBrowser(given);
    const differing = given.runs.filter((_, at) => inNode[at] !== inBrowser[at]);
    assert.deepEqual(differing, []);
    assert.equal(inBrowser.length, given.runs.length);
  });
});
