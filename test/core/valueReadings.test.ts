import assert from "node:assert/strict";
import fc from "fast-check";
import { readingsOf } from "../../src/core/explain/valueReadings";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

/** The value with each reading in brackets behind its word. */
function read(key: string, value: string, language: "en" | "zh-cn" = "en"): string {
  let text = value;
  for (const { span, text: reading } of readingsOf(realKnowledge(language), parseSysctlName(key), value).toReversed())
    text = `${text.slice(0, span.end)} [${reading}]${text.slice(span.end)}`;
  return text;
}

describe("human readings of values", () => {
  const cases: readonly (readonly [key: string, value: string])[] = [
    ["net.core.rmem_max", "212992 [208 KiB]"],
    ["net.core.rmem_max", "0x34000 [208 KiB]"],
    ["net.ipv4.tcp_rmem", "4096 [4 KiB] 131072 [128 KiB]   6291456 [6 MiB]"],
    ["net.ipv4.tcp_mem", "188 [4 KiB pages: 752 KiB] 786432 [4 KiB pages: 3 GiB] 0"],
    ["net/ipv4/tcp_keepalive_time", "7200 [2 h]"],
    ["net.ipv4.neigh.eth0.base_reachable_time_ms", "30000 [30 s]"],
    ["net.ipv4.ip_local_port_range", "1024 65535 [64,512 ports]"],
    ["net.ipv4.ip_local_reserved_ports", "8080,9000-9010 [12 ports]"],
    ["net.core.flow_limit_cpu_bitmap", "f0f [CPUs 0-3,8-11]"],
    ["net.netfilter.nf_conntrack_max", "1048576 [1,048,576]"],
    ["net.ipv4.tcp_fastopen", "1027 [0x403]"],
    // The kernel reads it as octal.
    ["net.core.somaxconn", "0100 [64]"],
  ];
  for (const [key, expected] of cases)
    it(`${key} = ${expected}`, () => assert.equal(read(key, expected.replace(/ \[.*?\]/g, "")), expected));

  it("are left out where they add nothing", () => {
    for (const [key, value] of [
      ["net.core.somaxconn", "4096"],
      ["net.ipv4.ip_forward", "1"],
      ["net.core.rmem_max", "512"],
      ["net.ipv4.tcp_fin_timeout", "15"],
      ["net.ipv4.ip_local_reserved_ports", "8080"],
      ["net.ipv4.ip_local_port_range", "65535 1024"],
      ["net.ipv4.ip_local_port_range", "-5 6"],
      ["net.ipv6.icmp.ratemask", "0-1,3-127"],
      ["net.core.flow_limit_cpu_bitmap", "0"],
      ["net.ipv4.tcp_congestion_control", "1000000000"],
      ["kernel.shmall", "18446744073692774399"],
      ["net.core.rmem_max", "{{ rmem }} 212992"],
      ["net.core.rmem_max", "4M"],
      ["no.such.key", "212992"],
      ["net.core.rmem_max", ""],
    ] as const)
      assert.equal(read(key, value), value, key);
  });

  it("stop at the words the key takes", () => assert.equal(read("net.core.rmem_max", "1 212992"), "1 212992"));

  it("speak Chinese", () => {
    assert.equal(read("net.ipv4.tcp_keepalive_time", "7200", "zh-cn"), "7200 [2 小时]");
    assert.equal(read("vm.min_free_kbytes", "67584", "zh-cn"), "67584 [66 MiB]");
  });

  it("never throw, and lie in order inside the value", () => {
    const keys = realKnowledge().data.sysctls.map(({ name }) => parseSysctlName(name));
    const word = fc.oneof(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String), fc.constantFrom("0x", "f,0", "1-9", "-", ","), fc.string({ maxLength: 6 })); // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.array(word, { maxLength: 4 }), (key, words) => {
        const value = words.join(" ");
        let last = 0;
        for (const { span } of readingsOf(realKnowledge(), key, value)) {
          assert.ok(last <= span.start && span.start < span.end && span.end <= value.length);
          last = span.end;
        }
      }),
      seeded,
    );
  });
});
