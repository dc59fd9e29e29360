import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runScenario } from "../../../src/core/simulator/scenario/scenarioRun";
import { projectRoot } from "../../support/knowledge";
import { realScenarios, runOptions, scenarioNamed } from "../../support/simulate";

/** Small runs whose every step can be read: a name, a scenario, what is set. */
const runs: readonly (readonly [name: string, scenario: string, set: Readonly<Record<string, number | string>>])[] = [
  ["handshakes", "accept-queue", { connections: 2 }],
  ["accept-queue-overflow", "accept-queue", { connections: 3, backlog: 1 }],
  ["accept-queue-abort", "accept-queue", { connections: 3, backlog: 0, "net.ipv4.tcp_abort_on_overflow": 1 }],
  ["syn-cookies", "syn-queue", { syns: 4, backlog: 1 }],
  ["datagrams", "udp-receive-buffer", { datagrams: 4, receiveBuffer: 1152 }],
  ["fragments", "udp-receive-buffer", { datagrams: 1, payload: 4000 }],
  ["loopback", "udp-receive-buffer", { datagrams: 3, path: "loopback" }],
  ["backlog-overflow", "receive-backlog", { packets: 5, "net.core.netdev_max_backlog": 2 }],
  ["tbf", "transmit-queue", { datagrams: 4, limit: 2100 }],
];

const folder = path.join(projectRoot, "test", "core", "simulator", "golden");

/** The log of a run, what was observed and how its figures went. */
function shown(scenario: string, set: Readonly<Record<string, number | string>>): string {
  const options = { ...runOptions(set), logLines: 500, timeline: {} };
  const { log = [], observed, drops, timeline } = runScenario(realScenarios(), scenarioNamed(scenario), options);
  const rows = (values: object): string =>
    Object.entries(values)
      .map(([name, value]) => `  ${name} = ${String(value)}\n`)
      .join("");
  // Where the time of CPUs goes changes with every step.
  const figures = (timeline?.series ?? []).filter((one) => !one.name.endsWith("Ns"));
  const series = figures.map(
    ({ name, times, values }) => `  ${name}: ${times.map((ns, at) => `${values[at]} @${ns}`).join(", ")}\n`,
  );
  return [
    `${scenario}\n${rows(set)}`,
    `log\n${log.map((line) => `${line}\n`).join("")}`,
    `observed\n${rows(observed)}`,
    `drops\n${drops.map(({ count, counter }) => `  ${count} ${counter}\n`).join("")}`,
    `figures at nanoseconds\n${series.join("")}`,
  ].join("\n");
}

// UPDATE_GOLDEN=1 npm test -- --only unit writes the files anew; read what changed before you commit it.
describe("small runs, step by step", () => {
  for (const [name, scenario, set] of runs) {
    it(`go as written down: ${name}`, () => {
      const file = path.join(folder, `${name}.txt`);
      const text = shown(scenario, set);
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
      assert.ok(existsSync(file), `${file} is missing; UPDATE_GOLDEN=1 writes it`);
      assert.equal(text, readFileSync(file, "utf8"));
    });
  }
});
