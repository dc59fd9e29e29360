import assert from "node:assert/strict";
import { runCli, runCliIn, runCliOn } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

describe("the command line", () => {
  const { file } = scratchFolder();

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
});
