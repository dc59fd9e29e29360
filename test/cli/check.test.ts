import assert from "node:assert/strict";
import { runCli, runCliOn } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

const linesOf = (text: string): string[] => text.trimEnd().split("\n");

describe("check", () => {
  const { file } = scratchFolder();

  it("is silent and content with a sound file", () => {
    const place = file("good.conf", "net.core.somaxconn = 4096\n");
    assert.deepEqual(runCli("check", place), { status: 0, out: "", err: "" });
    assert.deepEqual(JSON.parse(runCli("check", place, "--format", "json").out), []);
  });

  it("names file, place, code and reason of each finding and exits with 1", () => {
    const place = file("bad.conf", "\nnet.core.somaxconn = -1\nnet.ipv4.tcp_rmem = 1 2\n");
    const { status, out } = runCli("check", place);
    assert.equal(status, 1);
    const lines = out.trimEnd().split("\n");
    assert.ok(lines[0]?.startsWith(`${place}:2:22: error sysctl/refused-value `), out);
    assert.ok(lines[1]?.startsWith(`${place}:3:21: warning sysctl/wrong-arity `), out);
    assert.equal(lines.length, 2);
    const [finding] = JSON.parse(runCli("check", place, "--format", "json").out) as Record<string, unknown>[];
    assert.deepEqual(
      [finding?.["file"], finding?.["line"], finding?.["column"], finding?.["endColumn"], finding?.["code"]],
      [place, 2, 22, 24, "sysctl/refused-value"],
    );
  });

  it("answers for the chosen kernel, in the chosen language", () => {
    const place = file("recycle.conf", "net.ipv4.tcp_tw_recycle = 1\n");
    assert.equal(runCli("check", place, "--kernel", "4.9").status, 0);
    assert.match(runCli("check", place, "--lang", "zh-cn").out, /自 Linux 4\.12 起已移除/);
  });

  it("fails on the severity asked for, and leaves out what a baseline lists", () => {
    const place = file("mixed.conf", "net.ipv4.tcp_tw_recycle = 1\n");
    assert.equal(runCli("check", place).status, 1);
    assert.equal(runCli("check", place, "--fail-on", "error").status, 0);
    assert.equal(runCli("check", place, "--fail-on", "never").status, 2);
    const baseline = file("baseline.json", runCli("check", place, "--format", "json").out);
    file("mixed.conf", "# moved\n\nnet.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = -1\n");
    const { status, out } = runCli("check", place, "--baseline", baseline);
    assert.equal(status, 1);
    assert.match(out, /^[^\n]*mixed\.conf:4:22: error sysctl\/refused-value [^\n]*\n$/);
    assert.equal(runCli("check", place, "--baseline", file("broken.json", "{")).status, 2);
  });

  it("writes GitHub's commands, and leaves out what the file ignores", () => {
    const place = file(
      "s.conf",
      "# netstack-lens-ignore sysctl/removed-key -- old hosts\nnet.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = a,b:c%\n",
    );
    const github = runCli("check", place, "--format", "github").out;
    assert.match(
      github,
      /^::error file=[^\n]*,line=3,endLine=3,col=22,endColumn=28,title=sysctl\/refused-value::[^\n]*a,b:c%25[^\n]*\n$/,
    );
    assert.equal(runCli("check", place, "--no-inline-ignore").out.trimEnd().split("\n").length, 2);
  });

  it("knows what a baseline lists by the line around it, and counts lines that read the same", () => {
    const place = file("twice.conf", "net.core.a = 1\n\nnet.core.a = 1\n");
    const baseline = file("twice.json", runCli("check", place, "--format", "json").out);
    file("twice.conf", "net.core.b = 1\nnet.core.a = 1\nnet.core.a = 1\nnet.core.a = 1\n");
    const { out } = runCli("check", place, "--baseline", baseline);
    assert.deepEqual(linesOf(out).map((line) => line.slice(place.length).split(" ")[0]), [":1:1:", ":4:1:"]); // prettier-ignore
    for (const content of ["{", "{}", "[null]", "1"])
      assert.equal(runCli("check", place, "--baseline", file("broken.json", content)).status, 2, content);
  });

  it("gives rules the severity asked for, or none", () => {
    const place = file("levels.conf", "net.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = -1\n");
    const codes = (...options: readonly string[]): string[] =>
      linesOf(runCli("check", place, ...options).out).map((line) => line.split(" ").slice(1, 3).join(" "));
    assert.deepEqual(codes("--rule", "sysctl/removed-key=error", "--rule", "sysctl/refused-value=off"), [
      "error sysctl/removed-key",
    ]);
    assert.deepEqual(codes("--rule", "sysctl/*=off", "--rule", "sysctl/refused-value=info"), [
      "information sysctl/refused-value",
    ]);
    assert.deepEqual(runCli("check", place, "--rule", "sysctl/*=off"), { status: 0, out: "", err: "" });
    for (const wrong of ["sysctl/removed-key", "sysctl/removed-key=loud", "sysctl/removed-key=off=off", "=off"])
      assert.equal(runCli("check", place, "--rule", wrong).status, 2, wrong);
    assert.match(runCli("check", place, "--rule", "sysctl/removd-key=off").err, /close to it: sysctl\/removed-key/);
  });

  it("lists hints for those who ask for them only", () => {
    const place = file("hint.conf", "net.core.somaxconn = -1\n");
    const hint = ["--rule", "sysctl/refused-value=hint"];
    assert.deepEqual(runCli("check", place, ...hint), { status: 0, out: "", err: "" });
    assert.equal(runCli("check", place, ...hint, "--fail-on", "info").status, 0);
    const asked = runCli("check", place, ...hint, "--fail-on", "hint");
    assert.equal(asked.status, 1);
    assert.match(asked.out, /: hint sysctl\/refused-value /);
    assert.match(runCli("check", place, ...hint, "--fail-on", "hint", "--format", "github").out, /^::notice /);
  });

  it("reads standard input, as the file it is said to be", () => {
    const manifest = 'sysctls:\n- name: net.core.somaxconn\n  value: "nope"\n';
    const { status, out } = runCliOn(manifest, "check", "-", "--stdin-name", "deploy/pod.yaml");
    assert.equal(status, 1);
    assert.match(out, /^deploy\/pod\.yaml:3:11: error sysctl\/refused-value /);
    assert.match(runCliOn("net.core.somaxconn = x\n", "check", "-").out, /^<stdin>:1:22: error /);
    assert.deepEqual(runCliOn("", "check", "-"), { status: 0, out: "", err: "" });
    assert.match(runCliOn("a\0b", "check", "-").err, /standard input: a binary file/);
    for (const wrong of [
      ["-", "-"],
      [file("x.conf", ""), "--stdin-name", "a.yaml"],
    ])
      assert.equal(runCliOn("", "check", ...wrong).status, 2);
  });

  it("does not count a byte order mark as a column", () => {
    const { out } = runCli("check", file("mark.conf", "\u{feff}net.core.somaxconn = x\n"));
    assert.deepEqual(linesOf(out).map((line) => line.replace(/^.*mark\.conf/, "").split(" ")[0]), [":1:1:", ":1:22:"]); // prettier-ignore
  });

  it("refuses a binary file instead of judging it", () => {
    const { status, out, err } = runCli("check", file("bin.conf", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3])));
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, /binary file/);
  });

  it("reads invalid UTF-8, a file of 50 MB and a line of 5 MB", () => {
    const broken = Buffer.concat([
      Buffer.from("# \xff\xfe caf\xe9\nnet.core.somaxconn = ", "latin1"),
      Buffer.from([0xff]),
      Buffer.from("\n"),
    ]);
    assert.match(runCli("check", file("utf8.conf", broken)).out, /utf8\.conf:2:22: error sysctl\/refused-value/);
    const line = "net.core.somaxconn = 4096\n";
    assert.deepEqual(runCli("check", file("huge.conf", line.repeat(2_000_000))), { status: 0, out: "", err: "" });
    const long = runCli("check", file("long.conf", `net.core.somaxconn = ${"1 ".repeat(2_500_000)}\n`));
    assert.equal(long.status, 1);
    assert.ok(long.out.length < 1000);
  }).timeout(60_000);
});
