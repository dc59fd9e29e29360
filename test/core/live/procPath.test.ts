import assert from "node:assert/strict";
import { expandGlob, procPathOf } from "../../../src/core/live/procPath";
import { parseSysctlName } from "../../../src/core/knowledge/sysctlName";
import { realKnowledge } from "../../support/knowledge";
import { sysctlsOf } from "./support";

const pathOf = (name: string): string | undefined => procPathOf(realKnowledge(), parseSysctlName(name));

describe("the file of a key", () => {
  it("is found in either notation, with dots in the names of interfaces", () => {
    assert.equal(pathOf("net.core.somaxconn"), "/proc/sys/net/core/somaxconn");
    assert.equal(pathOf("net/core/somaxconn"), "/proc/sys/net/core/somaxconn");
    assert.equal(pathOf("net.ipv4.conf.eth0/100.rp_filter"), "/proc/sys/net/ipv4/conf/eth0.100/rp_filter");
    assert.equal(pathOf("net/ipv4/conf/eth0.100/rp_filter"), "/proc/sys/net/ipv4/conf/eth0.100/rp_filter");
  });

  it("is none for names that lead elsewhere, are no single key, or are not known", () => {
    const hostile = ["net.ipv4.conf.//.rp_filter", "net/ipv4/conf/../rp_filter", "net/ipv4/conf/./rp_filter", "net.ipv4.conf..rp_filter", "net.ipv4.conf.a\0b.rp_filter", "../../etc/passwd", "/etc/passwd", "net.ipv4.conf.*.rp_filter", "net.core.no_such_key", "kernel.core_pattern/../../x", "", ".", "/", `net.ipv4.conf.${"x".repeat(300)}.rp_filter`, "net." + "a.".repeat(5000)]; // prettier-ignore
    for (const name of hostile) assert.equal(pathOf(name), undefined, JSON.stringify(name.slice(0, 60)));
  });

  it("is none for actions and for secrets of the machine", () => {
    for (const name of ["net.ipv4.route.flush", "net.ipv6.route.flush", "vm.drop_caches", "vm.compact_memory", "net.ipv4.tcp_fastopen_key", "net.ipv6.conf.all.stable_secret"]) {
      assert.ok(realKnowledge().find(parseSysctlName(name)), name);
      assert.equal(pathOf(name), undefined, name);
    }
  }); // prettier-ignore

  it("stays below /proc/sys for every key and every strange member of a family", () => {
    for (const { name } of realKnowledge().data.sysctls) {
      for (const member of ["lo", "..", "a/b", "/", "%2e%2e", "\n"]) {
        const path = pathOf(name.replaceAll("*", member));
        assert.ok(path === undefined || /^\/proc\/sys(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/.test(path), path);
      }
    }
  });
});

describe("a glob on a host", () => {
  const host = sysctlsOf({
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/eth0.100/rp_filter": "0",
    "net/ipv4/conf/lo/rp_filter": "0",
    "net/core/somaxconn": "1",
  });
  const keysOf = async (glob: string, most = 100): Promise<string> =>
    (await expandGlob(parseSysctlName(glob), host.list, most)).map((segments) => segments.join("/")).join(" ");

  it("stands for the members the host has", async () => {
    assert.equal(await keysOf("net.ipv4.conf.*.rp_filter"), "net/ipv4/conf/all/rp_filter net/ipv4/conf/eth0.100/rp_filter net/ipv4/conf/lo/rp_filter"); // prettier-ignore
    assert.equal(await keysOf("net.ipv4.conf.eth*.rp_filter"), "net/ipv4/conf/eth0.100/rp_filter");
    assert.equal(await keysOf("net.*.somaxconn"), "net/core/somaxconn net/ipv4/somaxconn");
    assert.equal(await keysOf("net.ipv6.conf.*.forwarding"), "");
  });

  it("stands for no more than asked, and never leaves /proc/sys", async () => {
    assert.equal((await keysOf("net.ipv4.conf.*.rp_filter", 2)).split(" ").length, 2);
    assert.equal(await keysOf("net/../*/x"), "");
  });
});
