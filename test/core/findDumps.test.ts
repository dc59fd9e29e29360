import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { cellAt, cellsOf, fieldOf, findDumps } from "../../src/core/dumps/findDumps";
import { explainField } from "../../src/core/explain/explainField";
import { toPlainText } from "../../src/core/explain/explanation";
import { qualifiedNameOf } from "../../src/core/knowledge/dumpIndex";
import { projectRoot, realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

const knowledge = realKnowledge();
const index = knowledge.dumps();

/** The name of the field at `<|>`, and what stands there; `undefined` where nothing is explained. */
function fieldAt(marked: string): string | undefined {
  const at = marked.indexOf("<|>");
  assert.notEqual(at, -1, "a text needs its mark");
  const text = marked.replace("<|>", "");
  const region = [...findDumps(text)].find(({ span }) => span.start <= at && at <= span.end);
  const cell = region && cellAt(text, region, at);
  const hit = cell && fieldOf(cell, index);
  return hit && `${qualifiedNameOf(hit)} = ${cell.value ? text.slice(cell.value.start, cell.value.end) : "-"}`;
}

const softnet = "000487d5 00000003 0000<|>0001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000";

describe("dumps in a text", () => {
  it("are known by their content", () => {
    assert.equal(fieldAt(softnet), "softnet_stat:time_squeeze = 00000001");
    assert.equal(fieldAt("TcpExt: SyncookiesSent ListenDrops\nTcpExt: 0 4<|>2"), "TcpExtListenDrops = 42");
    assert.equal(fieldAt("TcpExt: SyncookiesSent Listen<|>Drops\nTcpExt: 0 42"), "TcpExtListenDrops = -");
    assert.equal(fieldAt("Udp6Rcvbuf<|>Errors               \t12"), "snmp6:Udp6RcvbufErrors = 12");
    assert.equal(fieldAt("#kernel\nTcpExtListenOverflows           <|>7                  0.0"), "TcpExtListenOverflows = 7");
    assert.equal(fieldAt("sockets: used 8\nTCP: inuse 1 orphan <|>0 tw 5 alloc 1 mem 131"), "sockstat:TCP orphan = 0");
    assert.equal(fieldAt("TCP6: inuse <|>3"), "sockstat6:TCP6 inuse = 3");
    assert.equal(fieldAt("NIC statistics:\n     rx_queue_0_dro<|>ps: 12"), "ethtool_s_virtio_net:rx_queue_*_drops = 12");
    assert.equal(
      fieldAt("Ring parameters for eth0:\nPre-set maximums:\nRX:\t\t4096\nCurrent hardware settings:\nRX:\t\t2<|>56"),
      "ethtool_g:Current hardware settings RX = 256",
    );
    assert.equal(
      fieldAt("qdisc fq_codel 0: dev eth0 root refcnt 2\n Sent 12 bytes 1 pkt (dropped <|>4, overlimits 0 requeues 0)"),
      "tc_qdisc:dropped = 4",
    );
    assert.equal(fieldAt("qdisc tbf 1: root refcnt 2\n Sent 12 bytes 6<|>75 pkt"), "tc_qdisc:pkt = 675");
    assert.equal(fieldAt("qdisc tbf 1: root refcnt 2\n Sent 1<|>2 bytes 675 pkt"), "tc_qdisc:Sent = 12");
    assert.equal(
      fieldAt("tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 [ASSU<|>RED] mark=0 use=1"),
      "nf_conntrack:[ASSURED] = [ASSURED]",
    );
    assert.equal(
      fieldAt("TcpExt:\n    1<|>7 times the listen queue of a socket overflowed"),
      "TcpExtListenOverflows = 17",
    );
    assert.equal(fieldAt("TcpExt:\n    ListenDro<|>ps: 3"), "TcpExtListenDrops = 3");
    assert.equal(
      fieldAt("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:1F90 00000000:0000 0A 00000000:000000<|>05 00:00000000 00000000     0        0 1145 1 0 100 0 0 10 0"),
      "tcp:rx_queue = 00000005",
    );
    assert.equal(
      fieldAt("Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0: 1 2 3 <|>4 5 6 7 8 9 10 11 12 13 14 15 16"),
      "dev:Receive drop = 4",
    );
    assert.equal(
      fieldAt("entries  clashres found new\n00000000  0000<|>0002 00000000 00000000"),
      "stat_nf_conntrack:clashres = 00000002",
    );
  }); // prettier-ignore

  it("are known inside quotes, fences and comments too", () => {
    assert.equal(fieldAt(`> ${softnet}`), "softnet_stat:time_squeeze = 00000001");
    assert.equal(fieldAt(`Look:\n\n\`\`\`\n${softnet}\n\`\`\`\n`), "softnet_stat:time_squeeze = 00000001");
    assert.equal(fieldAt("# TcpExt: ListenDrops\n# TcpExt: <|>4"), "TcpExtListenDrops = 4");
    assert.equal(fieldAt("// TCP: inuse <|>5 orphan 0"), "sockstat:TCP inuse = 5");
  });

  it("are not guessed on thin evidence", () => {
    for (const text of [
      "00000<|>000 00000001 00000002",
      "Tcp: some words about TCP\nTcp: 1<|>2",
      "TCP: in<|>use",
      "errors: 1<|>2",
      "State of the u<|>nion",
      "TcpExtNoSuchCounter  1<|>2",
      "State Recv-Q Send-Q Local Address:Port\n$ cat <|>/proc/net/tcp",
    ])
      assert.equal(fieldAt(text), undefined, text);
  });

  it("of one machine are explained nearly to the last figure", () => {
    const text = readFileSync(path.join(projectRoot, "test", "fixtures", "dumps", "sockets.txt"), "utf8");
    const cells = [...findDumps(text)].flatMap((region) => [...cellsOf(text, region)]);
    const unknown = cells.filter((cell) => !fieldOf(cell, index));
    assert.ok(cells.length > 200, `${cells.length} cells`);
    assert.deepEqual([...new Set(unknown.map((cell) => cell.names[0]))], []);
  });

  it("have their figures decoded", () => {
    const explain = (name: string, value: string): string => {
      const [hit] = index.find(name);
      assert.ok(hit, name);
      return toPlainText(explainField(knowledge, hit, { value }));
    };
    assert.match(explain("softnet_stat:2", "0004b6a9"), /^0004b6a9 = 308,905 — softnet_stat:dropped — /);
    assert.match(explain("tcp:st", "0A"), /→ .*listen/i);
    assert.match(explain("sockstat:TCP mem", "131"), /131 = 524 KiB/);
  });

  it("never throw and never reach beyond the text, whatever it is", () => {
    const pieces = [
      softnet.replace("<|>", ""), "TcpExt: A B", "TcpExt: 1 2", "State Recv-Q Send-Q Local Address:Port", "ESTAB 0 0 a:1 b:2 skmem:(r0,rb1) rtt:1/2",
      "qdisc fq 1: dev a", " Sent 1 bytes 2 pkt", "NIC statistics:", "  a: 1", "Ip:", "    4 total packets received", "entries  searched found", "CPU0 CPU1", "NET_RX: 1 2", "\0", "> ",
    ]; // prettier-ignore
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 40 })), { maxLength: 12 }).map((lines) => lines.join("\n")); // prettier-ignore
    fc.assert(
      fc.property(text, fc.nat(), (content, at) => {
        let last = -1;
        for (const region of findDumps(content)) {
          assert.ok(region.span.start > last && region.span.end <= content.length);
          last = region.span.end;
          for (const cell of cellsOf(content, region)) {
            for (const span of [cell.value, cell.label])
              if (span)
                assert.ok(span.start >= region.span.start && span.end <= region.span.end && span.start <= span.end);
          }
          cellAt(content, region, at % (content.length + 1));
        }
      }),
      seeded,
    );
  });
});
