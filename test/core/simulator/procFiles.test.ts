import assert from "node:assert/strict";
import { cellsOf, fieldOf, findDumps } from "../../../src/core/dumps/findDumps";
import { procFile, procFiles, procNameOf } from "../../../src/core/simulator/proc/procFile";
import { procFileAt, procFilesAt } from "../../../src/core/simulator/scenario/procAt";
import { ScenarioRun } from "../../../src/core/simulator/scenario/scenarioRun";
import { realKnowledge } from "../../support/knowledge";
import { realScenarios, runOptions, scenarioNamed, smallCase } from "../../support/simulate";

/** Figures of a dump by the first name of each, as our own readers find them. */
function figuresOf(text: string): Map<string, number[]> {
  const figures = new Map<string, number[]>();
  for (const region of findDumps(text)) {
    for (const { names, value } of cellsOf(text, region)) {
      const [name = ""] = names;
      if (value) figures.set(name, [...(figures.get(name) ?? []), Number(text.slice(value.start, value.end))]);
    }
  }
  return figures;
}

const runOf = (id: string, set = {}, events = Infinity): ScenarioRun => {
  const run = new ScenarioRun(realScenarios(), scenarioNamed(id), runOptions(set));
  run.advance(events);
  return run;
};

const textOf = ({ topology }: ScenarioRun, host: string, name: string): string =>
  procFile(topology, realScenarios().proc, { host, name }) ?? assert.fail(`no ${name} of ${host}`);

const firstLines = (text: string): string => text.match(/^(?:.*\n){0,300}/)?.[0] ?? "";

/** Which dump our readers take a file for. */
const dumpsOf: Readonly<Record<string, string>> = {
  "net/softnet_stat": "softnet_stat", "net/snmp": "snmp", "net/netstat": "netstat", "net/sockstat": "sockstat",
  "net/dev": "dev", "net/nf_conntrack": "nf_conntrack", "net/stat/nf_conntrack": "stat_nf_conntrack", "net/tcp": "tcp", "net/udp": "udp", softirqs: "softirqs", "ss -tanpm": "ss", "ss -uanpm": "ss",
  "tc -s qdisc": "tc_qdisc", slabinfo: "slabinfo", interrupts: "softirqs", "nstat -az": "nstat", "ethtool -S veth0": "ethtool_s_generic",
  "ethtool -S eth0": "ethtool_s_generic",
}; // prettier-ignore

