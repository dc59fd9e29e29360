import assert from "node:assert/strict";
import fc from "fast-check";
import {
  hasByteOrderMark,
  parseSysctlConf,
  parseSysctlLine,
  splitWords,
  textOf,
  type SysctlLine,
} from "../../src/core/documents/sysctlConf";
import { seeded } from "../support/property";

/** A line as a short text: what it is and what it holds. */
function describeLine(text: string, line: SysctlLine): string {
  switch (line.kind) {
    case "blank":
    case "comment":
      return line.kind;
    case "malformed":
      return `malformed ${line.reason} [${textOf(text, line.content)}]`;
    case "exclusion":
      return `exclusion [${textOf(text, line.key)}]`;
    case "assignment":
      return `${line.ignoresErrors ? "quiet " : ""}[${textOf(text, line.key)}] = [${textOf(text, line.value)}]`;
  }
}

const read = (text: string): string => describeLine(text, parseSysctlLine(text));

describe("sysctl.conf: one line", () => {
  // Each was tried with procps-ng 4.0.2 and systemd 252.
  const cases: readonly (readonly [line: string, expected: string])[] = [
    ["net.ipv4.ip_forward=1", "[net.ipv4.ip_forward] = [1]"],
    ["net.ipv4.ip_forward = 1", "[net.ipv4.ip_forward] = [1]"],
    ["  net.ipv4.ip_forward\t=\t1  ", "[net.ipv4.ip_forward] = [1]"],
    ["net/ipv4/ip_forward = 1", "[net/ipv4/ip_forward] = [1]"],
    ["net.ipv4.tcp_rmem = 4096\t131072  6291456", "[net.ipv4.tcp_rmem] = [4096\t131072  6291456]"],
    ["net.ipv4.ip_forward = 1\r", "[net.ipv4.ip_forward] = [1]"],
    ["net.ipv4.ip_forward =", "[net.ipv4.ip_forward] = []"],
    ["net.ipv4.ip_forward =   ", "[net.ipv4.ip_forward] = []"],
    ["kernel.hostname == b", "[kernel.hostname] = [= b]"],
    ["kernel.core_pattern = |/bin/x %p=%e", "[kernel.core_pattern] = [|/bin/x %p=%e]"],
    ["net.core.somaxconn = 1 # why", "[net.core.somaxconn] = [1 # why]"],
    ["-net.ipv4.ip_forward = 1", "quiet [net.ipv4.ip_forward] = [1]"],
    ["- net.ipv4.ip_forward = 1", "quiet [net.ipv4.ip_forward] = [1]"],
    ["-net.ipv4.conf.*.rp_filter", "exclusion [net.ipv4.conf.*.rp_filter]"],
    [" -net.ipv4.ip_forward\t", "exclusion [net.ipv4.ip_forward]"],
    ["# net.ipv4.ip_forward = 1", "comment"],
    ["; net.ipv4.ip_forward = 1", "comment"],
    ["\t#", "comment"],
    ["", "blank"],
    [" \t\v\f\r", "blank"],
    ["net.ipv4.ip_forward 1", "malformed no-equals-sign [net.ipv4.ip_forward 1]"],
    ["net.ipv4.ip_forward 1 \t", "malformed no-equals-sign [net.ipv4.ip_forward 1]"],
    ["- \t", "malformed empty-key [-]"],
    ["x", "malformed no-equals-sign [x]"],
    ["= 1", "malformed empty-key [= 1]"],
    ["-", "malformed empty-key [-]"],
    ["- = 1", "malformed empty-key [- = 1]"],
    ["=", "malformed empty-key [=]"],
    ["\u{feff}net.ipv4.ip_forward = 1", "[net.ipv4.ip_forward] = [1]"],
    ["\u{feff}# comment", "comment"],
    ["\u{feff}", "blank"],
    ["netÿ.x = \u{1f600}", "[netÿ.x] = [\u{1f600}]"],
  ];
  for (const [line, expected] of cases) {
    it(`reads ${JSON.stringify(line)}`, () => assert.equal(read(line), expected));
  }

  it("looks only at the range it is given", () => {
    const text = "a = 1\nb = 2\nc = 3";
    assert.equal(describeLine(text, parseSysctlLine(text, 6, 11)), "[b] = [2]");
  });

  it("takes a byte order mark for one only at the start of the text", () => {
    assert.equal(read(" \u{feff}x = 1"), "[\u{feff}x] = [1]");
  });
});

