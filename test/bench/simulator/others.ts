import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Another program that carries packets: gives packets a second of wall time. */
export interface Contestant {
  readonly name: string;
  readonly rate: () => number;
}

/** Those that can be run here, and a line for each that cannot. */
export interface Contestants {
  readonly here: readonly Contestant[];
  readonly missing: readonly string[];
}

const packets = 100_000;
const seconds = 0.5;
const payloadBytes = 100;
const sources = path.join("test", "bench");

/** Builds what is compared with, in a folder that goes with this process. */
export function findContestants(): Contestants {
  const folder = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const all = [kernelContestants(folder), ns3Contestants(folder), simpyContestants()];
  return { here: all.flatMap(({ here }) => here), missing: all.flatMap(({ missing }) => missing) };
}

function kernelContestants(folder: string): Contestants {
  if (process.platform !== "linux") return none("the kernel's own rate: needs Linux");
  const program = path.join(folder, "udpLoopback");
  const given = [String(seconds), String(payloadBytes)];
  if (succeeds("cc", ["-O2", "-o", program, path.join(sources, "kernel", "udpLoopback.c")])) {
    const two = os.availableParallelism() > 1 ? ["0", "1"] : ["0", "0"];
    const cores = two[1] === "1" ? "two cores" : "one core";
    return all(
      { name: "this kernel's loopback, send and recv by turns, one core", rate: rateOf(program, [...given, "turns", "0"]) }, // prettier-ignore
      { name: `this kernel's loopback, send and recv, ${cores}`, rate: rateOf(program, [...given, "plain", ...two]) },
      { name: `this kernel's loopback, sendmmsg and recvmmsg, ${cores}`, rate: rateOf(program, [...given, "batch", ...two]) }, // prettier-ignore
    );
  }
  const script = path.join(sources, "kernel", "udpLoopback.pl");
  if (!succeeds("perl", ["-c", script])) return none("the kernel's own rate: install gcc or perl");
  return all({ name: "this kernel's loopback, perl, send and recv by turns, one core", rate: rateOf("perl", [script, ...given]) }); // prettier-ignore
}

function ns3Contestants(folder: string): Contestants {
  const modules = ["internet", "point-to-point", "csma", "applications"].map((name) => `ns3-${name}`);
  const flags = spawnSync("pkg-config", ["--cflags", "--libs", ...modules], { encoding: "utf8" });
  const missing = none("ns-3: install the Debian packages g++ pkg-config ns3 libns3-dev libgsl-dev");
  if (flags.status !== 0) return missing;
  const build = (name: string): string | undefined => {
    const program = path.join(folder, name);
    const source = path.join(sources, "ns3", `${name}.cc`);
    const words = flags.stdout.trim().split(/\s+/);
    return succeeds("c++", ["-O2", "-std=c++17", "-o", program, source, ...words]) ? program : undefined;
  };
  const [toReader, csma] = [build("udpToReader"), build("csmaFlow")];
  if (toReader === undefined || csma === undefined) return missing;
  return all(
    { name: "ns-3, frames into a device, IPv4, UDP, socket", rate: rateOf(toReader, [String(packets), "wire"]) },
    { name: "ns-3, socket to socket over point-to-point", rate: rateOf(toReader, [String(packets), "flow"]) },
    { name: "ns-3, UDP client to sink over CSMA", rate: rateOf(csma, [String(packets)]) },
  );
}

function simpyContestants(): Contestants {
  const script = path.join(sources, "simpy", "queue.py");
  const python = ["python3", "/usr/bin/python3"].find((one) => succeeds(one, ["-c", "import simpy"]));
  if (python === undefined) return none("SimPy: install the Debian package python3-simpy3");
  return all({ name: "SimPy, a bare queue", rate: rateOf(python, [script, String(packets)]) });
}

const all = (...here: readonly Contestant[]): Contestants => ({ here, missing: [] });
const none = (why: string): Contestants => ({ here: [], missing: [why] });

/** The program prints packets first, seconds last. */
function rateOf(program: string, given: readonly string[]): () => number {
  return () => {
    const { stdout, stderr, status } = spawnSync(program, given, { encoding: "utf8", timeout: 60_000 });
    const figures = stdout.trim().split(/\s+/).map(Number);
    const [carried, took] = [figures[0], figures[figures.length - 1]];
    if (status !== 0 || !carried || !took) throw new Error(`${program} ${given.join(" ")}: ${stderr}`);
    return carried / took;
  };
}

function succeeds(program: string, given: readonly string[]): boolean {
  return spawnSync(program, given, { stdio: "ignore", timeout: 120_000 }).status === 0;
}
