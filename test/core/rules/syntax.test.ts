import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../../src/core/diagnose/diagnoseSysctl";
import { fixesFor } from "../../../src/core/diagnose/fixes";
import { checkMarked as check, messagesOf } from "../../support/checkMarked";
import { realKnowledge } from "../../support/knowledge";

describe("rules about how a line is written", () => {
  it("find lines of other formats", () => {
    check("net.ipv4.ip_forward = 1\n«sysctl/section-header:[router]»\nnet.ipv4.conf.all.rp_filter = 2");
    check("«sysctl/include-line:include /etc/sysctl.d/x.conf»\n«sysctl/include-line:.include x»");
    check("«sysctl/foreign-comment:// note»\n«sysctl/foreign-comment:/* note»\n«sysctl/foreign-comment:<!-- note»");
    check("«sysctl/colon-for-equals:net.ipv4.ip_forward: 1»\n«sysctl/colon-for-equals:net/core/somaxconn : 128»");
  });

  it("leave other lines without a sign to the general rule", () => {
    check("«sysctl/no-equals-sign:net.ipv4.ip_forward 1»\n«sysctl/no-equals-sign:see http://example.com»");
    check("«sysctl/no-equals-sign:includes»\n«sysctl/no-equals-sign:[router»\n«sysctl/no-equals-sign:note: this»");
    check("«sysctl/empty-key:= 1»");
  });

  it("find shell commands with and without a sign", () => {
    check("«sysctl/shell-command:sysctl -p»\n«sysctl/shell-command:echo 1 > /proc/sys/net/ipv4/ip_forward»");
    check("«sysctl/shell-command:sysctl -w net.core.somaxconn»=1024\n«sysctl/shell-command:sudo sysctl -w a.b» = 1");
    check("«sysctl/no-equals-sign:sysctl.conf»");
  });

  it("find what other languages put beside the sign", () => {
    check("«sysctl/assignment-operator:net.core.somaxconn :» = 1\n«sysctl/assignment-operator:vm.swappiness +»= 1");
    check("net.core.somaxconn =«sysctl/assignment-operator:= 1»\nnet.core.somaxconn =«sysctl/assignment-operator:> 1»");
  });

  it("find lines meant to go on, once", () => {
    check("net.ipv4.tcp_rmem = 4096 «sysctl/continued-line:\\»\n 131072 \\\n 6291456\nnet.core.somaxconn = 8192");
    check("net.ipv4.tcp_rmem = «sysctl/continued-line:\\»\n4096\n\n«sysctl/no-equals-sign:4096»");
    check("net.ipv4.tcp_keepalive_time = 600 «sysctl/continued-line:\\»\n«sysctl/unknown-key:net.ipv4.ip_foward» = 1");
    check("# a comment \\\n«sysctl/no-equals-sign:4096»");
  });

  it("find characters nobody sees", () => {
    check("«sysctl/invisible-character:\u200b»net.ipv4.ip_forward = 1\n«sysctl/invisible-character:\u200b»# a comment");
    check("net.ipv4.ip_forward«sysctl/invisible-character:\u00a0»= 1");
    check("net.ipv4.ip_forward = «sysctl/invisible-character:1\u200b»");
    check("net.ipv4.tcp_rmem = «sysctl/invisible-character:4096\u00a0131072 6291456»");
    check("# a\u00a0comment\nnet.ipv4.ip_forward = 1 # a\u00a0comment\nkernel.hostname = a\u00a0b");
    assert.match(messagesOf("net.ipv4.ip_forward\u00a0= 1")[0] ?? "", /\(U\+00A0\)/);
  });

  it("find characters of an input method left on", () => {
    check("net.ipv4.ip_forward «sysctl/full-width-character:＝» 1");
    check("net.ipv4.ip_forward = «sysctl/full-width-character:１»");
    check("net.core.default_qdisc = «sysctl/full-width-character:fq；»");
    check("net.ipv4.ip_forward = 1 # 转发，打开\nnet.ipv4.conf.all.forwarding = 1 （打开）");
    check("«sysctl/no-equals-sign:说明：见下»");
  });

  it("find quotes", () => {
    check(
      '«sysctl/quoted-line:"net.ipv4.ip_forward» = 1"\nnet.ipv4.tcp_rmem = «sysctl/quoted-value:"4096 131072 6291456"»',
    );
    check(
      "net.ipv4.tcp_congestion_control = «sysctl/quoted-value:'bbr'»\nnet.core.somaxconn = «sysctl/quoted-value:“8192”»",
    );
    check('kernel.core_pattern = "/var/core/%e"');
    check("net.ipv4.tcp_rmem: '4096 131072 33554432'", { file: "x.yaml" });
  });

  it("find paths", () => {
    check("«sysctl/path-for-key:/proc/sys/net/ipv4/ip_forward» = 1\n«sysctl/path-for-key:proc/sys/vm/swappiness» = 1");
    check("/net/ipv4/ip_forward = 1\nnet/ipv4/ip_forward = 1");
  });

  it("are silent about templates", () => {
    check(
      '{% if a == b %}\nnet.ipv4.ip_forward = 1\n{% endif %}\n{{ key }}: {{ value }}\nnet.core.somaxconn = "{{ backlog }}"',
    );
  });

  it("leave a profile of TuneD and other languages alone", () => {
    check('[sysctl]\nnet.core.somaxconn=>8192\nnet.ipv4.tcp_rmem="4096 131072 33554432"\n[script]\n// x');
    check("net.ipv4.ip_forward: 1\n// x\nsysctl -w net.ipv4.ip_forward=1", { file: "notes.md" });
  });
});