describe("the files of the simulated machine", () => {
  for (const { id } of realScenarios().scenarios) {
    it(`are recognised by our own readers, to their last line, with a field for every figure: ${id}`, function () {
      this.timeout(60_000);
      const dumps = realKnowledge().dumps();
      for (const events of [0, 2000, Infinity]) {
        const run = runOf(id, smallCase(id), events);
        for (const { host, name } of procFiles(run.topology)) {
          // A full table of connections has hundreds of thousands of rows like the first.
          const text = firstLines(textOf(run, host, name));
          const place = `${id} ${host} ${name} after ${events} events`;
          const regions = [...findDumps(text)];
          assert.ok(text === "" || text.endsWith("\n"), place);
          // A table without rows is a header only, which alone means nothing to a reader.
          if (text.trimEnd().split("\n").length === 1) continue;
          // The first of two header lines names no columns.
          let end =
            text.startsWith("Inter-|") || text.startsWith("#") || text.startsWith("slabinfo") ? text.indexOf("\n") : -1;
          for (const { span, dump } of regions) {
            assert.equal(
              dump.replace(/\d.*|_s$/, ""),
              (dumpsOf[name.replace(/^ethtool.*/, "ethtool -S veth0")] ?? "").replace(/\d.*|_s$/, ""),
              place,
            );
            assert.equal(span.start, end + 1, `${place}: not understood\n${text.slice(end + 1, span.start)}`);
            end = span.end;
          }
          assert.equal(text.slice(end).trim(), "", `${place}: not understood`);
          for (const region of regions) {
            // Of softirqs, interrupts and slabs only what belongs to the network is described.
            if (region.dump === "softirqs" || region.dump === "slabinfo") continue;
            for (const cell of cellsOf(text, region)) {
              const { start = 0, end: stop = 0 } = cell.value ?? cell.label ?? {};
              // `noqueue 0:` is a kind and a handle.
              if (text[stop - 1] === ":") continue;
              assert.ok(
                fieldOf(cell, dumps),
                `${place}: nothing known of ${cell.names.join(" ")} ${text.slice(start, stop)}`,
              );
            }
          }
        }
      }
    });
  }

  it("give back the figures of the machine", () => {
    const run = runOf("receive-backlog", { packets: 900, "net.core.netdev_budget": 64 });
    const { machine } = run.topology;
    const columns = textOf(run, "receiver", "net/softnet_stat")
      .trimEnd()
      .split(" ")
      .map((word) => parseInt(word, 16));
    assert.deepEqual(columns.slice(0, 3), [
      machine.softnet.processed,
      machine.softnet.dropped,
      machine.softnet.timeSqueeze,
    ]);
    assert.ok(machine.softnet.timeSqueeze > 0);
    const receiver = run.topology.host("receiver");
    const snmp = figuresOf(textOf(run, "receiver", "net/snmp"));
    assert.deepEqual(snmp.get("snmp:IpInDelivers"), [receiver.counters["Ip.InDelivers"]]);
    const nstat = figuresOf(textOf(run, "receiver", "nstat -az"));
    for (const [name, count] of Object.entries(receiver.counters)) {
      const shown = nstat.get(name.replace(".", ""));
      if (shown) assert.deepEqual(shown, [count], name);
    }
    const bytes = 900 * (100 + 28 + 14);
    assert.match(textOf(run, "receiver", "net/dev"), new RegExp(`^ veth0: +${bytes} +900 `, "m"));
    assert.match(textOf(run, "sender", "net/dev"), new RegExp(`^ veth0: +0 +0( +0){6} +${bytes} +900 `, "m"));
  });

  it("count the slabs that packets are made of", () => {
    const run = runOf("udp-receive-buffer", { payload: 100 });
    assert.match(
      textOf(run, "server", "slabinfo"),
      /^skbuff_head_cache +256 +256 +256 +16 +1 : tunables +0 +0 +0 : slabdata +16 +16 +0$/m,
    );
    assert.match(textOf(run, "server", "slabinfo"), /^skbuff_small_head +256 /m);
  });

  it("show the queues of UDP sockets", () => {
    const run = runOf("udp-receive-buffer");
    const socket = run.topology.udp("receiver");
    const row = textOf(run, "server", "net/udp").split("\n")[1] ?? "";
    assert.match(row, / 00000000:2328 00000000:0000 07 /);
    assert.ok(row.includes(`:${socket.receiveMemory.toString(16).toUpperCase().padStart(8, "0")} `));
    assert.match(row, / 44 +$/);
    assert.equal(row.length, 127);
    assert.match(
      textOf(run, "server", "ss -uanpm"),
      /^UNCONN 212992 0 .*0\.0\.0\.0:9000 .*\n\t skmem:\(r212992,rb212992,.*,d44\)$/m,
    );
  });

  it("show listeners and connections", () => {
    const run = runOf("accept-queue");
    const tcp = textOf(run, "server", "net/tcp");
    assert.match(tcp, /^ {3}0: 00000000:0050 00000000:0000 0A 00000000:00000006 /m);
    assert.equal(tcp.split("\n").filter((line) => / 01 /.test(line)).length, 6);
    assert.match(textOf(run, "client", "ss -tanpm"), /^SYN-SENT /m);
    assert.match(textOf(run, "server", "net/sockstat"), /^TCP: inuse 7 orphan 0 tw 0 /m);
  });

  it("show what a queueing discipline has sent, refused and holds", () => {
    const run = runOf("transmit-queue");
    const device = run.topology.host("client").devices[1] ?? assert.fail();
    assert.match(
      textOf(run, "client", "tc -s qdisc"),
      new RegExp(
        `^qdisc tbf 8001: dev veth0 root refcnt 2 rate 8Kbit burst 2000b limit 10420b\\n Sent 1042 bytes 1 pkt \\(dropped ${device.qdiscDrops}, overlimits \\d+ requeues 0\\) \\n backlog \\d+b ${device.queued}p `,
        "m",
      ),
    );
  });

  it("are found by what people call them", () => {
    const names = procFiles(runOf("accept-queue", {}, 0).topology)
      .filter(({ host }) => host === "server")
      .map(({ name }) => name);
    const cases = {
      softnet_stat: "net/softnet_stat",
      "net/snmp": "net/snmp",
      "/proc/net/tcp": "net/tcp",
      ss: "ss -tanpm",
      tc: "tc -s qdisc",
      softirqs: "softirqs",
      "ethtool -S veth0": "ethtool -S veth0",
      stat: undefined,
      "": undefined,
    };
    for (const [written, name] of Object.entries(cases)) assert.equal(procNameOf(written, names), name, written);
  });

  it("can be had at any time of a run, in any order", () => {
    const scenario = scenarioNamed("udp-receive-buffer");
    const at = (atNs?: number) => ({ host: "server", name: "ss -uanpm", atNs });
    const [late, end, early] = procFilesAt(realScenarios(), scenario, runOptions(), [at(200_000), at(), at(50_000)]);
    const queued = (text = ""): number => Number(/^UNCONN (\d+)/m.exec(text)?.[1]);
    assert.ok(queued(early?.text) < queued(late?.text) && queued(late?.text) < queued(end?.text));
    assert.deepEqual([late?.atNs, early?.atNs], [200_000, 50_000]);
    assert.equal(procFileAt(realScenarios(), scenario, runOptions(), { name: "ss -uanpm" }), end?.text);
  });

  it("are refused with what there is", () => {
    const ask = (host: string | undefined, name: string, atNs?: number) => (): unknown =>
      procFileAt(realScenarios(), scenarioNamed("accept-queue"), runOptions(), { host, name, atNs });
    assert.throws(ask("nobody", "snmp"), /no host nobody; there are: client, server/);
    assert.throws(ask("server", "snmp6"), /server has no file snmp6; there are: net\/softnet_stat, /);
    assert.throws(ask("server", "snmp", 1e18), /an hour/);
  });
});
