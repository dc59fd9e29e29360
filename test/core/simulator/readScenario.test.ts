import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { readScenario, scenarioIdOf, type ReadScenario } from "../../../src/core/simulator/file/readScenario";
import { ScenarioError } from "../../../src/core/simulator/scenario/parameters";
import type { Scenario } from "../../../src/core/simulator/scenario/types";
import { runScenario } from "../../../src/core/simulator/scenario/scenarioRun";
import { projectRoot } from "../../support/knowledge";
import { seeded } from "../../support/property";
import { realScenarios, runOptions, scenarioNamed } from "../../support/simulate";

const read = (text: string): ReadScenario =>
  readScenario(text, { id: "own", schema: realScenarios().schema, language: "en" });

const written = `# A server that reads too slowly
title: Slow reader
hosts: [client, server]
parameters:
  - { name: every, type: integer, min: 0, max: 1000000, default: 50000, meaning: nanoseconds between two reads }
links:
  - { kind: veth, between: [client, server] }
sockets:
  - { id: source, kind: udp, host: client, port: 40000 }
  - { id: sink, kind: udp, host: server, port: 53, receiveBuffer: 8192 }
workload:
  - { host: client, steps: [{ do: send, from: source, to: sink, payload: 100, datagrams: 100, everyNs: 20000 }] }
  - { host: server, steps: [{ do: read, from: sink, everyNs: $every }] }
observe:
  - { name: lost, counter: Udp.RcvbufErrors, host: server }
`;

/** What is said first of the text with one part replaced; it has to be said at the mark. */
function problemWith(from: string, to: string): string {
  assert.ok(written.includes(from), from);
  const changed = written.replace(from, () => to);
  const before = changed.slice(0, changed.indexOf("«")).split("\n");
  const [first] = read(changed.replace(/[«]/g, "")).problems ?? assert.fail(`nothing wrong with ${to}`);
  assert.deepEqual(
    [first?.line, first?.column],
    [before.length, (before.at(-1)?.length ?? 0) + 1],
    `place of ${first?.message}`,
  );
  return first?.message ?? "";
}

/** A table of connections that is soon full. */
const sysctls = new Map([["net.netfilter.nf_conntrack_max", "2000"]]);

const run = (scenario: Scenario, set = {}): Record<string, unknown> => ({
  ...runScenario(realScenarios(), scenario, {
    ...runOptions(set),
    sysctls,
    limits: { events: 20_000, waiting: 20_000 },
  }).observed,
});

