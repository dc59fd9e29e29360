import assert from "node:assert/strict";
import { counterPlace, figureAt, figuresIn, findCounter } from "../../../src/core/live/counters";
import { realKnowledge } from "../../support/knowledge";

const netstat = "TcpExt: SyncookiesSent ListenOverflows ListenDrops NewOne\nTcpExt: 1 22 333 4\nIpExt: InNoRoutes InOctets\nIpExt: 5 9007199254740993\n"; // prettier-ignore
const softnet = "0000000a 00000001 000000ff 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000\n0000000b 00000002 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 00000000 00000000\n"; // prettier-ignore
const sockstat = "sockets: used 16\nTCP: inuse 1 orphan 13 tw 7 alloc 20 mem 30\nUDP: inuse 0 mem 4\n";
const conntrack = "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000010 00000000 00000000  00000000 00000000 00000000 00000000\n00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 00000000 00000000  00000000 00000000 00000000 00000000\n"; // prettier-ignore

/** Path and figure of a counter in a text. */
function look(name: string, text: string): string {
  const hit = findCounter(realKnowledge(), name);
  const place = hit && counterPlace(hit);
  return place ? `${place.path} ${figureAt(place, text)} ${place.scope}${place.isSum ? " sum" : ""}` : "none";
}

describe("a counter on a host", () => {
  it("is found by all its spellings", () => {
    for (const name of ["TcpExtListenOverflows", "TcpExt.ListenOverflows", "netstat:TcpExtListenOverflows", "ListenOverflows", "nstat:TcpExtListenOverflows"])
      assert.equal(look(name, netstat), "/proc/net/netstat 22 namespace", name);
    for (const name of ["softnet_stat:dropped", "softnet.dropped", "softnet_stat:2"])
      assert.equal(look(name, softnet), "/proc/net/softnet_stat 3 machine sum", name);
  }); // prettier-ignore

  it("adds up the hexadecimal figures of all CPUs", () => {
    assert.equal(look("softnet_stat:time_squeeze", softnet), "/proc/net/softnet_stat 256 machine sum");
    assert.equal(look("stat_nf_conntrack:drop", conntrack), "/proc/net/stat/nf_conntrack 17 namespace sum");
  });

  it("takes what every CPU's line repeats from its own file", () => {
    assert.equal(look("stat_nf_conntrack:entries", "3\n"), "/proc/sys/net/netfilter/nf_conntrack_count 3 namespace");
  });

  it("tells figures of a namespace from those of the machine", () => {
    assert.equal(look("sockstat:TCP tw", sockstat), "/proc/net/sockstat 7 namespace");
    assert.equal(look("sockstat:TCP mem", sockstat), "/proc/net/sockstat 30 machine");
    assert.equal(look("sockstat:UDP mem", sockstat), "/proc/net/sockstat 4 machine");
  });

  it("is none where nothing such stands in /proc", () => {
    for (const name of ["ss:Recv-Q", "no such", "", "TcpExt.", "net.core.somaxconn"]) assert.equal(look(name, ""), "none", name);
    assert.equal(look("TcpExtListenDrops", "TcpExt: SyncookiesSent\nTcpExt: 1\n"), "/proc/net/netstat undefined namespace");
  }); // prettier-ignore

  it("has a figure in every text, or none", () => {
    for (const text of [
      "",
      "x",
      "TcpExt: A\n",
      "TcpExt: A\nTcpExt: x\n",
      softnet.slice(0, 20),
      `${netstat}${sockstat}`,
    ])
      for (const figure of figuresIn(text).values()) assert.ok(figure >= 0);
  });
});
