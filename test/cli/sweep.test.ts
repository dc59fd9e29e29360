import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { runCli, runCliOn } from "../support/cli";
import { projectRoot } from "../support/knowledge";
import { scratchFolder } from "../support/scratchFolder";

const scratch = scratchFolder();
const own = `title: Own
hosts: [client, server]
parameters: [{ name: datagrams, type: integer, min: 0, max: 100, default: 10, meaning: how many }]
links: [{ kind: veth, between: [client, server] }]
sockets:
  - { id: source, kind: udp, host: client, port: 40000 }
  - { id: sink, kind: udp, host: server, port: 53 }
workload:
  - { host: client, steps: [{ do: send, from: source, to: sink, payload: 100, datagrams: $datagrams }] }
observe: [{ name: queued, socket: sink, field: queued }]
`;

/** The columns of a table, by name. */
function columns(csv: string): Record<string, string[]> {
  const [header = [], ...rows] = csv.trimEnd().split("\n").map((line) => line.split(",")); // prettier-ignore
  return Object.fromEntries(header.map((name, at) => [name, rows.map((row) => row[at] ?? "")]));
}

describe("sweep", () => {
  it("runs every combination, the last value changing fastest, the same with any number of threads", () => {
    const args = ["sweep", "accept-queue", "--vary", "backlog=1,5", "--vary", "connections=4..12*2", "--kernel", "6.1,6.18"]; // prettier-ignore
    const { status, out, err } = runCli(...args, "--jobs", "1");
    assert.equal(status, 0, err);
    const table = columns(out);
    assert.deepEqual(table["kernel"], [...Array<string>(4).fill("6.1"), ...Array<string>(4).fill("6.18")]);
    assert.deepEqual(table["backlog"], ["1", "1", "5", "5", "1", "1", "5", "5"]);
    assert.deepEqual(table["connections"], ["4", "8", "4", "8", "4", "8", "4", "8"]);
    assert.deepEqual(table["acceptQueue"], ["2", "2", "4", "6", "2", "2", "4", "6"]);
    assert.equal(runCli(...args, "--jobs", "3").out, out);
  });

  it("repeats a point with other seeds, and writes JSON Lines", () => {
    const { out } = runCli("sweep", "accept-queue", "--vary", "backlog=0..4+2", "--runs", "2", "--seed", "7", "--format", "json"); // prettier-ignore
    const records = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { seed: number; params: Record<string, number> }); // prettier-ignore
    assert.deepEqual(
      records.map(({ seed, params }) => [seed, params["backlog"]]),
      [[7, 0], [8, 0], [7, 2], [8, 2], [7, 4], [8, 4]],
    ); // prettier-ignore
  });

  it("gives the reason where a point cannot run, and goes on", () => {
    const { status, out } = runCli("sweep", "accept-queue", "--vary", "net.core.somaxconn=-1,3");
    assert.equal(status, 1);
    const [, refused = "", fine = ""] = out.split("\n");
    assert.match(refused, /refuses it with EINVAL/);
    assert.match(fine, /,$/);
  });

  it("takes jobs from standard input, scenario by scenario", () => {
    const file = scratch.file("own.yaml", own);
    const lines = [
      { scenario: "syn-queue", set: { syns: 3 }, id: "a" },
      { scenario: file, set: { datagrams: 4 }, seed: 2, kernel: "6.1" },
      { scenario: "nothing" },
      { scenario: file, set: { datagrams: 400 }, id: 5 },
    ].map((job) => JSON.stringify(job));
    const { status, out } = runCliOn([...lines, "{", "", "[]"].join("\n"), "sweep", "--stdin", "--jobs", "2");
    assert.equal(status, 1);
    const [syns, queued, unknown, refused, ...broken] = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { id?: unknown; seed?: number; kernel?: string; observed?: Record<string, number>; error?: string; line?: number }); // prettier-ignore
    assert.deepEqual([syns?.id, syns?.observed?.["halfOpen"]], ["a", 3]);
    assert.deepEqual([queued?.seed, queued?.kernel, queued?.observed], [2, "6.1", { queued: 4 }]);
    assert.match(unknown?.error ?? "", /no scenario nothing/);
    assert.equal(refused?.id, 5);
    assert.match(refused.error ?? "", /datagrams=400: a whole number from 0 to 100/);
    assert.deepEqual(broken.map(({ line }) => line), [5, 7]); // prettier-ignore
  });

  it("stops when nobody reads any more", async () => {
    const args = [path.join(projectRoot, "dist/cli.js"), "sweep", "accept-queue", "--vary", "backlog=1..100000", "--jobs", "2"]; // prettier-ignore
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    const complaints: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.once("exit", resolve));
    assert.deepEqual([status, Buffer.concat(complaints).toString()], [0, ""]);
  });

  it("refuses with status 2 what makes no sense", () => {
    const cases: readonly (readonly [said: RegExp, ...args: string[]])[] = [
      [/takes one scenario/],
      [/no scenario nope/, "nope"],
      [/no parameter colour/, "accept-queue", "--vary", "colour=1"],
      [/NAME=VALUES/, "accept-queue", "--vary", "backlog"],
      [/a range rises/, "accept-queue", "--vary", "backlog=5..1"],
      [/a range rises/, "accept-queue", "--vary", "backlog=1..9*1"],
      [/100000 values/, "accept-queue", "--vary", "backlog=1..1000000"],
      [/more than 10000000/, "accept-queue", "--vary", "backlog=1..50000", "--vary", "connections=1..50000"],
      [/--jobs 0/, "accept-queue", "--jobs", "0"],
      [/--runs x/, "accept-queue", "--runs", "x"],
      [/--format xml/, "accept-queue", "--format", "xml"],
      [/--stdin takes/, "accept-queue", "--stdin"],
      [/own\.yaml:1:1: title is missing/, scratch.file("empty-own.yaml", "hosts: [a]\nobserve: []\n")],
    ];
    for (const [said, ...args] of cases) {
      const { status, out, err } = runCli("sweep", ...args);
      assert.equal(status, 2, `${args.join(" ")}: ${out}${err}`);
      assert.match(err, said);
      assert.equal(out, "");
    }
  });
});