describe("rules about how a value is written", () => {
  it("find comments that are none", () => {
    check("net.ipv4.tcp_keepalive_time = «sysctl/comment-behind-value:600# ten minutes»");
    check("net.ipv4.ip_local_reserved_ports = «sysctl/comment-behind-value:8080,9090 # web»");
    check("net.ipv4.tcp_congestion_control = «sysctl/comment-behind-value:bbr # fast»");
    check("net.ipv4.tcp_keepalive_time = «sysctl/comment-behind-value:600; ten minutes»");
    check("net.ipv4.tcp_keepalive_time = «sysctl/semicolon-behind-value:600;»");
    check("net.ipv4.tcp_keepalive_time = 600 # ten minutes\nkernel.core_pattern = core#%p\nkernel.hostname = a # b");
  });

  it("find units", () => {
    for (const value of ["16M", "16MiB", "4k", "30s", "100ms", "50%", "4096bytes", "1.5G"])
      check(`net.core.rmem_max = «sysctl/unit-behind-number:${value}»`);
    check(
      "net.core.rmem_max = «sysctl/unit-behind-number:16 MB»\nnet.ipv4.tcp_rmem = «sysctl/unit-behind-number:4k 128k 6M»",
    );
    check("net.ipv4.tcp_keepalive_time = 600 s\nnet.core.rmem_max = «sysctl/refused-value:16x»");
  });

  it("find words, calculations and groups of digits", () => {
    check("net.ipv4.ip_forward = «sysctl/word-for-number:true»\nnet.ipv4.tcp_sack = «sysctl/word-for-number:Off»");
    check(
      "net.core.rmem_max = «sysctl/calculation:16*1024*1024»\nnet.core.wmem_max = «sysctl/calculation:16 * 1024 * 1024»",
    );
    check("fs.file-max = «sysctl/calculation:1e6»\nkernel.shmmax = «sysctl/calculation:1<<20»");
    check("net.core.rmem_max = «sysctl/grouped-digits:16,777,216»");
    check("net.core.rmem_max = «sysctl/grouped-digits:16_777_216»\nnet.core.wmem_max = «sysctl/refused-value:many»");
  });

  it("find numbers parted by other signs than spaces", () => {
    check("net.ipv4.tcp_rmem = «sysctl/comma-between-numbers:4096, 131072, 33554432»");
    check("net.ipv4.ip_local_port_range = «sysctl/comma-between-numbers:1024,65535»");
    check("net.ipv4.ip_local_port_range = «sysctl/dash-between-numbers:5000-6000»");
    check("net.ipv4.ping_group_range = «sysctl/dash-between-numbers:0 - 100»");
    check("net.ipv4.ip_local_reserved_ports = 80,443,8000-8010\nnet.ipv4.ip_local_port_range = 1024 65535");
    check("net.ipv4.ip_local_reserved_ports = «sysctl/refused-value:80, 443»");
  });

  it("hold in other languages where the value is plain", () => {
    check('net.core.rmem_max: "«sysctl/unit-behind-number:16M»"', { file: "x.yaml" });
    check("net.core.rmem_max: some_name", { file: "x.yaml" });
  });
});