describe("sysctl.conf: a whole file", () => {
  it("keeps exact offsets with line feeds, with CRLF and without an end of line", () => {
    const text = "a = 1\r\n\n# c\r\n b=2";
    const lines = [...parseSysctlConf(text)];
    assert.deepEqual(
      lines.map((line) => [line.start, line.end]),
      [[0, 6], [7, 7], [8, 12], [13, 17]], // prettier-ignore
    );
    const last = lines.at(-1);
    assert.ok(last?.kind === "assignment");
    assert.deepEqual([last.key, last.value], [{ start: 14, end: 15 }, { start: 16, end: 17 }]); // prettier-ignore
  });

  it("has an empty last line after a final line feed", () => {
    assert.deepEqual(
      Array.from(parseSysctlConf("a=1\n"), (line) => line.kind),
      ["assignment", "blank"],
    );
  });

  it("notices a byte order mark", () => {
    assert.equal(hasByteOrderMark("\u{feff}a=1"), true);
    assert.equal(hasByteOrderMark("a=1"), false);
  });

  it("reads a line of 5 MB and a key of 10 000 characters", () => {
    const value = "9".repeat(5_000_000);
    const [line] = parseSysctlConf(`net.core.somaxconn = ${value}`);
    assert.ok(line?.kind === "assignment");
    assert.equal(line.value.end - line.value.start, value.length);
    assert.equal(read(`${"k".repeat(10_000)} = 1`), `[${"k".repeat(10_000)}] = [1]`);
  });
});

describe("sysctl.conf: any text", () => {
  const fragment = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("net.ipv4.ip_forward", "=", "-", "#", ";", "\n", "\r\n", " ", "\t", "\v", "\u{feff}", "1", "\0"),
  );
  const anyText = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(""));

  it("is cut into lines that put together give the text again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = [...parseSysctlConf(text)];
        assert.equal(lines.map((line) => text.slice(line.start, line.end)).join("\n"), text);
      }),
      seeded,
    );
  });

  it("gives spans inside their line, in order, without white space at their ends", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of parseSysctlConf(text)) {
          const spans =
            line.kind === "assignment"
              ? [line.key, line.value]
              : line.kind === "exclusion"
                ? [line.key]
                : line.kind === "malformed"
                  ? [line.content]
                  : [];
          for (const span of spans) {
            assert.ok(line.start <= span.start && span.start <= span.end && span.end <= line.end);
            assert.match(textOf(text, span), /^$|^[^ \t\v\f\r]([^]*[^ \t\v\f\r])?$/);
          }
          if (line.kind === "assignment") assert.ok(line.key.end < line.value.start);
          // The kernel ends a number at a space or tab only.
          const words = line.kind === "assignment" ? splitWords(text, line.value) : [];
          for (const word of words) {
            assert.ok(line.start <= word.start && word.end <= line.end);
            assert.match(textOf(text, word), /^[^ \t]+$/);
          }
          if (line.kind === "assignment" || line.kind === "exclusion") assert.ok(line.key.start < line.key.end);
        }
      }),
      seeded,
    );
  });

  it("says of a line alone what it says of it inside the file", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [index, line] of [...parseSysctlConf(text)].entries()) {
          if (index === 0) continue; // the first one may hold the byte order mark
          const alone = text.slice(line.start, line.end);
          if (alone.startsWith("\u{feff}")) continue;
          assert.equal(read(alone), describeLine(text, line));
        }
      }),
      seeded,
    );
  });

  it("gives back the key and value that were written into it", () => {
    const word = fc.stringMatching(/^[a-z0-9_*/.]{1,12}$/);
    const blank = fc.stringMatching(/^[ \t]{0,3}$/);
    fc.assert(
      fc.property(word, word, blank, blank, blank, fc.boolean(), (key, value, a, b, c, quiet) => {
        const line = `${a}${quiet ? "-" : ""}${key}${b}=${c}${value}${a}`;
        assert.equal(read(line), `${quiet ? "quiet " : ""}[${key}] = [${value}]`);
      }),
      seeded,
    );
  });
});
