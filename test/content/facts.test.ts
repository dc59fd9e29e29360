import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { SysctlEntry, Unit } from "../../src/core/knowledge/types";
import { wordsTaken } from "../../src/core/writes/predictWrite";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { projectRoot, realKnowledge } from "../support/knowledge";

/** One key as the handlers in the kernel's source and writes on a 6.18 kernel show it. */
interface Fact {
  readonly name: string;
  /** What the handler keeps, such as `int s (stored in jiffies)`. */
  readonly type: string;
  readonly arity?: number;
  readonly min?: number;
  readonly max?: number;
  /** Whether each network namespace has its own. */
  readonly per_netns?: boolean;
}

const file = path.join(projectRoot, "test", "fixtures", "sysctl-facts.jsonl");
const facts = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Fact); // prettier-ignore
const knowledge = realKnowledge();

/** Keys of modules that were never probed, where the source of 6.18 says otherwise than the table. */
const tableIsWrong = new Map([
  ["net.tipc.sk_filter", "five numbers, not one"],
  ["net.ipv4.vs.debug_level", "one variable for the machine"],
  ["net.rxrpc.soft_ack_delay", "milliseconds up to 1000 since 6.9"],
  ["net.rxrpc.idle_ack_delay", "milliseconds up to 1000 since 6.9"],
  ["net.rxrpc.rx_window_size", "up to 255 since 6.2"],
  ["net.rxrpc.rx_mtu", "from 500 since 6.14"],
  ["net.rxrpc.rx_jumbo_max", "up to 46 since 6.14"],
  ["net.rxrpc.idle_conn_expiry", "the table's bound is in ticks"],
  ["net.rxrpc.idle_conn_fast_expiry", "the table's bound is in ticks"],
  ["net.rxrpc.req_ack_delay", "the table's bound is in ticks"],
  ["net.iw_cm.default_backlog", "no negative numbers since 6.15, which the table does not reach"],
  ["net.rdma_ucm.max_backlog", "no negative numbers since 6.15, which the table does not reach"],
  ["net.rds.reconnect_min_delay_ms", "bounded by its neighbour, in the table by that one's default in ticks"],
  ["net.rds.reconnect_max_delay_ms", "bounded by its neighbour, in the table by that one's default in ticks"],
]);

function described(): { readonly fact: Fact; readonly entry: SysctlEntry }[] {
  return allDescribed().filter(({ fact }) => !tableIsWrong.has(fact.name));
}

function allDescribed(): { readonly fact: Fact; readonly entry: SysctlEntry }[] {
  return facts.map((fact) => {
    const entry = knowledge.find(parseSysctlName(fact.name));
    assert.ok(entry, `${fact.name} has no entry`);
    return { fact, entry };
  });
}

describe("sysctl entries beside the facts table", () => {
  it("exist for every net.* key of a 6.1, 6.12 or 6.18 kernel", () =>
    assert.equal(allDescribed().length, facts.length));

  it("take as many numbers as the kernel keeps", () => {
    const other = described().filter(({ fact, entry }) => fact.arity !== undefined && fact.arity !== wordsTaken(entry));
    assert.deepEqual(other.map(({ fact }) => fact.name), []); // prettier-ignore
  });

  it("count in the unit the handler converts from", () => {
    // The one raw number of ticks behind a handler of hundredths: IPv6 prints it unconverted.
    const exceptions = new Set(["net.ipv6.neigh.*.retrans_time"]);
    const units: readonly (readonly [RegExp, Unit])[] = [
      [/ 1\/100 s/, "centiseconds"],
      [/ s\b/, "seconds"],
      [/ ms\b/, "milliseconds"],
    ];
    for (const { fact, entry } of described().filter(({ entry: { name } }) => !exceptions.has(name))) {
      const unit = units.find(([pattern]) => pattern.test(fact.type))?.[1];
      if (unit) assert.equal(entry.value.unit, unit, `${entry.name}: ${fact.type}`);
    }
  });

  it("are of the type the handler reads", () => {
    const types: readonly (readonly [RegExp, readonly string[]])[] = [
      [/^u8$/, ["u8"]],
      [/^uint$/, ["uint"]],
      [/^u8\/uint$/, ["u8", "uint"]],
      [/^ulong/, ["ulong"]],
      [/^long$/, ["long"]],
      [/^int \(stored as 0\/1\)$/, ["flag01"]],
      [/^cpumask/, ["cpumask"]],
      [/^number-range list$/, ["range-list"]],
    ];
    for (const { fact, entry } of described()) {
      const allowed = types.find(([pattern]) => pattern.test(fact.type))?.[1];
      if (allowed) assert.ok(allowed.includes(entry.value.type), `${entry.name} is ${entry.value.type}: ${fact.type}`);
    }
  });

  it("have the bounds that were found, where no other key moves them", () => {
    // These were probed while a neighbour bounded them, or depend on the ticks of the kernel.
    const moved = new Set([
      "net.ipv4.ipfrag_high_thresh",
      "net.ipv4.ipfrag_low_thresh",
      "net.ipv6.ip6frag_high_thresh",
      "net.ipv6.ip6frag_low_thresh",
      "net.netfilter.nf_conntrack_frag6_high_thresh",
      "net.netfilter.nf_conntrack_frag6_low_thresh",
      "net.ipv4.tcp_reordering",
      "net.ipv4.ip_unprivileged_port_start",
      "net.core.netdev_budget_usecs",
    ]);
    for (const { fact, entry } of described().filter(({ entry: { name } }) => !moved.has(name))) {
      const { range } = entry.value;
      // JSON numbers of the table lose the last digits of the largest figures.
      if (range && fact.min !== undefined) assert.equal(Number(range.min), fact.min, `${entry.name} min`);
      if (range && fact.max !== undefined) assert.equal(Number(range.max), fact.max, `${entry.name} max`);
    }
  });

  it("say rightly whose they are", () => {
    for (const { fact, entry } of described())
      assert.equal(entry.scope === "namespace", fact.per_netns ?? false, entry.name);
  });
});