describe("fixes of slips", () => {
  const mended = (text: string): string | undefined => {
    const knowledge = realKnowledge();
    const [finding] = diagnoseSysctl(text, knowledge);
    assert.ok(finding, text);
    const [fix] = fixesFor(text, finding, knowledge);
    return fix && text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
  };

  it("write what was meant", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["net.core.somaxconn == 8192", "net.core.somaxconn = 8192"],
      ["net.core.somaxconn := 8192", "net.core.somaxconn= 8192"],
      ["net.core.somaxconn : 8192", "net.core.somaxconn = 8192"],
      ["net.ipv4.tcp_rmem = 4096,131072, 33554432", "net.ipv4.tcp_rmem = 4096 131072 33554432"],
      ["net.ipv4.ip_local_port_range = 32768-60999", "net.ipv4.ip_local_port_range = 32768 60999"],
      ["net.ipv4.ip_forward ＝ 1", "net.ipv4.ip_forward = 1"],
      ["net.core.rmem_max = 16,777,216", "net.core.rmem_max = 16777216"],
      ["/proc/sys/net/ipv4/ip_forward = 1", "net/ipv4/ip_forward = 1"],
      ['net.core.rmem_max = "16777216"', "net.core.rmem_max = 16777216"],
      ["net.core.rmem_max = 16777216;", "net.core.rmem_max = 16777216"],
      ["net.ipv4.ip_forward = yes", "net.ipv4.ip_forward = 1"],
      ["net.ipv4.ip_forward = disabled", "net.ipv4.ip_forward = 0"],
      ["net.ipv4.ip_forward\u00a0= 1", "net.ipv4.ip_forward = 1"],
      ["net.ipv4.ip_forward = 1\u200b", "net.ipv4.ip_forward = 1"],
      ["net.core.rmem_max = 16M", "net.core.rmem_max = 16777216"],
      ["net.ipv4.tcp_rmem = 4k 128k 32MiB", "net.ipv4.tcp_rmem = 4096 131072 33554432"],
      ["a.b=1\nnet.ipv4.tcp_keepalive_time = 600# x", "a.b=1\n# x\nnet.ipv4.tcp_keepalive_time = 600"],
    ];
    for (const [text, expected] of cases) {
      assert.equal(mended(text), expected);
      assert.deepEqual(diagnoseSysctl(expected, realKnowledge()), [], expected);
    }
  });

  it("make comments of lines that are none, and of lines without effect", () => {
    assert.equal(mended("a.b = 1\n[x]\na.b = 1"), "a.b = 1\n# [x]\na.b = 1");
    assert.equal(mended("net.ipv4.tcp_fack = 1"), "# net.ipv4.tcp_fack = 1");
  });

  it("are not made up where only the author can know", () => {
    assert.equal(mended("net.ipv4.tcp_keepalive_time = 5m"), undefined);
    assert.equal(mended("net.core.rmem_max = 16*1024"), undefined);
  });
});
