import assert from "node:assert/strict";
import { commandsOf, neighboursOn } from "../../../src/core/lessons/reading";
import { sampleConfig } from "../../../src/core/lessons/sampleConfig";
import { figureRows, parameterRows, shownFigure } from "../../../src/core/lessons/figureRows";
import { diagnoseSysctl } from "../../../src/core/diagnose/diagnoseSysctl";
import { realKnowledge } from "../../support/knowledge";

describe("the way through lessons", () => {
  const path = { lessons: ["a", "b", "c", "d"] };
  const without = (missing: string) => (lesson: string) => lesson !== missing;

  it("leads to the next lesson that can be read", () => {
    assert.deepEqual(neighboursOn(path, "b", without("c")), { previous: "a", next: "d" });
    assert.deepEqual(neighboursOn(path, "a", without("c")), { previous: undefined, next: "b" });
    assert.deepEqual(neighboursOn(path, "d", without("c")), { previous: "b", next: undefined });
  });

  it("begins at its start for a lesson that is not on it", () => {
    assert.deepEqual(neighboursOn(path, "x", without("a")), { previous: undefined, next: "b" });
  });
});

describe("the commands of a sample", () => {
  it("are what follows the prompts, with lines that go on", () => {
    const sample =
      "$ ss -ltn\nState Recv-Q\n$ sysctl -w \\\n    net.core.somaxconn=1\n# ip netns add a\nnet.core.somaxconn = 1\n";
    assert.equal(commandsOf(sample), "ss -ltn\nsysctl -w \\\n    net.core.somaxconn=1\nip netns add a");
    assert.equal(commandsOf("#kernel\nTcpExtListenDrops 1\n"), "");
  });
});

describe("the figures of a simulation", () => {
  it("are grouped, and missing ones are dashes", () => {
    assert.deepEqual([1234567, 0.5, 1234.5, "bad", [1000, 2], undefined].map(shownFigure), ["1,234,567", "0.5", "1,234.5", "bad", "1,000, 2", "–"]); // prettier-ignore
  });

  it("list losses of either run", () => {
    const drop = { place: "listen-overflow", where: "the queue", counter: "TcpExt.ListenOverflows", sysctls: [], command: "", count: 9 } as never; // prettier-ignore
    const runs = [{ observed: { a: 1 }, params: { p: 5 }, drops: [] }, { observed: { a: 2 }, params: {}, drops: [drop] }] as never; // prettier-ignore
    const simulation = { id: "s", scenario: "x", caption: "", show: ["a", "b"], set: { p: "5" } };
    assert.deepEqual(figureRows(simulation, runs), [
      { name: "a", values: ["1", "2"] },
      { name: "b", values: ["–", "–"] },
      { name: "TcpExt.ListenOverflows", where: "the queue", values: ["0", "9"] },
    ]);
    assert.deepEqual(parameterRows(simulation, runs), [{ name: "p", values: ["5", "–"] }]);
  });
});

describe("the sample file of a lesson", () => {
  const knowledge = realKnowledge();

  it("has every key of every lesson at its default, without mistakes", () => {
    const keys = ["net.core.somaxconn", "net.ipv4.tcp_rmem", "net.ipv4.conf.*.rp_filter"];
    const { text, line } = sampleConfig("A lesson", keys, "net.ipv4.tcp_rmem", knowledge);
    assert.match(text.split("\n")[line] ?? "", /^net\.ipv4\.tcp_rmem = 4096 131072 /);
    assert.match(text, /^net\.ipv4\.conf\.default\.rp_filter = \d$/m);
    const errors = [...diagnoseSysctl(text, knowledge, {})].filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, []);
  });
});