describe("a scenario of one's own", () => {
  it("runs, with its parameters, with no more than it has to say", () => {
    const { scenario } = read(written);
    assert.ok(scenario);
    assert.deepEqual([scenario.id, scenario.title, scenario.summary], ["own", "Slow reader", ""]);
    assert.ok((run(scenario)["lost"] as number) > 0);
    assert.equal(run(scenario, { every: 0 })["lost"], 0);
  });

  it("may have its texts in several languages", () => {
    const both = written.replace("Slow reader", "{ en: Slow reader, zh-cn: 读取缓慢 }");
    const chinese = readScenario(both, { id: "own", schema: realScenarios().schema, language: "zh-cn" });
    assert.equal(chinese.scenario?.title, "读取缓慢");
    assert.equal(read(both).scenario?.title, "Slow reader");
    assert.equal(read(written.replace("Slow reader", "{ zh-cn: 读取缓慢 }")).scenario?.title, "读取缓慢");
  });

  it("is told where it is wrong, and what there could be", () => {
    const cases: readonly (readonly [from: string, to: string, said: string | RegExp])[] = [
      ["kind: veth", "kind: «wifi", /^links\[0\]\.kind: one of veth.*needed$/],
      ["between: [client, server]", "between: [client, «servr]", "links[0].between[1]: there is no host servr; there are: client, server"],
      ["port: 53", "port: «dns", /^sockets\[1\]\.port: a whole number, or \$NAME/],
      ["to: sink", "to: «nobody", "workload[0].steps[0].to: there is no socket nobody; there are: source, sink"],
      ["$every", "«$never", "workload[1].steps[0].everyNs: there is no parameter never; there are: every"],
      ["{ do: read", "«{ do: dance", /^workload\[1\]\.steps\[0\]: do: send/],
      ["{ do: send, from: source, to: sink, payload: 100, ", "«{ do: send, from: source, to: sink, ", "workload[0].steps[0]: payload is missing"],
      ["{ id: sink, kind: udp, host: server", "«{ id: sink, kind: udp, hots: server", "sockets[1]: host is missing"],
      ["title: Slow reader\n", "«", "title is missing"],
      ["title: Slow reader", "«titel: Slow reader", "title is missing"],
      ["Udp.RcvbufErrors", "«Udp.Rcvbuf", "observe[0].counter: the machine has no counter Udp.Rcvbuf"],
      ["min: 0", "min: «zero", "parameters[0].min: a whole number is needed"],
      ["hosts: [client, server]", "hosts: «[]", "hosts: at least 1 needed"],
      ["hosts: [client, server]", "hosts: [client, server]\n«hosts: [a]", "hosts is there twice"],
      ["hosts: [client, server]", "hosts: [client, server\n«cpus: 2", /./],
      [written, "«just a text", "a map is needed"],
      [written, "«", "a map is needed"],
      [written, `«${"- ".repeat(20)}`, "nested too deeply"],
    ]; // prettier-ignore
    for (const [from, to, said] of cases) {
      const problem = problemWith(from, to);
      if (typeof said === "string") assert.equal(problem, said);
      else assert.match(problem, said);
    }
  });

  it("is refused where figures make no sense, wherever they come from", () => {
    const refusal = (from: string, to: string, set = {}): string => {
      const { scenario, problems } = read(written.replace(from, to));
      assert.ok(scenario, JSON.stringify(problems));
      try {
        run(scenario, set);
      } catch (error) {
        assert.ok(error instanceof ScenarioError, String(error));
        return error.message;
      }
      return assert.fail(`nothing said of ${to}`);
    };
    assert.match(refusal("port: 53", "port: 70000"), /^port: 70000 is not from 0 to 65535$/);
    assert.match(refusal("everyNs: $every", "everyNs: -1"), /^everyNs: -1/);
    assert.match(refusal("kind: veth", "kind: veth, mtu: 20"), /^mtu: 20 is not from 68/);
    assert.match(refusal("datagrams: 100", "datagrams: 1000000000"), /does not come to an end/);
    assert.match(refusal("datagrams: 100", "datagrams: 1000000000, atOnce: true"), /at once/);
    assert.match(
      refusal("[client, server]\nparam", "[client, { name: server, count: 200000 }]\nparam"),
      /count: 200000/,
    );
  });

  it("cannot ask for endless work by its form", () => {
    const levels = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]`);
    const hostile = [
      `l0: &l0 [x]\n${levels.join("\n")}`, "[".repeat(30_000), `${"[".repeat(30_000)}${"]".repeat(30_000)}`, "? ".repeat(30_000), "{a,".repeat(20_000),
      `${written}${"# \n".repeat(30_000)}`, Array.from({ length: 8000 }, (_, at) => `k${at}: 1`).join("\n"), "&a ".repeat(20_000),
      `hosts: [${"a,".repeat(30_000)}]`, "\0", "\ufeff", "--- a\n--- b\n", "&a [*a]", "a: !!js/function x", "<<: {}",
    ]; // prettier-ignore
    for (const text of hostile) assert.ok((read(text).problems?.length ?? 0) > 0, text.slice(0, 40));
  });

  it("never throws anything but what is for the user, however it is mutilated", function () {
    this.timeout(60_000);
    const folder = path.join(projectRoot, "content", "scenarios");
    const texts = [written, ...readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"))];
    const pieces = [
      "-",
      " ",
      "\n",
      "{",
      "}",
      "[",
      "]",
      ":",
      "$",
      "0",
      "-1",
      "1e9",
      "99999999999",
      "null",
      "''",
      "&a",
      "*a",
      "udp",
      "veth",
      "server",
      "client",
      "do: read",
      "#",
    ];
    const edit = fc.record({ at: fc.nat(1 << 20), cut: fc.nat(20), put: fc.constantFrom(...pieces) });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { maxLength: 3 }), (text, edits) => {
        let changed = text;
        for (const { at, cut, put } of edits) {
          const place = at % (changed.length + 1);
          changed = changed.slice(0, place) + put + changed.slice(place + cut);
        }
        const { scenario, problems } = read(changed);
        if (!scenario) {
          const lines = changed.split("\n").length;
          for (const { line, column } of problems) assert.ok(line >= 1 && line <= lines && column >= 1);
          return;
        }
        try {
          run(scenario);
        } catch (error) {
          assert.ok(error instanceof ScenarioError, `${(error as Error).stack}\n${changed}`);
        }
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 2) },
    );
  });
});

describe("the scenarios that come with the product", () => {
  it("are what a user could have written", () => {
    const folder = path.join(projectRoot, "content", "scenarios");
    for (const file of readdirSync(folder)) {
      const { scenario, problems } = read(readFileSync(path.join(folder, file), "utf8"));
      assert.deepEqual(problems, undefined, file);
      assert.deepEqual(scenario, scenarioNamed(scenarioIdOf(file)), file);
    }
  });
});

describe("the scenario in the README", () => {
  it("runs as it stands there, and loses more with a smaller buffer", () => {
    const readme = readFileSync(path.join(projectRoot, "README.md"), "utf8");
    const [, example = ""] = /<!-- example -->\s+```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const { scenario, problems } = read(example);
    assert.ok(scenario, JSON.stringify(problems));
    const lost = (set: object): number =>
      runScenario(realScenarios(), scenario, runOptions({ ...set })).observed["lost"] as number;
    assert.ok(lost({ gapNs: 20_000, "net.core.rmem_default": 65_536 }) > lost({ gapNs: 20_000 }));
    assert.equal(lost({ gapNs: 1_000_000 }), 0);
  });
});
