import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import type { CurrentValue, SysctlEntry, ValueType } from "../../src/core/knowledge/types";
import type { WriteOutcome } from "../../src/core/writes/outcome";
import { predictWrite as predict } from "../../src/core/writes/predictWrite";
import { validate } from "../../src/core/writes/validate";
import { buildEntry, projectRoot, realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

function say(outcome: WriteOutcome): string {
  if (outcome.kind === "unknown") return "unknown";
  if (outcome.kind === "refused")
    return `${outcome.errno} ${outcome.reason} at ${outcome.word} after ${outcome.storedBefore}`;
  const kept = outcome.keptElements > 0 ? `, keeps ${outcome.keptElements}` : "";
  const rest = outcome.ignoredWords > 0 ? `, ignores ${outcome.ignoredWords}` : "";
  return `stores ${outcome.stored ?? "?"}${kept}${rest}`;
}

function entryOf(name: string): SysctlEntry {
  const entry = realKnowledge().find(parseSysctlName(name));
  assert.ok(entry, name);
  return entry;
}

function predictWrite(entry: SysctlEntry, value: string, current: CurrentValue = () => undefined): WriteOutcome {
  return predict({ entry, key: entry.name, value, current });
}

describe("what a write does", () => {
  const write = (type: ValueType, value: string, range?: readonly [number, number]): string =>
    say(
      predictWrite(
        buildEntry({
          value: {
            type,
            unit: "packets",
            default: "0",
            ...(range && { range: { min: range[0], max: range[1], basis: "source" } }),
          },
        }),
        value,
      ),
    );

  it("reads decimal, hexadecimal and octal", () => {
    assert.equal(write("int", "16"), "stores 16");
    assert.equal(write("int", "0x10"), "stores 16");
    assert.equal(write("int", "0X1f"), "stores 31");
    assert.equal(write("int", "010"), "stores 8");
    assert.equal(write("int", "-010"), "stores -8");
    assert.equal(write("int", "0"), "stores 0");
    assert.equal(write("int", "00000000000000000001"), "stores 1");
  });

  it("refuses what is no number", () => {
    for (const value of ["08", "0x", "+1", "1.5", "1e3", "1k", "1,2", "yes", "--1", "1;"]) {
      assert.equal(write("int", value), "EINVAL not-a-number at 0 after 0", value);
    }
    assert.equal(write("int", "\n"), "EINVAL empty at 0 after 0");
    assert.equal(write("int", "\r"), "EINVAL empty at 0 after 0");
    assert.equal(write("int", "000000000000000000001"), "EINVAL too-long at 0 after 0");
  });

  it("keeps to the width of the type", () => {
    assert.equal(write("int", "2147483647"), "stores 2147483647");
    assert.equal(write("int", "2147483648"), "EINVAL out-of-range at 0 after 0");
    assert.equal(write("uint", "4294967295"), "stores 4294967295");
    assert.equal(write("uint", "-0"), "EINVAL negative at 0 after 0");
    assert.equal(write("u8", "255"), "stores 255");
    assert.equal(write("u8", "256"), "EINVAL out-of-range at 0 after 0");
    assert.equal(write("ulong", "18446744073709551615"), "stores 18446744073709551615");
  });

  it("keeps to the bounds of the key", () => {
    assert.equal(write("int", "5", [0, 5]), "stores 5");
    assert.equal(write("int", "6", [0, 5]), "EINVAL out-of-range at 0 after 0");
    assert.equal(write("int", "-1", [0, 5]), "EINVAL out-of-range at 0 after 0");
  });

  it("stores 0 or 1 for a coerced flag", () => {
    assert.equal(write("flag01", "-7"), "stores 1");
    assert.equal(write("flag01", "0"), "stores 0");
  });

  it("ignores what follows a scalar", () => assert.equal(write("int", "1 # why"), "stores 1, ignores 2"));

  it("says nothing of texts without knowing the machine", () => {
    assert.equal(write("string", "bbr"), "unknown");
  });

  it("stores the numbers before a bad one and keeps those that are not given", () => {
    const rmem = entryOf("net.ipv4.tcp_rmem");
    assert.equal(say(predictWrite(rmem, "1 2 abc")), "EINVAL not-a-number at 2 after 2");
    assert.equal(say(predictWrite(rmem, "1 2")), "stores ?, keeps 1");
    assert.equal(say(predictWrite(rmem, "1 2 3 4")), "stores 1 2 3, ignores 1");
  });

  it("refuses a write to a read-only key", () => {
    const entry = buildEntry({ value: { type: "int", unit: "entries", readOnly: true, default: "0" } });
    assert.equal(say(predictWrite(entry, "1")), "EACCES read-only at 0 after 0");
  });

  it("holds port ranges against each other and stores nothing of a bad pair", () => {
    const range = entryOf("net.ipv4.ip_local_port_range");
    const write = (value: string, start: string): string =>
      say(predictWrite(range, value, (name) => (name.endsWith("start") ? start : undefined)));
    assert.equal(write("1024 65535", "1024"), "stores 1024 65535");
    assert.equal(write("1000 65535", "1024"), "EINVAL below-neighbour at 0 after 0");
    assert.equal(write("1000 65535", "0"), "stores 1000 65535");
    assert.equal(write("5000 4000", "1024"), "EINVAL order at 1 after 0");
  });

  it("never throws", () => {
    const types: readonly ValueType[] = [
      "int",
      "uint",
      "u8",
      "long",
      "ulong",
      "flag01",
      "string",
      "port-range",
      "range-list",
      "gid-range",
      "cpumask",
      "fastopen-key",
      "ipv6-address",
      "trigger",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: "binary" }), (type, value) => {
        predictWrite(buildEntry({ value: { type, unit: "packets", default: "0" } }), value);
      }),
      seeded,
    );
  });
});

