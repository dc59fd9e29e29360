import assert from "node:assert/strict";
import { runCli, runCliOn } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

const scratch = scratchFolder();

const json = (...args: string[]): Record<string, unknown> => {
  const { status, out, err } = runCli("simulate", ...args, "--format", "json");
  assert.equal(status, 0, err);
  return JSON.parse(out) as Record<string, unknown>;
};

describe("simulate at any time", () => {
  it("looks when it is told to", () => {
    const queued = (until: string): number =>
      (json("udp-receive-buffer", "--until", until)["observed"] as Record<string, number>)["queued"] ?? -1;
    assert.equal(queued("0"), 0);
    assert.equal(queued("100us"), queued("0.1ms"));
    assert.equal(queued("100us"), queued("100000"));
    assert.ok(queued("100us") > 0 && queued("100us") < queued("200us"));
    assert.equal(queued("1.5s"), 256);
  });

  it("prints a file of the machine so that it can be read on", () => {
    const { status, out } = runCli("simulate", "receive-backlog", "--set", "packets=900", "--proc", "softnet_stat@1s");
    assert.equal(status, 0);
    assert.match(out, /^00000384 00000000 0000000[0-9a-f] (?:[0-9a-f]{8} ?){12}\n$/);
    assert.match(runCliOn(out, "decode", "-").out, /softnet_stat/);
  });

  it("prints several files, each with its host, its name and its time", () => {
    const args = ["--proc", "client:snmp@50us", "--proc", "ss", "--proc", "server:net/udp@10us"];
    const { out } = runCli("simulate", "udp-receive-buffer", ...args);
    const titles = out.split("\n").filter((line) => line.startsWith("==>"));
    assert.match(
      titles.join("\n"),
      /^==> client:net\/snmp @ 0\.05 ms <==\n==> server:ss -tanpm @ [\d.]+ ms <==\n==> server:net\/udp @ 0\.01 ms <==$/,
    );
    const { proc } = json("udp-receive-buffer", ...args) as { proc: { host: string; name: string; atNs: number; text: string }[] }; // prettier-ignore
    assert.deepEqual(proc.map(({ host, atNs }) => [host, atNs])[0], ["client", 50_000]);
    assert.ok(proc.every(({ text }) => out.includes(text)));
  });

  it("records a timeline and a log only when asked", () => {
    const plain = json("udp-receive-buffer");
    assert.ok(!("timeline" in plain) && !("log" in plain));
    const { timeline, log } = json("udp-receive-buffer", "--timeline", "--step", "10us", "--log") as {
      timeline: { stepNs: number; series: { name: string }[]; events: { kind: string }[] };
      log: string[];
    };
    assert.equal(timeline.stepNs, 10_000);
    assert.ok(timeline.series.some(({ name }) => name === "server/udp:9000.queued"));
    assert.deepEqual(timeline.events.map(({ kind }) => kind), ["drop"]); // prettier-ignore
    assert.equal(log.filter((line) => line.includes(" drops ")).length, 44);
    const { out } = runCli("simulate", "udp-receive-buffer", "--timeline", "--log");
    assert.match(out, /server\/udp:9000\.queued +[ ▁▂▃▄▅▆▇█]{40} {2}256\n/);
    assert.match(out, /drop udp-receive-buffer × 44\n/);
  });

  it("runs a file of one's own, and says with line and column what is wrong with it", () => {
    const text =
      "title: Own\nhosts: [client, server]\nlinks: [{ kind: veth, between: [client, server] }]\nobserve: [{ name: n, counter: Ip.InReceives, host: server }]\n";
    const fine = scratch.file("my-case.scenario.yaml", text);
    assert.equal(json(fine)["scenario"], "my-case");
    const bad = scratch.file("bad.yml", text.replace("host: server", "host: sever").replace("veth", "wifi"));
    const { status, out, err } = runCli("simulate", bad);
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, /bad\.yml:3:17: links\[0\]\.kind: /);
  });

  it("refuses with status 2 what makes no sense", () => {
    const cases: readonly (readonly [said: RegExp, ...args: string[]])[] = [
      [/--until soon: a time up to an hour/, "accept-queue", "--until", "soon"],
      [/--until 2h: a time/, "accept-queue", "--until", "2h"],
      [/--until -1/, "accept-queue", "--until=-1"],
      [/--step 0: more than nothing/, "accept-queue", "--step", "0"],
      [/--proc @1s: \[HOST:\]NAME/, "accept-queue", "--proc", "@1s"],
      [/no file snmp6; there are: net\/softnet_stat/, "accept-queue", "--proc", "snmp6"],
      [/no host moon; there are: client, server/, "accept-queue", "--proc", "moon:snmp"],
      [/no such file/, scratch.at("none.yaml")],
    ];
    for (const [said, ...args] of cases) {
      const { status, out, err } = runCli("simulate", ...args);
      assert.equal(status, 2, `${args.join(" ")}: ${out}${err}`);
      assert.match(err, said);
      assert.equal(out, "");
    }
  });
});
