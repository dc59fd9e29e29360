import assert from "node:assert/strict";
import { realScenarios, runOptions, scenarioNamed } from "../support/simulate";
import { runScenario } from "../../src/core/simulator/scenario/scenarioRun";

/** Two values of each key between which its run has to differ. */
const values: Readonly<Record<string, readonly [string, string]>> = {
  "net.core.somaxconn": ["128", "1024"],
  "net.ipv4.tcp_syncookies": ["0", "1"],
  "net.ipv4.tcp_max_syn_backlog": ["128", "8192"],
  "net.core.netdev_max_backlog": ["1000", "5000"],
  "net.core.netdev_budget": ["64", "600"],
  "net.core.rmem_default": ["212992", "1000000"],
  "net.core.rmem_max": ["212992", "16777216"],
  "net.ipv4.ip_local_port_range": ["32768 60999", "1024 65535"],
  "net.ipv4.tcp_max_tw_buckets": ["5000", "262144"],
  "net.ipv4.tcp_rmem": ["4096 131072 6291456", "4096 87380 16777216"],
  "net.ipv4.tcp_syn_retries": ["6", "3"],
};

describe("the run the panel opens with for a key", () => {
  it("is there for keys with two values to compare", () => {
    assert.deepEqual(Object.keys(realScenarios().openings ?? {}).sort(), Object.keys(values).sort());
  });

  for (const [key, { scenario, set = {} }] of Object.entries(realScenarios().openings ?? {})) {
    it(`is one in which its value matters: ${key}`, function () {
      this.timeout(60_000);
      const run = (value: string): unknown => {
        const { observed, drops } = runScenario(realScenarios(), scenarioNamed(scenario), runOptions({ ...set, [key]: value })); // prettier-ignore
        return { observed, drops };
      };
      const [less = "", more = ""] = values[key] ?? [];
      assert.notDeepEqual(run(less), run(more));
    });
  }
});
