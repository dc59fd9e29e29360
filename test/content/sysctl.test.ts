import assert from "node:assert/strict";
import { explainKey } from "../../src/core/explain/explainKey";
import { explainValue } from "../../src/core/explain/explainValue";
import { toMarkdown, toPlainText } from "../../src/core/explain/explanation";
import { compareKernels } from "../../src/core/knowledge/kernelVersion";
import { compileFormula } from "../../src/core/knowledge/formula";
import { valueWords } from "../../src/core/writes/kernelNumber";
import { predictWrite, wordsTaken } from "../../src/core/writes/predictWrite";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import type { Language, SysctlEntry, ValueFacts } from "../../src/core/knowledge/types";
import { realKnowledge } from "../support/knowledge";
import { prose, textsOf } from "../support/texts";

const languages: readonly Language[] = ["en", "zh-cn"];
const english = realKnowledge("en").data.sysctls;
const chinese = realKnowledge("zh-cn").data.sysctls;

describe("sysctl entries", () => {
  it("cover every net key seen on a 6.18 kernel at the least", () =>
    assert.ok(english.length >= 462, String(english.length)));

  it("cover every key the curriculum and the sample name", () => {
    const named = [
      "net.core.rmem_max net.core.wmem_max net.core.rmem_default net.core.wmem_default net.core.somaxconn",
      "net.core.netdev_max_backlog net.core.netdev_budget net.core.netdev_budget_usecs fs.file-max fs.nr_open",
      "net.ipv4.tcp_rmem net.ipv4.tcp_wmem net.ipv4.tcp_mem net.ipv4.tcp_max_syn_backlog net.ipv4.tcp_abort_on_overflow",
      "net.ipv4.tcp_syncookies net.ipv4.tcp_tw_reuse net.ipv4.tcp_tw_recycle net.ipv4.tcp_max_tw_buckets",
      "net.ipv4.tcp_fin_timeout net.ipv4.tcp_syn_retries net.ipv4.tcp_synack_retries net.ipv4.tcp_retries2",
      "net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes",
      "net.ipv4.ip_local_port_range net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_buckets",
    ].flatMap((line) => line.split(" "));
    const missing = named.filter((name) => !realKnowledge().find(parseSysctlName(name)));
    assert.deepEqual(missing, []);
  });

  it("are explained in both languages without a hole, in full and in short", () => {
    for (const language of languages) {
      const knowledge = realKnowledge(language);
      for (const entry of knowledge.data.sysctls) {
        for (const kernel of [undefined, "2.6.32", "4.9", "6.1"]) {
          for (const length of ["full", "short"] as const) {
            const explanation = explainKey(knowledge, parseSysctlName(entry.name), { kernel, length });
            assert.ok(explanation, entry.name);
            for (const text of [toMarkdown(explanation), toPlainText(explanation)]) {
              assert.doesNotMatch(text, /undefined|NaN|\[object/, `${entry.name} ${kernel} ${length}\n${text}`);
            }
          }
        }
        for (const value of [entry.value.default ?? "1", "0", "-1", "abc"]) {
          const explanation = explainValue(knowledge, parseSysctlName(entry.name), value, 0);
          assert.ok(explanation, entry.name);
          assert.doesNotMatch(toMarkdown(explanation), /undefined|NaN|\[object/, `${entry.name} = ${value}`);
        }
      }
    }
  });

  it("have the same facts in both languages and different prose", () => {
    assert.equal(english.length, chinese.length);
    for (const [index, entry] of english.entries()) {
      const here = textsOf(entry);
      const there = textsOf(chinese[index]);
      assert.deepEqual(there.map(([path]) => path), here.map(([path]) => path), entry.name); // prettier-ignore
      for (const [i, [path, text]] of here.entries()) {
        const other = there[i]?.[1] ?? "";
        if (!prose.test(path)) assert.equal(other, text, `${entry.name} ${path}`);
        else if (/[a-z]{4}.* /i.test(text)) assert.match(other, /\p{Script=Han}/u, `${entry.name} ${path}: ${other}`);
      }
    }
  });

  it("never carry another key's text", () => {
    for (const entries of [english, chinese]) {
      for (const field of ["summary", "explanation"] as const) {
        const seen = new Map<string, string>();
        for (const entry of entries) {
          const twin = seen.get(entry[field]);
          assert.equal(twin, undefined, `${entry.name} has the ${field} of ${twin}`);
          seen.set(entry[field], entry.name);
        }
      }
    }
  });

  it("hold prose that stays inline Markdown", () => {
    for (const entry of [...english, ...chinese]) {
      for (const [path, text] of textsOf(entry)) {
        if (!prose.test(path)) continue;
        assert.doesNotMatch(text.replace(/`[^`]*`/g, ""), /[<>|[\]`]|\n/, `${entry.name} ${path}: ${text}`);
        assert.doesNotMatch(text, /\p{Script=Han} \p{Script=Han}/u, `${entry.name} ${path}: a broken line in Chinese`);
      }
    }
  });

  it("list their changes oldest first", () => {
    for (const entry of english) {
      const kernels = (entry.versions ?? []).map((change) => change.kernel);
      assert.deepEqual(kernels, kernels.toSorted(compareKernels), entry.name);
    }
  });

  it("end the history of their default at the default they state", () => {
    for (const entry of english) {
      const last = (entry.versions ?? []).findLast((change) => change.change === "default");
      if (last && entry.value.default !== undefined) assert.equal(last.to, entry.value.default, entry.name);
    }
  });

  it("explain their modes and bits where that is their unit", () => {
    for (const { name, value } of english) {
      if (value.unit === "choice") assert.ok(value.choices, `${name} has no choices`);
      if (value.unit === "bitmask" && value.type !== "cpumask" && value.type !== "string")
        assert.ok(value.bits, `${name} has no bits`);
    }
  });

  it("have a default the kernel would accept and keep", () => {
    // One-way switches take a single value, and it is not the one they start with.
    const isOneWay = ({ range }: ValueFacts): boolean => range !== undefined && String(range.min) === String(range.max);
    const settled = english.filter(({ value }) => value.default !== undefined && !value.readOnly && !isOneWay(value));
    for (const entry of settled) {
      const value = entry.value.default ?? "";
      const outcome = predictWrite({ entry, key: entry.name, value: `${value}\n`, current: () => undefined });
      assert.notEqual(outcome.kind, "refused", `${entry.name} = ${value}`);
      if (outcome.kind === "accepted" && outcome.stored !== undefined) assert.equal(outcome.stored, value, entry.name);
      if (entry.value.elements) assert.equal(valueWords(value).length, wordsTaken(entry), entry.name);
    }
  });

  it("have formulas over names they have, with a result for the default", () => {
    for (const entry of english) {
      for (const { formula, element } of entry.derived ?? []) {
        const names = entry.value.elements?.map((one) => one.name) ?? ["value"];
        const used = (formula.match(/[a-z_]\w*(?!\w*\()/g) ?? []).filter(
          (name) => !["page_size", "floor"].includes(name),
        );
        for (const name of used)
          assert.ok(names.includes(name) || ["min", "max"].includes(name), `${entry.name}: ${name}`);
        if (element !== undefined) assert.ok(names.includes(element), `${entry.name}: ${element}`);
        const variables = Object.fromEntries(
          names.map((name, i) => [name, Number(valueWords(entry.value.default ?? "1 1 1")[i])]),
        );
        assert.ok(
          Number.isFinite(compileFormula(formula)({ ...variables, page_size: 4096 })),
          `${entry.name}: ${formula}`,
        );
      }
    }
  });

  it("name related keys by an entry other than themselves", () => {
    const names = new Set(english.map((entry: SysctlEntry) => entry.name));
    for (const entry of english) {
      for (const key of entry.related ?? []) assert.ok(names.has(key) && key !== entry.name, `${entry.name}: ${key}`);
    }
  });
});
