import assert from "node:assert/strict";
import { matchesGlob, parseSysctlName } from "../../src/core/knowledge/sysctlName";

describe("sysctl names", () => {
  const cases: readonly (readonly [raw: string, dotted: string])[] = [
    ["net.ipv4.ip_forward", "net.ipv4.ip_forward"],
    ["net/ipv4/ip_forward", "net.ipv4.ip_forward"],
    ["net/ipv4/conf/eth0.100/rp_filter", "net.ipv4.conf.eth0/100.rp_filter"],
    ["net.ipv4.conf.eth0/100.rp_filter", "net.ipv4.conf.eth0/100.rp_filter"],
    ["/net/ipv4/ip_forward", "net.ipv4.ip_forward"],
    ["net/ipv4/conf/*/rp_filter", "net.ipv4.conf.*.rp_filter"],
    ["single", "single"],
    ["", ""],
  ];
  for (const [raw, dotted] of cases) {
    it(`${raw || "nothing"} is ${dotted || "nothing"}`, () => assert.equal(parseSysctlName(raw).dotted, dotted));
  }

  it("keeps an interface with a dot as one segment in both notations", () => {
    const segments = ["net", "ipv4", "conf", "eth0.100", "rp_filter"];
    assert.deepEqual(parseSysctlName("net/ipv4/conf/eth0.100/rp_filter").segments, segments);
    assert.deepEqual(parseSysctlName("net.ipv4.conf.eth0/100.rp_filter").segments, segments);
  });

  it("knows globs", () => {
    assert.equal(parseSysctlName("net.ipv4.conf.e?h[01].rp_filter").isGlob, true);
    assert.equal(parseSysctlName("net.ipv4.conf.eth0.rp_filter").isGlob, false);
  });
});

describe("globs of one path component", () => {
  const cases: readonly (readonly [pattern: string, name: string, matches: boolean])[] = [
    ["*", "anything", true],
    ["*", "", true],
    ["rp_*", "rp_filter", true],
    ["*filter", "rp_filter", true],
    ["*_f*r", "rp_filter", true],
    ["r?_filter", "rp_filter", true],
    ["?", "", false],
    ["rp_filter", "rp_filter2", false],
    ["rp_filter2", "rp_filter", false],
    ["eth[0-3]", "eth2", true],
    ["eth[0-3]", "eth4", false],
    ["eth[!0-3]", "eth4", true],
    ["eth[!0-3]", "eth3", false],
    ["eth[0", "eth[0", true],
    ["eth[0", "eth0", false],
  ];
  for (const [pattern, name, matches] of cases) {
    it(`${pattern} ${matches ? "matches" : "does not match"} ${name || "nothing"}`, () =>
      assert.equal(matchesGlob(pattern, name), matches));
  }

  it("does not blow up on many stars", () => {
    assert.equal(matchesGlob("*a".repeat(30), "a".repeat(2000)), true);
    assert.equal(matchesGlob(`${"*a".repeat(30)}b`, "a".repeat(2000)), false);
  });
});
