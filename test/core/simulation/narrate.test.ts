import assert from "node:assert/strict";
import { compareRuns } from "../../../src/core/simulation/compareRuns";
import { narrate, type Sentence } from "../../../src/core/simulation/narrate";
import { narrateDifference } from "../../../src/core/simulation/narrateDifference";
import { allDefaults } from "../../../src/core/simulation/settings";
import type { RunInput } from "../../../src/core/simulation/job";
import { runScenario, ScenarioRun } from "../../../src/core/simulator/scenario/scenarioRun";
import { realKnowledge } from "../../support/knowledge";
import { realScenarios, runOptions, scenarioNamed, smallCase } from "../../support/simulate";

const { drops } = realScenarios();
const { wording } = realKnowledge().data;

const told = (id: string, set: Record<string, number | string> = {}): readonly Sentence[] =>
  narrate(runScenario(realScenarios(), scenarioNamed(id), { ...runOptions(set), timeline: {} }), { wording, drops });

/** Sentences of two runs, as the panel compares them. */
function differences(id: string, before: Record<string, string>, after: Record<string, string>): readonly string[] {
  const scenario = scenarioNamed(id);
  const shared = { library: realScenarios(), scenario, kernel: "6.18", seed: 1, sysctls: {}, defaults: allDefaults(realKnowledge(), "6.18") }; // prettier-ignore
  const input = (set: Record<string, string>): RunInput => ({ ...shared, set });
  const runs = compareRuns(input(before), input(after), function* ({ library, set, defaults }) {
    const run = new ScenarioRun(library, scenario, { kernel: "6.18", seed: 1, set: new Map(Object.entries(set)), defaultOf: (name) => defaults[name] }); // prettier-ignore
    while (!run.advance(10_000)) yield run.progress;
    return run;
  });
  let piece = runs.next();
  while (!piece.done) piece = runs.next();
  return narrateDifference(piece.value, wording).map(({ text }) => text);
}

describe("what happened in a run, in sentences", () => {
  it("says when a queue was full, what was lost, what follows and which counter tells", () => {
    const [full, lost, ...more] = told("accept-queue");
    assert.equal(full?.text, "At 80 µs the accept queue tcp:80 of server was full: 6 connections.");
    assert.equal(full.kind, "full");
    assert.match(lost?.text ?? "", /^6 packets were lost on server from \d+ µs on: a SYN found the accept queue full/);
    assert.match(lost?.text ?? "", /The clients hear nothing .* TcpExt\.ListenOverflows \+ 6 \(nstat/);
    assert.equal(lost?.counter, "TcpExt.ListenOverflows");
    assert.deepEqual(more, []);
  });

  it("says that nothing was lost, and how tight it got", () => {
    const [none, peak] = told("accept-queue", { backlog: 20 });
    assert.equal(none?.text, "No packet was lost.");
    assert.match(peak?.text ?? "", /^The accept queue tcp:80 of server held 12 of 21 connections at most, at /);
  });

  it("gives bytes their unit, and takes what refused something for full", () => {
    const [full] = told("udp-receive-buffer");
    assert.match(full?.text ?? "", /the socket receive queue udp:9000 of server was full: 208 KiB\.$/);
  });

  it("speaks of time squeezes and of ksoftirqd", () => {
    const texts = told("receive-backlog", { "net.core.netdev_budget": 64, packets: 900 }).map(({ text }) => text);
    assert.ok(texts.some((text) => text.includes("time_squeeze")) && texts.some((text) => text.includes("ksoftirqd was woken"))); // prettier-ignore
  });

  it("says what is different, and because of which parameter", () => {
    const texts = differences("accept-queue", { backlog: "5" }, { backlog: "50", connections: "12" });
    assert.equal(texts[0], "All 6 losses are gone.");
    assert.ok(texts.includes("TcpExt.ListenOverflows: 6 before, 0 after. Because of backlog."), texts.join("\n"));
    assert.deepEqual(differences("accept-queue", {}, { "net.ipv4.tcp_abort_on_overflow": "1" }), [
      "Both runs show the same figures.",
    ]);
  });

  for (const scenario of realScenarios().scenarios) {
    it(`tells of every loss, and fills every blank: ${scenario.id}`, function () {
      this.timeout(60_000);
      for (const language of ["en", "zh-cn"] as const) {
        const context = { wording: realKnowledge(language).data.wording, drops };
        const result = runScenario(realScenarios(), scenario, { ...runOptions(smallCase(scenario.id)), timeline: { mostPoints: 600 } }); // prettier-ignore
        const sentences = narrate(result, context);
        for (const { text } of sentences) assert.doesNotMatch(text, /undefined|NaN|[{}]| {2}| \./);
        assert.equal(sentences.some(({ kind }) => kind === "lost"), result.drops.length > 0); // prettier-ignore
        const times = sentences.filter(({ kind }) => kind !== "peak" && kind !== "none").map(({ atNs = 0 }) => atNs);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
      }
    });
  }
});
