import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { procFile } from "../../src/core/simulator/proc/procFile";
import { ScenarioRun } from "../../src/core/simulator/scenario/scenarioRun";
import { kernelSeries, needsNamespace } from "./support/namespace";
import { realScenarios, runOptions, scenarioNamed } from "../support/simulate";

/** Reads a file, or runs a command; `undefined` where this machine has neither. */
function real(name: string): string | undefined {
  try {
    const [program = "", ...args] = name.split(" ");
    return args.length > 0 ? execFileSync(program, args, { encoding: "utf8" }) : readFileSync(`/proc/${name}`, "utf8");
  } catch {
    return undefined;
  }
}

/** A text with every figure replaced by 0, and blanks that only fill columns by one. */
const formOf = (line: string): string => line.replace(/\d+/g, "0").replace(/ +/g, " ").trimEnd();

/** Forms of the lines of a text, each once. */
const formsOf = (text: string): string[] => [...new Set(text.trimEnd().split("\n").map(formOf))];

describe("the files of the simulated machine and those of the running kernel", () => {
  let simulated: (name: string) => string;

  before(function () {
    needsNamespace(this);
    execFileSync("ip", ["link", "set", "lo", "up"]);
    const run = new ScenarioRun(realScenarios(), scenarioNamed("udp-receive-buffer"), runOptions({ path: "loopback" }));
    while (!run.advance(100_000));
    const [host] = run.topology.hosts;
    simulated = (name) => procFile(run.topology, realScenarios().proc, { host: host?.name ?? "", name }) ?? "";
  });

  for (const name of ["net/snmp", "net/netstat", "net/sockstat", "net/dev", "nstat -az", "tc -s qdisc"]) {
    it(`have the same lines: ${name}`, function () {
      const text = real(name);
      // The lists are those of one release, and nstat lists IPv6 where there is some.
      if (text === undefined || (kernelSeries() !== "6.18" && name !== "net/dev")) this.skip();
      // The 6 of a name is a figure like any other here.
      const isOfIpv4 = (form: string): boolean => !/^(?:Ip|Icmp|Udp|UdpLite)0/.test(form);
      assert.deepEqual(formsOf(simulated(name)), formsOf(text).filter(isOfIpv4));
    });
  }

  it("have the same columns: net/softnet_stat", () => {
    const columns = (text: string): number[] => text.split("\n").map((line) => line.length);
    const [width] = columns(readFileSync("/proc/net/softnet_stat", "utf8"));
    assert.deepEqual(columns(simulated("net/softnet_stat"))[0], width);
  });

  it("have the same headers and widths: net/tcp, net/udp, slabinfo, softirqs", () => {
    for (const name of ["net/tcp", "net/udp"]) {
      const [header, ...rows] = simulated(name).trimEnd().split("\n");
      assert.equal(header?.trimEnd(), readFileSync(`/proc/${name}`, "utf8").split("\n")[0]?.trimEnd());
      for (const row of rows) assert.ok(row.length <= (name === "net/tcp" ? 149 : 127), row);
    }
    const slabs = readFileSync("/proc/slabinfo", "utf8").split("\n");
    assert.deepEqual(simulated("slabinfo").split("\n").slice(0, 2), slabs.slice(0, 2));
    const shape = (line = ""): string =>
      line
        .replace(/^\S+ +/, "")
        .replace(/\d+/g, "0")
        .replace(/ +/g, " ");
    assert.equal(shape(simulated("slabinfo").split("\n")[2]), shape(slabs[2]));
    const names = (text: string): string[] => Array.from(text.matchAll(/^ *([A-Z_]+):/gm), ([, label = ""]) => label);
    assert.deepEqual(names(simulated("softirqs")), names(readFileSync("/proc/softirqs", "utf8")));
  });

  it("have the same form of a UDP socket, in /proc and in ss", async () => {
    const { createSocket } = await import("node:dgram");
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(9000, "0.0.0.0", resolve));
    const rows = (text = ""): string[] =>
      text.split("\n").filter((line) => / 00000000:2328 |0\.0\.0\.0:9000/.test(line));
    const hidden = (line = ""): string =>
      formOf(
        line
          .replace(/\b[0-9a-fA-F]{8,16}\b/g, "0")
          .replace(/users:.*/, "")
          .trim(),
      );
    assert.equal(hidden(rows(simulated("net/udp"))[0]), hidden(rows(readFileSync("/proc/net/udp", "utf8"))[0]));
    const ss = real("ss -uanpm");
    if (ss !== undefined) {
      assert.equal(hidden(rows(simulated("ss -uanpm"))[0]), hidden(rows(ss)[0]));
      const memory = (text: string): string => /skmem:\(.*\)/.exec(text)?.[0] ?? "";
      assert.equal(formOf(memory(simulated("ss -uanpm"))), formOf(memory(ss)));
    }
    socket.close();
  });
});
