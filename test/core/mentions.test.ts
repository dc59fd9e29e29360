import assert from "node:assert/strict";
import fc from "fast-check";
import { findMentions, mentionAt } from "../../src/core/documents/mentions";
import { seeded } from "../support/property";

function mentionsIn(line: string): string[] {
  return findMentions(line).map(({ key, value }) => {
    const written = line.slice(key.start, key.end);
    return value ? `${written} ← ${line.slice(value.start, value.end)}` : written;
  });
}

describe("sysctl keys named in other texts", () => {
  it("are found in prose, with their sentence's end left out", () => {
    assert.deepEqual(mentionsIn("Raise net.core.somaxconn, then look at `net.ipv4.tcp_max_syn_backlog`."), [
      "net.core.somaxconn",
      "net.ipv4.tcp_max_syn_backlog",
    ]);
    assert.deepEqual(mentionsIn("See net.ipv4.ip_forward."), ["net.ipv4.ip_forward"]);
    assert.deepEqual(mentionsIn("github.com/net.core/x and myapp.net.core.y"), []);
  });

  it("are found with their value in shell, YAML, JSON and other syntaxes", () => {
    const lines: readonly (readonly [string, string])[] = [
      ["sysctl -w net.core.somaxconn=1024", "net.core.somaxconn ← 1024"],
      ['sysctl -w net.ipv4.tcp_rmem="4096 87380 6291456"', "net.ipv4.tcp_rmem ← 4096 87380 6291456"],
      ["  net.core.somaxconn: 1024 # why", "net.core.somaxconn ← 1024"],
      ['  "net.core.somaxconn": "1024",', "net.core.somaxconn ← 1024"],
      ['"net.ipv4.ip_forward" = 1;', "net.ipv4.ip_forward ← 1"],
      ["'net.ipv4.ip_forward' => '1',", "net.ipv4.ip_forward ← 1"],
      ["docker run --sysctl net.core.somaxconn=1024 nginx", "net.core.somaxconn ← 1024"],
      ["echo 1 > /proc/sys/net/ipv4/ip_forward", "net/ipv4/ip_forward ← 1"],
      ["echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward", "net/ipv4/ip_forward ← 1"],
      ['echo "1024 65535" >/proc/sys/net/ipv4/ip_local_port_range', "net/ipv4/ip_local_port_range ← 1024 65535"],
      ["cat /proc/sys/net/ipv4/conf/eth0.100/rp_filter", "net/ipv4/conf/eth0.100/rp_filter"],
      ["net.ipv4.tcp_rmem = 4096 87380 6291456", "net.ipv4.tcp_rmem ← 4096 87380 6291456"],
    ];
    for (const [line, found] of lines) assert.deepEqual(mentionsIn(line), [found], line);
  });

  it("are found by place", () => {
    const line = `${"x".repeat(3000)} sysctl -w net.ipv4.tcp_rmem="4096 87380 6291456"`;
    const at = line.indexOf("net.");
    assert.deepEqual(mentionAt(line, at + 5), { start: at, end: at + "net.ipv4.tcp_rmem".length });
    assert.equal(mentionAt(line, line.indexOf("87380")), undefined);
  });

  it("never throw, and their spans lie in order inside the line", () => {
    const piece = fc.oneof(fc.constantFrom("net.core.somaxconn", "/proc/sys/", "=", ": ", '"', "echo ", " > ", "net/ipv4/"), fc.string({ maxLength: 8 })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const line = pieces.join("");
        for (const { key, value } of findMentions(line)) {
          assert.ok(key.start < key.end && key.end <= line.length);
          if (value) assert.ok(value.start < value.end && value.end <= line.length);
        }
      }),
      seeded,
    );
  });
});
