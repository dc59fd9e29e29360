import assert from "node:assert/strict";
import { runCli } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

const scratch = scratchFolder();

const json = (...args: string[]): { params: object; observed: Record<string, number>; ignoredSysctls: string[] } => {
  const { status, out, err } = runCli("simulate", ...args, "--format", "json");
  assert.equal(status, 0, err);
  return JSON.parse(out) as ReturnType<typeof json>;
};

describe("simulate", () => {
  it("lists scenarios with their parameters", () => {
    const { status, out } = runCli("simulate", "--list");
    assert.equal(status, 0);
    for (const id of ["udp-receive-buffer", "receive-backlog", "transmit-queue", "accept-queue", "syn-queue"])
      assert.match(out, new RegExp(`^${id}: `, "m"));
    assert.match(out, /net\.core\.netdev_budget /);
  });

  it("says what happened, where packets were lost, and which counter and setting belong to it", () => {
    const { status, out } = runCli("simulate", "accept-queue");
    assert.equal(status, 0);
    for (const said of ["TcpExt.ListenOverflows  6", "6 × ", "nstat -az", "net.core.somaxconn", "Not modelled"])
      assert.ok(out.includes(said), said);
    assert.match(runCli("simulate", "accept-queue", "--lang", "zh-cn").out, /观察到/);
  });

  it("writes one flat record with stable keys", () => {
    const record = json("accept-queue", "--set", "backlog=2", "--seed", "7", "--kernel", "6.1");
    assert.deepEqual(Object.keys(record), [
      "scenario", "kernel", "seed", "params", "observed", "drops", "notModelled", "ignoredSysctls",
    ]); // prettier-ignore
    assert.deepEqual(record.observed, {
      clientEstablished: 3,
      clientSynSent: 9,
      acceptQueue: 3,
      "TcpExt.ListenOverflows": 9,
      "TcpExt.ListenDrops": 9,
      "TcpExt.TCPReqQFullDrop": 0,
    });
  });

  it("takes the settings of a file, names those it does not need, and lets --set win", () => {
    const file = scratch.file("10-net.conf", "net.core.somaxconn = 3\nnet.core.somaxconn = 2\nvm.swappiness = 10\n");
    const fromFile = json("accept-queue", "--config", file);
    assert.equal(fromFile.observed["acceptQueue"], 3);
    assert.deepEqual(fromFile.ignoredSysctls, ["vm.swappiness"]);
    assert.equal(json("accept-queue", "--config", file, "--set", "net.core.somaxconn=4").observed["acceptQueue"], 5);
  });

  it("reads the numbers of sysctls as the kernel does", () => {
    assert.equal(json("accept-queue", "--set", "net.core.somaxconn=0x2").observed["acceptQueue"], 3);
    assert.equal(
      json("accept-queue", "--set", "backlog=100", "--set", "net.core.somaxconn=010").observed["acceptQueue"],
      9,
    );
  });

  it("refuses with status 2 what makes no sense, and writes nothing", () => {
    const bad = scratch.file("bad.conf", "# a\nnet.core.somaxconn = -1\n");
    const cases: readonly (readonly [said: RegExp, ...args: string[]])[] = [
      [/no scenario nonsense; there are: accept-queue/, "nonsense"],
      [/takes one scenario/],
      [/no parameter colour; there are: backlog/, "accept-queue", "--set", "colour=1"],
      [/connections=-1: a whole number from 0 to 60000/, "accept-queue", "--set", "connections=-1"],
      [/connections=1e3: a whole number/, "accept-queue", "--set", "connections=1e3"],
      [/backlog=: a whole number/, "accept-queue", "--set", "backlog="],
      [/NAME=VALUE is needed/, "accept-queue", "--set", "backlog"],
      [/path=wifi: one of veth, loopback/, "udp-receive-buffer", "--set", "path=wifi"],
      [/somaxconn=-1: Linux 6\.18 refuses it with EINVAL/, "accept-queue", "--set", "net.core.somaxconn=-1"],
      [/bad\.conf:2: net\.core\.somaxconn=-1: Linux 6\.18 refuses/, "accept-queue", "--config", bad],
      [/no such file/, "accept-queue", "--config", scratch.at("missing.conf")],
      [/--seed x/, "accept-queue", "--seed", "x"],
      [/knows 5\.4 and newer/, "accept-queue", "--kernel", "4.19"],
      [/rateBits: a tbf needs/, "transmit-queue", "--set", "rateBits=0"],
    ];
    for (const [said, ...args] of cases) {
      const { status, out, err } = runCli("simulate", ...args);
      assert.equal(status, 2, `${args.join(" ")}: ${out}${err}`);
      assert.match(err, said);
      assert.equal(out, "");
    }
  });

  it("runs hundreds of thousands of packets", () => {
    const { observed } = json("udp-receive-buffer", "--set", "datagrams=20000", "--set", "payload=65507");
    assert.equal(observed["queued"], 2);
  });
});
