import assert from "node:assert/strict";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { buildEntry, knowledgeOf, realKnowledge } from "../support/knowledge";

describe("looking up a key", () => {
  const knowledge = knowledgeOf(
    [
      buildEntry({ name: "net.ipv4.conf.*.rp_filter" }),
      buildEntry({ name: "net.ipv4.neigh.default.gc_thresh1" }),
      buildEntry({ name: "net.core.somaxconn" }),
    ],
    { otherNames: ["net.ipv4.neigh.*.locktime", "vm.swappiness"] },
  );
  const find = (raw: string): string | undefined => knowledge.find(parseSysctlName(raw))?.name;

  it("finds keys in both notations", () => {
    assert.equal(find("net.core.somaxconn"), "net.core.somaxconn");
    assert.equal(find("net/core/somaxconn"), "net.core.somaxconn");
  });

  it("finds the family entry for all, default, interfaces with dots and the pattern itself", () => {
    for (const part of ["all", "default", "eth0", "eth0/100", "*"]) {
      assert.equal(find(`net.ipv4.conf.${part}.rp_filter`), "net.ipv4.conf.*.rp_filter");
    }
  });

  it("never gives another key's entry", () => {
    for (const other of [
      "net.core.somaxcon",
      "net.ipv4.conf.rp_filter",
      "net.ipv6.conf.all.rp_filter",
      "somaxconn",
      "",
    ]) {
      assert.equal(find(other), undefined, other);
    }
    assert.equal(find("net.ipv4.neigh.eth0.gc_thresh1"), undefined);
  });

  it("lists what a glob covers, segment by segment", () => {
    const names = knowledge.findAll(parseSysctlName("net.ipv4.*.*.*")).map((entry) => entry.name);
    assert.deepEqual(names, ["net.ipv4.conf.*.rp_filter", "net.ipv4.neigh.default.gc_thresh1"]);
    assert.deepEqual(knowledge.findAll(parseSysctlName("net.*")), []);
  });

  it("knows names without an entry", () => {
    assert.equal(knowledge.isKnown(parseSysctlName("net.ipv4.neigh.eth0.locktime")), true);
    assert.equal(knowledge.isKnown(parseSysctlName("net.ipv4.neigh.eth0.locktimes")), false);
  });

  it("suggests the nearest names, with the user's own interface", () => {
    assert.deepEqual(knowledge.nearest(parseSysctlName("net.core.somaxcon")), ["net.core.somaxconn"]);
    assert.deepEqual(knowledge.nearest(parseSysctlName("net.ipv4.conf.eth7.rp_fliter")), [
      "net.ipv4.conf.eth7.rp_filter",
    ]);
    assert.deepEqual(knowledge.nearest(parseSysctlName("vm.swapiness")), ["vm.swappiness"]);
    assert.deepEqual(knowledge.nearest(parseSysctlName("net.core.something_else")), []);
    assert.deepEqual(knowledge.nearest(parseSysctlName("x".repeat(10_000))), []);
  });

  it("has a real entry for every key of the sample and the curriculum's keys", () => {
    for (const key of ["net.core.somaxconn", "net.ipv4.tcp_rmem", "net.ipv4.tcp_tw_recycle", "fs.file-max"]) {
      assert.ok(realKnowledge().find(parseSysctlName(key)), key);
    }
  });
});
