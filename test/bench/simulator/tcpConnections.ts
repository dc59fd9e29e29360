import { ScenarioRun } from "../../../src/core/simulator/scenario/scenarioRun";
import type { Scenario } from "../../../src/core/simulator/scenario/types";
import { realScenarios, runOptions } from "../../support/simulate";

/**
 * Connections of one round: no more than half of the ephemeral ports, as all of them are in TIME_WAIT until its end and
 * connect() searches one half before the other.
 */
export const perRound = 8_000;
const timeWaitNs = 70_000_000_000;

/** Clients that connect and close at once, round after round, each after the connections of the last are gone. */
const scenario = (rounds: number): Scenario => ({
  id: "connections",
  title: "",
  summary: "",
  parameters: [],
  hosts: ["client", "server"],
  links: [{ kind: "veth", between: ["client", "server"] }],
  sockets: [{ id: "listener", kind: "tcp-listener", host: "server", port: 80, backlog: 4096 }],
  workload: [
    { host: "server", steps: [{ do: "serve", from: "listener", requestBytes: 1, responseBytes: 1 }] },
    {
      host: "client",
      count: 10,
      steps: Array.from({ length: rounds }).flatMap(() => [
        { do: "request", id: "client", to: "listener", requests: perRound / 10, requestBytes: 0, responseBytes: 0 },
        { do: "wait", forNs: timeWaitNs },
      ]),
    },
  ],
  observe: [{ name: "opened", requests: "client", field: "opened" }],
  notModelled: [],
});

/** Sets up, closes and forgets connections; how many events each takes. */
export function connectAndClose(rounds: number): number {
  const run = new ScenarioRun(realScenarios(), scenario(rounds), runOptions());
  while (!run.advance(100_000));
  const { opened } = run.result().observed;
  const left = run.topology.hosts.reduce((sum, { tcp }) => sum + tcp.connections.size, 0);
  if (opened !== rounds * perRound || left > 0) throw new Error(`${String(opened)} connections, ${left} are left`);
  return run.progress.events / (rounds * perRound);
}