describe("what a write does on a kernel", () => {
  const say = (key: string, value: string, kernel: string): boolean | undefined => validate(realKnowledge(), key, value, kernel).accepted; // prettier-ignore

  it("is not guessed where builds differ", () => {
    assert.equal(say("net.ipv4.tcp_rmem", "1 2 3", "6.18"), true);
    assert.equal(say("net.ipv4.tcp_rmem", "1 2 3", "6.12"), undefined);
    assert.equal(say("net.ipv4.tcp_rmem", "4096 8192 16384", "6.12"), true);
    assert.equal(say("net.ipv4.tcp_rmem", "0 2 3", "6.12"), false);
  });

  it("is not guessed before the range changed, nor where the bounds are not known", () => {
    assert.equal(say("net.core.optmem_max", "-1", "6.18"), false);
    assert.equal(say("net.core.optmem_max", "-1", "6.1"), undefined);
    assert.equal(say("net.ipv4.tcp_window_scaling", "256", "5.4"), undefined);
    assert.equal(say("net.ipv4.tcp_window_scaling", "no", "5.4"), false);
  });
});

describe("what a 6.18 kernel did with writes", () => {
  /** `errno` for a refused write; else what the key read afterwards, `null` where it cannot be read. */
  interface MeasuredWrite {
    readonly name: string;
    readonly value: string;
    readonly errno?: string;
    readonly stored?: string | null;
  }
  const file = path.join(projectRoot, "test", "fixtures", "writes-6.18.jsonl");
  const measured = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as MeasuredWrite); // prettier-ignore
  const knowledge = realKnowledge();

  for (const name of new Set(measured.map((write) => write.name))) {
    const own = measured.filter((write) => write.name === name);
    it(`${name}: ${own.length} writes`, () => {
      for (const { value, errno, stored } of own) {
        const verdict = validate(knowledge, name, value, "6.18");
        const happened = errno === undefined ? `stores ${stored ?? "nothing"}` : errno;
        const foretold = verdict.accepted ? `stores ${verdict.stored ?? "nothing"}` : verdict.errno;
        assert.equal(foretold, happened, JSON.stringify(value));
      }
    });
  }
});
