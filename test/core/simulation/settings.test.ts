import assert from "node:assert/strict";
import { labCommand, simulateCommand } from "../../../src/core/simulation/commandLine";
import { dependenceOn, scenariosOf } from "../../../src/core/simulation/dependencies";
import { findSettings, write } from "../../../src/core/simulation/settings";
import { parseTime, timeText } from "../../../src/core/simulator/time";
import { realKnowledge } from "../../support/knowledge";
import { realScenarios, scenarioNamed } from "../../support/simulate";

describe("settings for a run", () => {
  it("are found in any syntax, the last line of each, with its place", () => {
    const knowledge = realKnowledge();
    const conf = "net.core.somaxconn = 1\n# x\nnet/core/somaxconn = 2\nnet.ipv4.conf.*.rp_filter = 1\nfoo.bar = 1\n";
    assert.deepEqual(findSettings(conf, "a.conf", knowledge), [{ name: "net.core.somaxconn", value: "2", line: 3 }]);
    const yaml = "spec:\n  sysctls:\n  - name: net.core.rmem_max\n    value: '4096'\n";
    assert.deepEqual(findSettings(yaml, "pod.yaml", knowledge), [
      { name: "net.core.rmem_max", value: "4096", line: 3 },
    ]);
  });

  it("are written as the kernel would", () => {
    const knowledge = realKnowledge();
    assert.deepEqual(write(knowledge, "6.18", "net.core.somaxconn", "0x10"), { stored: "16" });
    const refused = write(knowledge, "6.18", "net.core.somaxconn", "-1");
    assert.match("refused" in refused ? refused.refused : "", /somaxconn=-1: Linux 6\.18 refuses it with EINVAL/);
  });

  it("lead to the scenarios that depend on them, parameters first", () => {
    const library = realScenarios();
    const ids = scenariosOf(library, "net.core.somaxconn").map(({ id }) => id);
    assert.ok(ids.includes("accept-queue") && ids.includes("syn-queue"), ids.join());
    assert.deepEqual(scenariosOf(library, "vm.swappiness"), []);
    const keys = new Set(["net.core.somaxconn", "net.core.netdev_budget"]);
    assert.deepEqual(dependenceOn(keys, library, scenarioNamed("accept-queue")), {
      chosen: ["net.core.somaxconn"],
      asked: ["net.core.netdev_budget"],
    });
  });
});

describe("a run as a command", () => {
  it("can be pasted into a shell whatever stands in it", () => {
    const run = { scenario: "accept-queue", kernel: "6.1", seed: 7, set: { backlog: "2", x: "a'b $(c)" } };
    assert.equal(
      simulateCommand({ ...run, config: "/etc/my sysctl.conf" }),
      String.raw`netstack-lens simulate accept-queue --config '/etc/my sysctl.conf' --set backlog=2 --set 'x=a'\''b $(c)' --kernel 6.1 --seed 7`,
    );
    assert.equal(
      labCommand({ ...run, set: { backlog: "2" } }),
      "netstack-lens lab accept-queue --set backlog=2 --compare",
    );
  });
});

describe("simulated time", () => {
  it("is written with a unit", () => {
    const cases = {
      "250ms": 250e6,
      "1.5s": 1.5e9,
      "80us": 80e3,
      "80 us": 80e3,
      "7": 7,
      "0": 0,
      "2m": 120e9,
      "1h": 3600e9,
    };
    for (const [text, ns] of Object.entries(cases)) assert.equal(parseTime(text), ns, text);
    for (const text of ["", "ms", "-1s", "2h", "1e3", "99999999999m", "1 2s"])
      assert.equal(parseTime(text), undefined, text);
    for (const ns of [0, 1, 999, 1000, 1500, 250e6, 1.5e9, 3600e9]) assert.equal(parseTime(timeText(ns)), ns);
  });
});
