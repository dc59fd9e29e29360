import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCli, runCliIn, runCliOn } from "../support/cli";

describe("the command line", () => {
  let folder = "";
  const file = (name: string, content: string | Buffer): string => {
    const place = path.join(folder, name);
    writeFileSync(place, content);
    return place;
  };
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-cli-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("explains itself", () => {
    const { status, out } = runCli("--help");
    assert.equal(status, 0);
    for (const command of ["explain NAME", "locate FILE|-", "check FILE", "validate NAME VALUE"])
      assert.ok(out.includes(command));
    assert.match(runCli("--version").out, /^\d+\.\d+\.\d+\n$/);
  });

  it("says what is wrong with a wrong call and exits with 2", () => {
    const calls = [
      [],
      ["frobnicate"],
      ["constructor"],
      ["explain"],
      ["explain", "a", "b"],
      ["explain", "net.core.somaxconn", "--format", "xml"],
      ["explain", "net.core.somaxconn", "--kernel", "new"],
      ["explain", "net.core.somaxconn", "--lang", "fr"],
      ["explain", "net.core.somaxconn", "--colour"],
      ["locate"],
      ["check"],
      ["validate", "net.core.somaxconn"],
      ["validate", "net.ipv4.tcp_rmem", "1", "2", "3"],
      ["validate", "net.core.somaxconn", "1", "--format", "jsonl"],
    ];
    for (const call of calls) {
      const { status, out, err } = runCli(...call);
      assert.equal(status, 2, call.join(" "));
      assert.equal(out, "");
      assert.match(err, /^netstack-lens: .+\nTry netstack-lens --help\.\n$/);
    }
  });

  describe("explain", () => {
    it("answers in text, Markdown and JSON", () => {
      assert.match(runCli("explain", "net.core.somaxconn").out, /^net\.core\.somaxconn — [^*`]+$/m);
      assert.match(
        runCli("explain", "net.core.somaxconn", "--format", "markdown").out,
        /^\*\*net\\\.core\\\.somaxconn\*\*/,
      );
      const answer = JSON.parse(
        runCli("explain", "net/core/somaxconn", "--format", "json", "--kernel", "4.9").out,
      ) as Record<string, unknown>;
      assert.deepEqual(
        [answer["key"], answer["kernel"], answer["default"], answer["unit"], answer["status"]],
        ["net.core.somaxconn", "4.9", "128", "connections", "present"],
      );
    });

    it("takes paths below /proc/sys, interfaces and patterns", () => {
      assert.equal(runCli("explain", "/proc/sys/net/ipv4/ip_forward").status, 0);
      assert.match(runCli("explain", "net.ipv4.conf.eth0/100.rp_filter").out, /eth0\.100/);
      const answers = JSON.parse(runCli("explain", "net.ipv4.tcp_keepalive_*", "--format", "json").out) as unknown[];
      assert.equal(answers.length, 3);
    });

    it("answers for counters, columns and whole dumps", () => {
      assert.match(runCli("explain", "TcpExtListenDrops").out, /^TcpExtListenDrops — .*\n\n.*growth is bad/);
      assert.match(runCli("explain", "softnet_stat:3").out, /^softnet_stat:time_squeeze — /);
      assert.match(runCli("explain", "/proc/net/sockstat").out, /TCP orphan/);
      const field = JSON.parse(runCli("explain", "UdpRcvbufErrors", "--format", "json").out) as Record<string, unknown>;
      assert.deepEqual(
        [field["field"], field["dump"], field["places"]],
        ["UdpRcvbufErrors", "snmp", ["/proc/net/snmp", "/proc/*/net/snmp"]],
      );
      assert.match(runCli("explain", "TcpExtTCPPrequeued", "--kernel", "6.1").out, /Gone since Linux/);
      // Several dumps have such a column; each is told.
      assert.ok(runCli("explain", "inode").out.split("\n---\n").length > 1);
    });

    it("speaks the language of the option, else of the locale", () => {
      assert.match(runCli("explain", "net.core.somaxconn", "--lang", "zh-cn").out, /默认值/);
      assert.match(runCliIn({ LC_ALL: "zh_CN.UTF-8" }, "explain", "net.core.somaxconn").out, /默认值/);
      assert.doesNotMatch(
        runCliIn({ LC_ALL: "zh_CN.UTF-8" }, "explain", "net.core.somaxconn", "--lang", "en").out,
        /默认值/,
      );
    });

    it("exits with 1 for a name it does not know and names near ones", () => {
      const { status, out, err } = runCli("explain", "net.core.somaxcon");
      assert.deepEqual([status, out], [1, ""]);
      assert.match(err, /not known; close to it: net\.core\.somaxconn/);
      assert.equal(runCli("explain", "k".repeat(10_000)).status, 1);
    });
  });

  describe("validate", () => {
    it("says what the kernel stores, and exits with 0", () => {
      assert.deepEqual(runCli("validate", "net.core.somaxconn", "0x10 # sixteen"), {
        status: 0,
        out: 'accepted. The key then reads "16".\n',
        err: "",
      });
      const { out } = runCli("validate", "net/ipv4/tcp_rmem", "1 2", "--format", "json");
      assert.deepEqual(JSON.parse(out), {
        name: "net/ipv4/tcp_rmem",
        value: "1 2",
        accepted: true,
        errno: null,
        stored: "1\t2\t33554432",
      });
    });

    it("says with which error the kernel refuses and why, and exits with 1", () => {
      const { status, out } = runCli("validate", "net.ipv4.tcp_rmem", "1 2 abc");
      assert.equal(status, 1);
      assert.match(out, /^refused with EINVAL: abc is not a number.* The 2 before it are stored.*"1 2 33554432"/);
      assert.match(runCli("validate", "net.core.somaxconn", "-1", "--lang", "zh-cn").out, /^拒绝，错误 EINVAL：/);
      assert.match(runCli("validate", "net.ipv4.tcp_tw_recycle", "1").out, /ENOENT/);
      assert.equal(runCli("validate", "net.ipv4.tcp_tw_recycle", "1", "--kernel", "4.9").status, 0);
    });

    it("answers each line of standard input, and marks the bad ones", () => {
      const input = [
        '{"name":"net.ipv4.ip_forward","value":"1\\n"}',
        "",
        "{",
        '{"name":"net.ipv4.ip_forward"}',
        "null",
        '{"name":"net.ipv4.no_such_key","value":"1"}',
        '{"name":"net.ipv4.tcp_fastopen_key","value":"1-2-3-4"}',
      ].join("\r\n");
      const { status, out, err } = runCliOn(input, "validate", "--format", "jsonl");
      assert.equal(status, 2);
      const answers = out.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
      assert.deepEqual(answers[0], {
        name: "net.ipv4.ip_forward",
        value: "1\n",
        accepted: true,
        errno: null,
        stored: "1",
      });
      assert.deepEqual(answers.slice(1, 4).map((answer) => answer["line"]), [3, 4, 5]); // prettier-ignore
      assert.deepEqual([answers[4]?.["accepted"], answers[4]?.["errno"]], [false, "ENOENT"]);
      assert.equal(answers[5]?.["stored"], "00000001-00000002-00000003-00000004");
      assert.match(err, /line 3: no JSON/);
    });
  });

  describe("rule", () => {
    it("tells what a code means, and lists all", () => {
      assert.match(
        runCli("rule", "sysctl/removed-key").out,
        /^sysctl\/removed-key \(warning\): .*\n\n[^]*tcp_tw_recycle/,
      );
      assert.match(runCli("rule").out, /^error {7}sysctl\/refused-value {2}/m);
      assert.equal(runCli("rule", "no/such").status, 1);
    });
  });

  describe("decode", () => {
    const dump = "TcpExt: SyncookiesSent ListenDrops\nTcpExt: 0 42\n";

    it("prints the figures of a dump and marks what looks wrong, from a file or a pipe", () => {
      const { status, out } = runCliOn(dump, "decode", "-");
      assert.equal(status, 0);
      assert.match(out, /^ {2}TcpExtSyncookiesSent +0 {2}\S.*\n! TcpExtListenDrops +42 {2}\S.*\n.*→ /);
      assert.equal(runCli("decode", file("dump.txt", dump)).out, out);
      const [, drops] = JSON.parse(runCliOn(dump, "decode", "-", "--format", "json").out) as Record<string, unknown>[];
      assert.deepEqual(
        [drops?.["name"], drops?.["number"], drops?.["line"], drops?.["looksWrong"]],
        ["TcpExtListenDrops", 42, 2, true],
      );
    });

    it("reads a very long dump, and says where there is none", () => {
      const line = "000487d5 00000000 00000011 00000000 00000000 00000000 00000000 00000000 00000000\n";
      const { status, out } = runCliOn(line.repeat(30_000), "decode", "-");
      assert.equal(status, 0);
      assert.equal(out.split("\n").length, 270_001);
      assert.equal(runCliOn("nothing here\n", "decode", "-").status, 1);
      assert.equal(runCli("decode", path.join(folder, "missing")).status, 2);
    }).timeout(30_000);
  });

  describe("locate", () => {
    it("lists every setting with its place", () => {
      const place = file(
        "a.conf",
        "# x\r\n net.core.somaxconn = 128\r\n-net/ipv4/conf/eth0.1/rp_filter\n-a.b=1\nnonsense",
      );
      const { status, out } = runCli("locate", place, "--format", "json");
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(out), [
        { key: "net.core.somaxconn", written: "net.core.somaxconn", value: "128", line: 2, column: 2, valueColumn: 23, dialect: "sysctl.conf" },
        { key: "net.ipv4.conf.eth0/1.rp_filter", written: "net/ipv4/conf/eth0.1/rp_filter", value: null, line: 3, column: 2, valueColumn: null, dialect: "sysctl.conf", excluded: true },
        { key: "a.b", written: "a.b", value: "1", line: 4, column: 2, valueColumn: 6, dialect: "sysctl.conf", ignoresErrors: true },
      ]); // prettier-ignore
      assert.match(runCli("locate", place).out, /a\.conf:2:2: net\.core\.somaxconn = 128\n/);
    });
  });

  describe("check", () => {
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

    it("goes on behind a file it cannot read, says which and exits with 2", () => {
      const bad = file("bad2.conf", "net.core.somaxconn = x\n");
      const { status, out, err } = runCli("check", path.join(folder, "missing.conf"), bad);
      assert.equal(status, 2);
      assert.match(out, /bad2\.conf:1:22: error/);
      assert.match(err, /missing\.conf: no such file/);
    });

    it("walks folders, without following loops, and reports what it cannot read", () => {
      const tree = mkdtempSync(path.join(folder, "tree-"));
      mkdirSync(path.join(tree, "sysctl.d"));
      mkdirSync(path.join(tree, "node_modules"));
      writeFileSync(path.join(tree, "sysctl.d", "1.conf"), "net.core.somaxcon = 1\n");
      writeFileSync(path.join(tree, "node_modules", "x.yaml"), "net.core.somaxcon: 1\n");
      writeFileSync(path.join(tree, "pod.yaml"), 'sysctls:\n- name: net.core.somaxconn\n  value: "nope"\n');
      writeFileSync(path.join(tree, "notes.bin"), Buffer.from([0, 1, 2]));
      writeFileSync(path.join(tree, "binary.conf.yaml"), Buffer.from([0, 1, 2]));
      symlinkSync(tree, path.join(tree, "loop"));
      const { status, out, err } = runCli("check", tree);
      assert.equal(status, 2);
      const places = out.trimEnd().split("\n").map((line) => line.slice(tree.length + 1).split(" ")[0]); // prettier-ignore
      assert.deepEqual(places, ["pod.yaml:3:11:", "sysctl.d/1.conf:1:1:"]);
      assert.match(err, /binary\.conf\.yaml: a binary file/);
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

    it("writes SARIF with rules and what the file ignores, and GitHub's commands", () => {
      const place = file(
        "s.conf",
        "# netstack-lens-ignore sysctl/removed-key -- old hosts\nnet.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = a,b:c%\n",
      );
      const sarif = JSON.parse(runCli("check", place, "--format", "sarif").out) as {
        version: string;
        runs: { tool: { driver: { rules: { id: string; help: { text: string } }[] } }; results: { ruleId: string; ruleIndex: number; level: string; suppressions?: { kind: string; justification: string }[]; locations: { physicalLocation: { region: { startLine: number; startColumn: number } } }[] }[] }[];
      }; // prettier-ignore
      const [run] = sarif.runs;
      assert.ok(run);
      assert.equal(sarif.version, "2.1.0");
      assert.deepEqual(run.results.map(({ ruleId, level }) => [ruleId, level]), [["sysctl/removed-key", "warning"], ["sysctl/refused-value", "error"]]); // prettier-ignore
      assert.deepEqual(run.results[0]?.suppressions, [{ kind: "inSource", justification: "old hosts" }]);
      const rule = run.tool.driver.rules[run.results[1]?.ruleIndex ?? -1];
      assert.equal(rule?.id, "sysctl/refused-value");
      assert.ok(rule.help.text.length > 50);
      assert.deepEqual(run.results[1]?.locations[0]?.physicalLocation.region.startLine, 3);
      const github = runCli("check", place, "--format", "github").out;
      assert.match(
        github,
        /^::error file=[^\n]*,line=3,endLine=3,col=22,endColumn=28,title=sysctl\/refused-value::[^\n]*a,b:c%25[^\n]*\n$/,
      );
      assert.equal(runCli("check", place, "--no-inline-ignore").out.trimEnd().split("\n").length, 2);
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
});
