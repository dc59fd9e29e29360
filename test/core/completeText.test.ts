import assert from "node:assert/strict";
import fc from "fast-check";
import { begunValue, completeBegunKey } from "../../src/core/complete/completeText";
import { begunKey, begunYamlKey, type TextKind } from "../../src/core/complete/keyPlace";
import { completeValue, type Completion } from "../../src/core/complete/completeSysctl";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { realKnowledge } from "../support/knowledge";
import { readCursor } from "../support/marks";
import { seeded } from "../support/property";

function keysAfter(before: string, kind: TextKind = "settings"): readonly Completion[] {
  const begun = begunKey(before, kind);
  if (!begun) return [];
  return completeBegunKey(begun, { start: begun.start, end: before.length }, realKnowledge(), "6.18");
}

const texts = (found: readonly Completion[]): string[] => found.map(({ text }) => text);

describe("keys begun in other texts", () => {
  it("become whole keys, most used first", () => {
    const found = keysAfter("    - name: net.ipv4.ip_");
    assert.deepEqual(found[0]?.replaces, { start: 12, end: 24 });
    assert.ok(texts(found).every((key) => key.startsWith("net.ipv4.")));
    const rank = (key: string): number => found.find(({ text }) => text === key)?.rank ?? Number.NaN;
    assert.ok(rank("net.ipv4.ip_forward") < rank("net.ipv4.tcp_migrate_req"));
  });

  it("become the next part of a path", () => {
    const found = keysAfter("echo 1 > /proc/sys/net/");
    assert.ok(["core", "ipv4", "ipv6", "nf_conntrack_max"].every((text) => texts(found).includes(text)));
    assert.equal(found.find(({ text }) => text === "core")?.kind, "directory");
    assert.deepEqual(found[0]?.replaces, { start: 23, end: 23 });
    const file = keysAfter("cat /proc/sys/net/core/soma").find(({ text }) => text === "somaxconn");
    assert.deepEqual([file?.key, file?.kind, file?.replaces], ["net.core.somaxconn", "key", { start: 23, end: 27 }]);
    assert.ok(texts(keysAfter("ls /proc/sys/")).includes("vm"));
  });

  it("follow an interface that was typed", () => {
    assert.ok(texts(keysAfter("net.ipv4.conf.eth0/100.")).includes("net.ipv4.conf.eth0/100.rp_filter"));
    const file = keysAfter("> /proc/sys/net/ipv4/conf/eth0.100/rp").find(({ text }) => text === "rp_filter");
    assert.equal(file?.key, "net.ipv4.conf.eth0/100.rp_filter");
  });

  it("are no words of a sentence, modules or names of machines", () => {
    for (const before of ["db.example.net.", "nothing.", "/usr/share/net.", "net.nothing.such.", "x-net.", "  # on the net."])
      assert.deepEqual(keysAfter(before), [], before);
    assert.deepEqual(keysAfter("Look on the net.", "prose"), []);
    assert.deepEqual(keysAfter("const text = fs.", "code"), []);
  }); // prettier-ignore

  it("are plain where they are quoted, long, or given to sysctl", () => {
    assert.ok(keysAfter("Set `net.", "prose").length > 0);
    assert.ok(keysAfter("Set net.ipv4.tcp", "prose").length > 0);
    assert.ok(keysAfter("sysctl -w net.", "prose").length > 0);
    assert.ok(keysAfter('write("vm.', "code").length > 0);
  });
});

describe("places of YAML where only a key can stand", () => {
  function begunIn(marked: string): string | undefined {
    const { text, cursor } = readCursor(marked);
    const lines = text.slice(0, cursor).split("\n");
    return begunYamlKey(lines.at(-1) ?? "", lines.slice(0, -1).toReversed())?.typed;
  }

  it("lie below sysctls:", () => {
    assert.equal(begunIn("spec:\n  sysctls:\n  - net.core.somaxconn=1\n  # more\n\n  - <|>"), "");
    assert.equal(begunIn("sysctls:\n  - name: a.b\n    value: '1'\n  - name: ne<|>"), "ne");
    assert.equal(begunIn("sysctls:\n- value: '1'\n  name: \"<|>"), "");
    assert.equal(begunIn("machine:\n  sysctls:\n    net.core.somaxconn: 1\n    v<|>"), "v");
    assert.equal(begunIn("- ansible.posix.sysctl:\n    name: <|>"), "");
  });

  it("are no values, no other parts, no other lists", () => {
    for (const marked of [
      "sysctls:\n- name: a.b\n  value: <|>",
      "sysctls:\n- name: a.b\n  va<|>",
      "sysctls:\n  a.b: 1\nports:\n- <|>",
      "- sysctl:\n    st<|>",
      "<|>",
      "name: <|>",
      "a:\n- b:\n  - <|>",
      "- sysctls: x\n  - <|>",
      "- sysctls:\n  name: <|>",
    ])
      assert.equal(begunIn(marked), undefined, marked);
  });
});

describe("values begun in other texts", () => {
  function valuesAt(marked: string, file: string): readonly Completion[] {
    const { text, cursor, spans } = readCursor(marked);
    const value = begunValue(text, cursor, file);
    const entry = value && realKnowledge().find(parseSysctlName(value.key));
    if (!value || !entry) return [];
    assert.deepEqual(value.span, { start: spans[0]?.start, end: spans[0]?.end });
    return completeValue(entry, value.word, value.span, realKnowledge(), "6.18");
  }

  it("are those of the key the place gives one to", () => {
    assert.ok(texts(valuesAt("sysctl -w net.ipv4.tcp_congestion_control=«b<|>»", "x.sh")).includes("bbr"));
    assert.deepEqual(texts(valuesAt("sysctls:\n- name: net.ipv4.tcp_tw_reuse\n  value: \"«<|>»\"\n", "x.yaml")), ["0", "1", "2"]); // prettier-ignore
    assert.deepEqual(texts(valuesAt("echo «<|>» > /proc/sys/net/ipv4/tcp_tw_reuse", "x.sh")), ["0", "1", "2"]);
    assert.deepEqual(texts(valuesAt('"net.ipv4.tcp_rmem" = "4096 «8<|>7380» 6291456";', "x.nix")), ["131072"]);
    assert.ok(texts(valuesAt("net.core.default_qdisc: «<|>»", "x.yml")).includes("fq"));
  });

  it("are nothing elsewhere", () => {
    assert.equal(begunValue("net.core.somaxconn and ", 23, "x.md"), undefined);
    assert.equal(begunValue("# net.core.somaxconn = ", 23, "x.sh"), undefined);
  });

  it("never throw, and lie around the cursor", () => {
    const piece = fc.oneof(fc.constantFrom("net.core.somaxconn", "/proc/sys/", "=", ": ", '"', "echo ", " > ", "\n", "- name: ", "value: "), fc.string({ maxLength: 5 })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat({ max: 60 }), (pieces, place) => {
        const text = pieces.join("");
        const at = Math.min(place, text.length);
        const value = begunValue(text, at, "x.yaml");
        if (value) assert.ok(value.span.start <= at && at <= value.span.end && value.span.end <= text.length);
        begunYamlKey(text.slice(0, at), text.split("\n"));
      }),
      seeded,
    );
  });
});
