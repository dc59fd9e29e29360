import assert from "node:assert/strict";
import { compareWithHost } from "../../../src/core/live/compareWithHost";
import { reportHost } from "../../../src/core/live/reportHost";
import { sideOf } from "../../../src/core/live/sides";
import { realKnowledge } from "../../support/knowledge";
import { procOf, sysctlsOf } from "./support";

const host = sysctlsOf({
  "net/core/somaxconn": "4096",
  "net/core/rmem_max": "212992",
  "net/ipv4/tcp_rmem": "4096\t131072\t33554432",
  "net/ipv4/tcp_syncookies": "1",
  "net/ipv4/tcp_congestion_control": "cubic",
  "net/ipv4/ip_local_port_range": "32768\t60999",
  "net/ipv4/conf/all/rp_filter": "0",
  "net/ipv4/conf/default/rp_filter": "2",
  "net/ipv4/conf/eth0.100/rp_filter": "2",
  "net/ipv4/conf/lo/rp_filter": "0",
  "net/ipv4/tcp_max_syn_backlog": null,
});

const compare = (text: string, file = "sysctl.conf", source = host, kernel = "6.18") =>
  compareWithHost(realKnowledge(), { text, file }, source, kernel);

/** Each key's effect, a line each. */
async function effects(text: string, ...rest: [file?: string, source?: typeof host, kernel?: string]): Promise<string> {
  const { keys } = await compare(text, ...rest);
  return keys.map(({ name, effect }) => `${name} ${effect.kind}`).join("\n");
}

const report = async (text: string): Promise<string> =>
  reportHost(realKnowledge(), await compare(text), {
    file: "99-x.conf",
    host: "box",
    kernel: "6.18",
    readAt: "12:00",
    keyLink: (name) => `[${name}]`,
    sideBySide: "Side by Side",
  });

describe("a file beside a host", () => {
  it("compares by meaning, not by spelling", async () => {
    const same = ["net.core.somaxconn = 0x1000", "net/core/somaxconn=010000", "net.ipv4.tcp_rmem = 4096 131072 33554432", "net.ipv4.tcp_rmem =\t4096   131072\t33554432 "]; // prettier-ignore
    for (const line of same) assert.match(await effects(`${line}\n`), / same$/, line);
    const [{ effect } = { effect: undefined }] = (await compare("net.core.somaxconn = 0x1000\n")).keys;
    assert.deepEqual(effect, { kind: "same", stored: "4096", isSpeltOtherwise: true });
  });

  it("says which way a figure goes", async () => {
    const text = "net.core.somaxconn = 8192\nnet.core.rmem_max = 100000\nnet.ipv4.tcp_rmem = 4096 87380 67108864\nnet.ipv4.tcp_syncookies = 2\nnet.ipv4.ip_local_port_range = 1024 60999\n"; // prettier-ignore
    assert.equal(await effects(text), "net.core.somaxconn raises\nnet.core.rmem_max lowers\nnet.ipv4.tcp_rmem changes\nnet.ipv4.tcp_syncookies changes\nnet.ipv4.ip_local_port_range lowers"); // prettier-ignore
  });

  it("knows what the kernel would refuse", async () => {
    const { keys } = await compare("net.core.somaxconn = -1\nnet.ipv4.ip_local_port_range = 5 4\n");
    assert.deepEqual(
      keys.map(({ effect }) => (effect.kind === "refused" ? effect.errno : effect.kind)),
      ["EINVAL", "EINVAL"],
    );
  });

  it("does not pretend to know what depends on the machine", async () => {
    assert.equal(await effects("net.ipv4.tcp_congestion_control = bbr\n"), "net.ipv4.tcp_congestion_control mayChange");
    assert.equal(await effects("net.ipv4.tcp_congestion_control = cubic\n"), "net.ipv4.tcp_congestion_control same");
    assert.equal(await effects("net.core.somaxconn = {{ backlog }}\n"), "net.core.somaxconn template");
    assert.equal(await effects("net.ipv4.tcp_max_syn_backlog = 1\n"), "net.ipv4.tcp_max_syn_backlog unreadable");
  });

  it("says why the host does not have a key", async () => {
    const text = "net.netfilter.nf_conntrack_max = 1\nnet.ipv4.tcp_tw_recycle = 1\nnet.ipv4.conf.eth7.rp_filter = 1\nnet.core.nonsense = 1\nnet.core.netdev_max_backlog = 1\nnet.ipv4.route.flush = 1\nnet.ipv4.tcp_fastopen_key = 1-2-3-4\n"; // prettier-ignore
    const { keys } = await compare(text);
    assert.deepEqual(
      keys.map(({ effect }) => effect),
      [
        { kind: "noModule", module: "nf_conntrack" },
        { kind: "removed", kernel: "4.12" },
        { kind: "noDevice", device: "eth7" },
        { kind: "unknownKey" },
        { kind: "absent" },
        { kind: "action" },
        { kind: "secret" },
      ],
    );
    assert.match(await effects("net.ipv4.tcp_shrink_window = 1\n", "sysctl.conf", host, "5.4"), /notYet$/);
    assert.ok(!host.asked.some((path) => /flush|fastopen_key|nonsense/.test(path)));
  });

  it("takes patterns for the host's keys, without those the file names or excludes", async () => {
    const text = "net.ipv4.conf.*.rp_filter = 2\n-net.ipv4.conf.lo.rp_filter\nnet.ipv4.conf.all.rp_filter = 1\nnet.ipv6.conf.*.forwarding = 1\n"; // prettier-ignore
    const { keys } = await compare(text);
    assert.deepEqual(
      keys.map(({ name, pattern, line, effect }) => `${line} ${name} ${pattern ?? "-"} ${effect.kind}`),
      [
        "1 net.ipv4.conf.default.rp_filter net.ipv4.conf.*.rp_filter same",
        "1 net.ipv4.conf.eth0/100.rp_filter net.ipv4.conf.*.rp_filter same",
        "3 net.ipv4.conf.all.rp_filter - changes",
        "4 net.ipv6.conf.*.forwarding - noMember",
      ],
    );
  });

  it("lets the last line count, and bounds follow the lines before", async () => {
    assert.equal(await effects("net.core.somaxconn = 1\nnet.core.somaxconn = 4096\n"), "net.core.somaxconn overridden\nnet.core.somaxconn same"); // prettier-ignore
    const frag = sysctlsOf({ "net/ipv4/ipfrag_high_thresh": "4194304", "net/ipv4/ipfrag_low_thresh": "3145728" });
    const low = "net.ipv4.ipfrag_low_thresh = 5000000\n";
    assert.match(await effects(low, "sysctl.conf", frag), /refused$/);
    assert.match(await effects(`net.ipv4.ipfrag_high_thresh = 8000000\n${low}`, "sysctl.conf", frag), /low_thresh raises$/); // prettier-ignore
  });

  it("does not foretell what a TuneD profile sets on a condition", async () => {
    const profile = "[sysctl]\nnet.core.somaxconn = >2048\nnet.core.rmem_max = >212992\nnet.ipv4.tcp_syncookies=0\n";
    assert.equal(await effects(profile, "tuned.conf"), "net.core.somaxconn conditional\nnet.core.rmem_max same\nnet.ipv4.tcp_syncookies changes"); // prettier-ignore
  });

  it("leaves alone what a pod sets in a namespace of its own", async () => {
    const pod = "apiVersion: v1\nkind: Pod\nspec:\n  securityContext:\n    sysctls:\n    - name: net.core.somaxconn\n      value: '8192'\n"; // prettier-ignore
    assert.equal(await effects(pod, "pod.yaml"), "net.core.somaxconn elsewhere");
  });

  it("reads no more than it must, and takes any text", async () => {
    const empty = procOf({});
    for (const text of ["", "\0", "= 1", "x = ", "a".repeat(10_000), "net.ipv4.conf.//.rp_filter = 1\n../../etc/passwd = 1\n"]) await compare(text, "sysctl.conf", empty); // prettier-ignore
    assert.deepEqual(empty.asked, []);
    const many = Array.from({ length: 5000 }, (_, i) => `net.ipv4.conf.x${i}.rp_filter = 1`).join("\n");
    const { keys, isCut } = await compare(many, "sysctl.conf", empty);
    assert.ok(isCut && keys.length === 2000 && empty.asked.length === 2000);
  });
});

