import assert from "node:assert/strict";
import { scenarios } from "../../src/cli/lab/runLab";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { runCli } from "../support/cli";
import { realKnowledge } from "../support/knowledge";
import { realScenarios } from "../support/simulate";

describe("netstack-lens lab", () => {
  it("names its scenarios in the help", () => {
    const { out } = runCli("--help");
    for (const { id } of scenarios) assert.ok(out.includes(id), id);
  });

  it("plays what the scenarios say can be played", () => {
    const { labs } = realScenarios();
    assert.deepEqual(labs.toSorted(), scenarios.map(({ id }) => id).sort());
  });

  it("says what is wrong with a call, does nothing and exits with 2", () => {
    const calls: readonly (readonly [words: string, complaint: RegExp])[] = [
      ["", /takes one scenario/],
      ["nope", /unknown scenario nope; there are: accept-queue, /],
      ["constructor", /unknown scenario/],
      ["accept-queue syn-queue", /takes one scenario/],
      ["accept-queue --format xml", /one of text, json/],
      ["accept-queue --set backlogs=1", /no parameter backlogs; there are: backlog, /],
      ["accept-queue --set __proto__=1", /no parameter __proto__/],
      ["accept-queue --set backlog", /NAME=VALUE/],
      ["accept-queue --set =5", /NAME=VALUE/],
      ["accept-queue --set backlog=1 --set backlog=2", /given twice/],
      ["accept-queue --set backlog=1.5", /a whole number from -2147483648 to 2147483647/],
      ["accept-queue --set backlog=", /a whole number/],
      ["accept-queue --set connections=1001", /from 0 to 1000/],
      ["accept-queue --set net.core.somaxconn=many", /a whole number/],
      ["transmit-queue --set qdisc=fq", /one of tbf, pfifo, bfifo, noqueue/],
      ["transmit-queue --set rateBits=0", /needs a rateBits/],
      ["receive-backlog --set packets=10000 --set napis=2", /no more than 10000/],
    ];
    for (const [words, complaint] of calls) {
      const { status, out, err } = runCli("lab", ...words.split(" ").filter((word) => word !== ""));
      assert.equal(status, 2, words);
      assert.equal(out, "", words);
      assert.match(err, complaint);
      assert.doesNotMatch(err, /\n\s+at /, "no stack");
    }
  });

  it("writes no key but those of a namespace", () => {
    const knowledge = realKnowledge();
    let keys = 0;
    for (const { parameters } of scenarios) {
      for (const [name, parameter] of Object.entries(parameters)) {
        if (parameter.kind !== "sysctl") continue;
        keys++;
        const scope = knowledge.find(parseSysctlName(name))?.scope;
        assert.equal(parameter.scope === "namespace", scope === "namespace", `${name}: ${scope}`);
      }
    }
    assert.ok(keys >= 12);
  });
});
