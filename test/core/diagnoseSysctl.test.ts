import assert from "node:assert/strict";
import fc from "fast-check";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { checkMarked } from "../support/checkMarked";
import { realKnowledge } from "../support/knowledge";
import { readMarks } from "../support/marks";
import { seeded } from "../support/property";

/** Compares all findings of a text with its «code:spans». */
function check(marked: string, kernel?: string): void {
  const { text, spans } = readMarks(marked);
  const found = diagnoseSysctl(text, realKnowledge(), { kernel });
  assert.deepEqual(
    found.map(({ code, span }) => `${code}:${text.slice(span.start, span.end)}@${span.start}`),
    spans.map(({ label, start, end }) => `${label}:${text.slice(start, end)}@${start}`),
  );
}

const messagesOf = (text: string): string[] => diagnoseSysctl(text, realKnowledge()).map((finding) => finding.message);

describe("check of a sysctl.conf", () => {
  it("finds lines that set nothing", () => {
    check("net.ipv4.ip_forward = 1\n«sysctl/no-equals-sign:net.ipv4.ip_forward 1»\n");
    check("«sysctl/empty-key:= 1»");
    check("«sysctl/byte-order-mark:\u{feff}»net.ipv4.ip_forward = 1");
  });

  it("finds keys that do not exist and suggests near ones", () => {
    check("«sysctl/unknown-key:net.ipv4.ip_foward» = 1");
    check("«sysctl/unknown-key:net.core.no_such_thing» = 1");
    check("«sysctl/unknown-key:vm.swapiness» = 10");
    check("-«sysctl/unknown-key:net.ipv4.ip_foward»");
    assert.match(messagesOf("net.ipv4.ip_foward = 1")[0] ?? "", /did you mean net\.ipv4\.ip_forward\?$/);
    assert.match(messagesOf("net.core.no_such_thing = 1")[0] ?? "", /has such a key$/);
  });

  it("says nothing of keys it cannot be sure of", () => {
    // Older kernels had protocols that are gone.
    check("net.decnet.debug = 1\nnet.core.no_such_thing = 1", "5.4");
    check("«sysctl/unknown-key:net.ipv4.ip_foward» = 1", "5.4");
    check("kernel.some_vendor_switch = 1\nvm.swappiness = 10\ndev.raid.speed_limit_max = 1\n");
  });

  it("finds keys the chosen kernel does not have", () => {
    check("«sysctl/removed-key:net.ipv4.tcp_tw_recycle» = 1");
    check("net.ipv4.tcp_tw_recycle = 1", "4.9");
    check("«sysctl/not-yet-key:net.core.netdev_budget_usecs» = 8000", "4.4");
  });

  it("finds wrong counts of numbers", () => {
    check("net.ipv4.tcp_rmem = «sysctl/wrong-arity:4096 131072»");
    check("net.ipv4.tcp_rmem = «sysctl/wrong-arity:4096 131072 6291456 1»");
    check("net.core.somaxconn = «sysctl/wrong-arity:100 80»");
    check("net.core.somaxconn = 8192 # not 80");
    assert.match(messagesOf("net.ipv4.tcp_rmem = 4096 131072")[0] ?? "", /takes 3 numbers, 2 given/);
  });

  it("finds keys that are set to something else again", () => {
    check("vm.swappiness = 1\nvm.laptop_mode = 1\n«sysctl/duplicate-key:vm.swappiness» = 2\nvm/swappiness =   2\n");
    assert.match(messagesOf("vm.swappiness = 1\n\nvm.swappiness = 2")[0] ?? "", /line 1 set it to 1$/);
  });

  it("finds values the kernel stores otherwise than they read", () => {
    check("net.ipv4.tcp_fin_timeout = «sysctl/changed-value:010»");
    check(
      "net.ipv4.tcp_fin_timeout = 0x50\nnet.ipv4.tcp_keepalive_time = 600\nnet.ipv4.tcp_rmem = 4096\t8192  67108864",
    );
    check("-net.bridge.bridge-nf-call-iptables = «sysctl/changed-value:2»");
  });

  it("finds triples out of order", () => {
    check("net.ipv4.tcp_rmem = «sysctl/triple-order:4096 8388608 4194304»");
    check("net.ipv4.tcp_mem = 1 1 1\nvm.lowmem_reserve_ratio = 256 32 1");
  });

  it("finds actions, keys of modules and lopsided port ranges", () => {
    check("«sysctl/stored-action:net.ipv4.route.flush» = 1\n«sysctl/stored-action:vm.drop_caches» = 3");
    check("«sysctl/needs-module:net.bridge.bridge-nf-call-iptables» = 1\n-net.bridge.bridge-nf-call-iptables = 1");
    check("net.ipv4.ip_local_port_range = «sysctl/port-range-parity:10240 65000»\n");
    check("net.ipv4.ip_local_port_range = 10240 65535");
  });

  it("leaves scripts that act or load modules themselves alone", () => {
    const script =
      "modprobe nf_conntrack\nsysctl -w net.netfilter.nf_conntrack_max=131072\nsysctl -w vm.drop_caches=3\n";
    assert.deepEqual(diagnoseSysctl(script, realKnowledge(), { file: "tune.sh" }), []);
  });

  it("leaves what sysctl -a printed alone", () => {
    const printed = ["net.ipv4.conf.all.mc_forwarding = 0", "net.ipv4.tcp_available_congestion_control = reno", "net.ipv4.tcp_available_ulp = "]; // prettier-ignore
    const set = "net.ipv4.tcp_tw_recycle = 1";
    assert.deepEqual(diagnoseSysctl([...printed, set].join("\n"), realKnowledge()), []);
    assert.equal(diagnoseSysctl([...printed.slice(1), set].join("\n"), realKnowledge()).length, 3);
  });

  it("judges only plain values in other languages", () => {
    const found = (line: string): number => diagnoseSysctl(line, realKnowledge(), { file: "x.nix" }).length;
    assert.equal(found('"net.core.somaxconn" = lib.mkDefault limits.big;'), 0);
    assert.equal(found('"net.core.somaxconn" = lib.mkDefault 4096;'), 0);
    assert.equal(found('"net.core.somaxconn" = lib.mkDefault "4k";'), 1);
    assert.equal(found("net.core.somaxconn: true"), 0);
    assert.equal(found("net.core.somaxconn: -1"), 1);
  });

  it("leaves calculations to the languages that do them", () => {
    const check = (text: string, file: string): void => checkMarked(text, { file });
    check('"net.core.rmem_max" = 16 * 1024 * 1024;\n"net.core.wmem_max" = 4 * kilo;', "x.nix");
    check("'net.core.rmem_max': 16*1024, 'net.core.wmem_max': 1 << 24", "x.py");
    check('"net.core.rmem_max" = "«sysctl/calculation:16 * 1024»";', "x.nix");
    check("sysctl -w net.core.rmem_max=«sysctl/calculation:16*1024»", "x.sh");
    check("net.core.somaxconn: «sysctl/lowered-limit:128» - the old default", "x.md");
  });

  it("tells a value from the markup and the sentence around it", () => {
    const value = "net.core.somaxconn=«sysctl/lowered-limit:128»";
    checkMarked(`**${value}** and <code>${value}</code><br>Set ${value}. Is it ${value}?`, { file: "x.md" });
  });

  it("knows where fewer numbers are usual", () => check("kernel.printk = 3\n"));

  it("finds values the kernel refuses", () => {
    check("net.core.somaxconn = «sysctl/refused-value:-1»");
    check("net.core.somaxconn = «sysctl/unit-behind-number:128k»");
    check("net.ipv4.tcp_rmem = «sysctl/unit-behind-number:4k 128k 6M»");
    check("net.core.somaxconn =«sysctl/refused-value:»");
    check("net.ipv4.ip_local_reserved_ports = «sysctl/refused-value:80, 443»");
    check("net.ipv4.ip_local_reserved_ports = 80,443,40000-40010");
  });

  it("says nothing of bounds for kernels whose bounds it does not know", () => {
    check("net.core.somaxconn = -1\nnet.ipv4.tcp_syncookies = 300", "5.4");
    check("net.core.somaxconn = «sysctl/unit-behind-number:4k»", "5.4");
  });

  it("reads the keys that bound each other in the order of the file", () => {
    check("net.ipv4.ip_local_port_range = «sysctl/refused-value:1000 65535»");
    check(
      "net.ipv4.ip_unprivileged_port_start = «security/low-ports-open:0»\nnet.ipv4.ip_local_port_range = 1000 9999",
    );
    // High before low, as many files have it, fails on a kernel that starts with 3 and 4 MiB.
    check("net.ipv4.ipfrag_high_thresh = «sysctl/refused-value:512000»\nnet.ipv4.ipfrag_low_thresh = 446464");
    check("net.ipv4.ipfrag_low_thresh = 446464\nnet.ipv4.ipfrag_high_thresh = 512000");
    check("net.ipv4.ipfrag_high_thresh = 512000\nnet.ipv4.ipfrag_low_thresh = 446464", "3.2");
  });

  it("reads the sysctl sections of a TuneD profile as TuneD does", () => {
    check(
      [
        "# a comment",
        "[main]",
        "summary=Optimize for nothing",
        "include=throughput-performance",
        "[sysctl]",
        'net.ipv4.tcp_rmem="4096 87380 67108864"',
        "net.core.somaxconn=>8192",
        "net.core.rmem_max = ${size} # as computed",
        "net.core.wmem_max = 8388608 # 8 MiB",
        "net.core.rmem_default = «sysctl/unit-behind-number:4k» # wrong",
        "[sysctl.arm]",
        "type=sysctl",
        "uname_regex=aarch64",
        "«sysctl/unknown-key:net.ipv4.ip_foward»=1",
        "[script]",
        "net.core.somaxconn=x",
      ].join("\n"),
    );
  });

  it("leaves sound lines alone", () => {
    check(
      [
        "# comment",
        "; comment",
        "-net.ipv4.ip_forward = 1",
        "net/ipv4/conf/eth0.100/rp_filter = 2",
        "net.ipv4.conf.*.rp_filter = 2",
        "-net.ipv4.conf.*.rp_filter",
        "net.ipv4.tcp_congestion_control = bbr",
        "net.core.default_qdisc = fq",
        "net.core.somaxconn = {{ backlog }}",
        "net.ipv4.conf.{{ nic }}.rp_filter = 1",
        "net.ipv4.tcp_rmem = 4096\t87380\t67108864\r",
      ].join("\n"),
    );
  });

  it("never throws and keeps its spans inside the text", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "net.ipv4.tcp_rmem",
        "net.core.somaxconn",
        "net.ipv4.ip_local_reserved_ports",
        "=",
        "-",
        "\n",
        " ",
        "1",
        "4k",
        "*",
        "[",
        "{",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join("");
        for (const { span } of diagnoseSysctl(text, realKnowledge())) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
        }
      }),
      seeded,
    );
  });
});