describe("the document of a comparison", () => {
  it("counts first, then lists what would change, what has no effect, and what is so already", async () => {
    const text = await report("net.core.somaxconn = 8192\nnet.core.rmem_max = 0x34000\nnet.netfilter.nf_conntrack_max = 1\n"); // prettier-ignore
    const expected = ["**3 settings**: 1 raised", "## What the file would change", "| [net.core.somaxconn] | 1 | `8192` | `4096` | `4096` | The file would raise it. |", "## What stays without effect here", "module `nf_conntrack` is not loaded", "## What is so already", "The kernel keeps `0x34000` as `212992`."]; // prettier-ignore
    let at = -1;
    for (const phrase of expected) {
      const found = text.indexOf(phrase);
      assert.ok(found > at, `${phrase}\n${text}`);
      at = found;
    }
  });

  it("holds nothing a file could make of Markdown or tables", async () => {
    const text = await report("net.core.somaxconn = 1|2 `x` [a](command:x) <img src=x>\nnet.core.<b>|x = 1\n");
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) assert.equal(row.replace(/\\\|/g, "").split("|").length, 8, row);
    assert.doesNotMatch(text.replace(/`+[^`]*`+/g, ""), /<img|<b>|command:/);
  });

  it("has two sides that differ in meaning only", async () => {
    const { keys } = await compare("net.core.somaxconn = 0x1000\nnet.core.rmem_max = 1\nnet.ipv4.tcp_rmem = 1\t2 3\nnet.core.netdev_budget = 5\n"); // prettier-ignore
    assert.equal(sideOf(keys, "host"), "net.core.somaxconn = 4096\nnet.core.rmem_max = 212992\nnet.ipv4.tcp_rmem = 4096 131072 33554432\n# net.core.netdev_budget\n"); // prettier-ignore
    assert.equal(sideOf(keys, "file"), "net.core.somaxconn = 4096\nnet.core.rmem_max = 1\nnet.ipv4.tcp_rmem = 1 2 3\nnet.core.netdev_budget = 5\n"); // prettier-ignore
  });
});
