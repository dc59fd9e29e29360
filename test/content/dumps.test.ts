import assert from "node:assert/strict";
import { explainDump, explainField } from "../../src/core/explain/explainField";
import { toMarkdown, toPlainText } from "../../src/core/explain/explanation";
import { compareKernels } from "../../src/core/knowledge/kernelVersion";
import type { Dump, DumpField, Language } from "../../src/core/knowledge/types";
import { realKnowledge } from "../support/knowledge";
import { prose, textsOf } from "../support/texts";

const languages: readonly Language[] = ["en", "zh-cn"];
const index = realKnowledge("en").dumps();
const english = index.all();
const chinese = realKnowledge("zh-cn").dumps().all();

function allFields(
  dumps: readonly Dump[],
): { readonly place: string; readonly dump: Dump; readonly field: DumpField }[] {
  return dumps.flatMap((dump) =>
    dump.fields.map((field) => ({ place: `${dump.id}: ${field.group ?? ""} ${field.name}`, dump, field })),
  );
}

describe("dumps and their fields", () => {
  it("cover the files and tools people paste", () => {
    const wanted =
      "snmp snmp6 netstat softnet_stat sockstat sockstat6 dev tcp tcp6 udp udp6 unix nf_conntrack arp route fib_triestat igmp protocols ptype stat_nf_conntrack stat_arp_cache stat_ndisc_cache stat_rt_cache interrupts softirqs slabinfo meminfo net_statistics ss netstat_s nstat ethtool_s_generic ethtool_s_virtio_net ethtool_s_ixgbe ethtool_s_i40e ethtool_s_ice ethtool_s_mlx5 ethtool_s_ena ethtool_g ethtool_l ethtool_c ethtool_k conntrack_s tc_qdisc";
    const known = new Set(english.map((dump) => dump.id));
    assert.deepEqual(wanted.split(" ").filter((id) => !known.has(id)), []); // prettier-ignore
  });

  it("are explained in both languages without a hole", () => {
    for (const language of languages) {
      const knowledge = realKnowledge(language);
      for (const dump of knowledge.dumps().all()) {
        assert.doesNotMatch(toMarkdown(explainDump(knowledge, { dump })), /undefined|NaN|\[object/, dump.id);
        for (const field of dump.fields) {
          for (const kernel of [undefined, "2.6.32"]) {
            const explanation = explainField(knowledge, { dump, field }, { kernel });
            for (const text of [toMarkdown(explanation), toPlainText(explanation)])
              assert.doesNotMatch(text, /undefined|NaN|\[object/, `${dump.id} ${field.name}`);
          }
        }
      }
    }
  });

  it("have the same facts in both languages and different prose", () => {
    assert.equal(chinese.length, english.length);
    for (const [position, dump] of english.entries()) {
      const here = textsOf(dump);
      const there = textsOf(chinese[position]);
      assert.deepEqual(there.map(([path]) => path), here.map(([path]) => path), dump.id); // prettier-ignore
      for (const [i, [path, text]] of here.entries()) {
        const other = there[i]?.[1] ?? "";
        if (!prose.test(path)) assert.equal(other, text, `${dump.id} ${path}`);
        else if (/[a-z]{4}.* /i.test(text.replace(/`[^`]*`/g, "")))
          assert.match(other, /\p{Script=Han}/u, `${dump.id} ${path}: ${other}`);
      }
    }
  });

  it("never carry another field's text", () => {
    for (const dumps of [english, chinese]) {
      for (const text of ["summary", "meaning"] as const) {
        const seen = new Map<string, string>();
        const twins: string[] = [];
        for (const { place, field } of allFields(dumps)) {
          const twin = seen.get(field[text]);
          if (twin !== undefined) twins.push(`${place} has the ${text} of ${twin}: ${field[text]}`);
          seen.set(field[text], place);
        }
        assert.deepEqual(twins, []);
      }
    }
  });

  it("hold prose that stays inline Markdown", () => {
    for (const dump of [...english, ...chinese]) {
      for (const [path, text] of textsOf(dump)) {
        if (!prose.test(path)) continue;
        assert.doesNotMatch(text.replace(/`[^`]*`/g, ""), /[<>|[\]`]|\n/, `${dump.id} ${path}: ${text}`);
        assert.doesNotMatch(
          text.replace(/`[^`]*`/g, "``"),
          /\p{Script=Han} \p{Script=Han}/u,
          `${dump.id} ${path}: a broken line in Chinese`,
        );
      }
    }
  });

  it("have one field for each name", () => {
    for (const dump of english) {
      const names = dump.fields.map((field) => `${field.group ?? ""} ${field.name}`);
      assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), [], dump.id); // prettier-ignore
    }
  });

  it("say of every counter where it is counted, with a source for every field", () => {
    for (const { place, dump, field } of allFields(english)) {
      assert.ok(dump.sources.length + (field.sources?.length ?? 0) + (field.counted?.length ?? 0) > 0, place);
      if (field.kind === "counter") assert.ok(field.counted ?? field.sources, place);
      if (field.growth === "bad" || field.growth === "watch") assert.ok(field.points, place);
    }
  });

  it("refer to fields that exist", () => {
    const dangling = allFields(english).flatMap(({ place, field }) =>
      (field.related ?? []).filter((name) => index.find(name).length === 0).map((name) => `${place} → ${name}`),
    );
    assert.deepEqual(dangling, []);
  });

  it("list their changes oldest first", () => {
    for (const { place, field } of allFields(english)) {
      const kernels = (field.versions ?? []).map((change) => change.kernel);
      assert.deepEqual(kernels, kernels.toSorted(compareKernels), place);
    }
  });

  it("include every counter the sysctl entries send readers to", () => {
    const protocols = /^(Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt|Ip6|Icmp6|Udp6)[A-Z]\w+$/;
    const missing = realKnowledge().data.sysctls.flatMap((entry) =>
      (entry.counters ?? [])
        .filter(({ name }) => protocols.test(name) && index.find(name).length === 0)
        .map(({ name }) => `${entry.name} → ${name}`),
    );
    assert.deepEqual(missing, []);
  });
});
