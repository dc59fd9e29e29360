import assert from "node:assert/strict";
import fc from "fast-check";
import { completeSysctl, type Completion } from "../../src/core/complete/completeSysctl";
import { realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

function completions(marked: string, kernel = "6.18"): readonly Completion[] {
  const at = marked.indexOf("|");
  return completeSysctl(marked.replace("|", ""), at, realKnowledge(), kernel);
}

const texts = (found: readonly Completion[]): string[] => found.map(({ text }) => text);

describe("completion in a sysctl.conf", () => {
  it("offers the keys of the kernel, most used first", () => {
    const found = completions("net.core.so|");
    const somaxconn = found.find(({ text }) => text === "net.core.somaxconn");
    assert.match(somaxconn?.detail ?? "", /accept queue/);
    assert.deepEqual(somaxconn?.replaces, { start: 0, end: 11 });
    const rank = (key: string): number => found.find(({ text }) => text === key)?.rank ?? Number.NaN;
    assert.ok(rank("net.ipv4.ip_forward") < rank("net.ipv4.tcp_migrate_req"));
    assert.ok(texts(found).includes("net.ipv4.conf.all.rp_filter"));
    assert.ok(!texts(found).some((key) => key.includes("*")));
  });

  it("leaves out what the kernel does not have and what cannot be written", () => {
    assert.ok(!texts(completions("|")).includes("net.ipv4.tcp_tw_recycle"));
    assert.ok(texts(completions("|", "4.9")).includes("net.ipv4.tcp_tw_recycle"));
    assert.ok(!texts(completions("|")).includes("net.netfilter.nf_conntrack_count"));
  });

  it("follows the notation, the dash and the place that were begun", () => {
    assert.ok(texts(completions("net/co|")).includes("net/core/somaxconn"));
    assert.deepEqual(completions("  -net.co|re.x = 1")[0]?.replaces, { start: 3, end: 13 });
  });

  it("offers values with a meaning and the default, word by word", () => {
    const modes = completions("net.ipv4.tcp_tw_reuse = |");
    assert.deepEqual(texts(modes), ["0", "1", "2"]);
    assert.match(modes[2]?.detail ?? "", /loopback.* · default/);
    assert.deepEqual(texts(completions("net.ipv4.tcp_rmem = 4096 8|7380")), ["131072"]);
    assert.deepEqual(texts(completions("net.ipv4.tcp_rmem = 1 2 3 |")), []);
  });

  it("is silent in comments and for unknown keys", () => {
    assert.deepEqual(completions("# net.co|"), []);
    assert.deepEqual(completions("no.such.key = |"), []);
  });

  it("never throws and never replaces anything outside the line", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat({ max: 40 }), (line, at) => {
        for (const { replaces } of completeSysctl(line, Math.min(at, line.length), realKnowledge(), "6.18"))
          assert.ok(0 <= replaces.start && replaces.start <= replaces.end && replaces.end <= line.length);
      }),
      { ...seeded, numRuns: Math.min(seeded.numRuns, 200) },
    );
  });
});
