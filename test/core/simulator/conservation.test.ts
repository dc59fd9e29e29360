import assert from "node:assert/strict";
import fc from "fast-check";
import { status } from "../../../src/core/simulator/machine/netfilter/table";
import { packetsInFlight } from "../../../src/core/simulator/scenario/observe";
import { prepareRun, runToTheLook } from "../../../src/core/simulator/scenario/run";
import { runScenario } from "../../../src/core/simulator/scenario/scenarioRun";
import type { StepSpec } from "../../../src/core/simulator/scenario/steps/steps";
import type { Scenario } from "../../../src/core/simulator/scenario/types";
import { seeded } from "../../support/property";
import { realScenarios, runOptions } from "../../support/simulate";

const payload = fc.oneof(fc.nat(1500), fc.nat(65507));

const send = fc.record({
  do: fc.constant("send" as const),
  from: fc.constantFrom("one", "two"),
  to: fc.constantFrom("sink", "nobody"),
  payload,
  datagrams: fc.nat(60),
  atOnce: fc.boolean(),
  everyNs: fc.option(fc.nat(20_000), { nil: undefined }),
  randomly: fc.boolean(),
});

/** Cards that interrupt for every frame, after a time, or after some frames. */
const card = fc.record({
  rxRing: fc.integer({ min: 1, max: 300 }),
  txRing: fc.integer({ min: 1, max: 64 }),
  queues: fc.integer({ min: 1, max: 5 }),
  delayNs: fc.nat(10_000),
  rateBits: fc.constantFrom(1_000_000, 1_000_000_000, 100_000_000_000),
  rxUsecs: fc.integer({ min: 1, max: 100 }),
  rxFrames: fc.nat(10),
  byteLimit: fc.constantFrom("on" as const, "off" as const),
});

/** Senders, a server with a reader and an accepting thread, over every kind of link. */
const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    kind: fc.constantFrom("veth" as const, "loopback" as const, "nic" as const),
    mtu: fc.integer({ min: 68, max: 9000 }),
    napis: fc.nat(3),
    qdisc: fc.constantFrom("noqueue" as const, "pfifo" as const, "bfifo" as const, "tbf" as const, "pfifo_fast" as const, "fq" as const), // prettier-ignore
    limit: fc.nat(20_000),
    rateBits: fc.constantFrom(8_000, 1_000_000, 1_000_000_000),
    burstBytes: fc.integer({ min: 1, max: 20_000 }),
    receiveBuffer: fc.nat(50_000),
    sendBuffer: fc.nat(50_000),
    backlog: fc.nat(10),
    card,
    cpus: fc.integer({ min: 1, max: 4 }),
    threaded: fc.constantFrom("no" as const, "yes" as const),
    rpsCpus: fc.nat(15),
    flood: fc.nat(300),
    sends: fc.array(send, { maxLength: 4 }),
    connections: fc.nat(20),
    syns: fc.nat(20),
    reads: fc.boolean(),
    lookAtNs: fc.option(fc.nat(1_000_000), { nil: undefined }),
  })
  .map(({ kind, mtu, napis, qdisc, limit, rateBits, burstBytes, ...given }) => ({
    id: "any",
    title: "any",
    summary: "any",
    parameters: [],
    cpus: given.cpus,
    hosts: ["client", { name: "server", cpu: given.cpus - 1 }],
    links: [
      {
        kind,
        between: ["client", "server"],
        mtu,
        napis,
        card: given.card,
        threaded: given.threaded,
        rpsCpus: { server: given.rpsCpus },
        qdisc: { on: "client", kind: qdisc, limit, rateBits, burstBytes },
      },
    ],
    sockets: [
      { id: "one", kind: "udp", host: "client", port: 1, sendBuffer: given.sendBuffer },
      { id: "two", kind: "udp", host: "client", port: 2 },
      { id: "sink", kind: "udp", host: "server", port: 9, receiveBuffer: given.receiveBuffer },
      { id: "nobody", kind: "udp", host: "server", port: 10 },
      { id: "listener", kind: "tcp-listener", host: "server", port: 80, backlog: given.backlog },
    ],
    workload: [
      ...given.sends.map((step) => ({ host: "client", steps: [withoutHoles(step)] })),
      {
        host: "client",
        steps: [
          { do: "connect", id: "clients", to: "listener", connections: given.connections },
          { do: "half-open", to: "listener", syns: given.syns },
        ],
      },
      ...(kind === "nic" && mtu >= 128
        ? [
            {
              host: "client",
              steps: [{ do: "flood", to: "sink", payload: 100, flows: 9, datagrams: given.flood } as const],
            },
          ]
        : []),
      ...(given.reads ? [{ host: "server", steps: [{ do: "read", from: "sink" } as const] }] : []),
      { host: "server", steps: [{ do: "accept", from: "listener", everyNs: 50_000 }] },
    ],
    observe: [{ name: "queued", socket: "sink", field: "queued" }],
    notModelled: [],
    ...(given.lookAtNs !== undefined && { lookAtNs: given.lookAtNs }),
  }));

function withoutHoles({
  everyNs,
  ...step
}: Omit<Extract<StepSpec, { do: "send" }>, "everyNs"> & { everyNs: number | undefined }): StepSpec {
  return typeof everyNs === "number" ? { ...step, everyNs } : step;
}

/** Clients behind a gateway with few ports and a small table, which sends packets of its own, too. */
const gateways: fc.Arbitrary<Scenario> = fc
  .record({
    forward: fc.constantFrom(0, 1, 1, 1),
    most: fc.integer({ min: 1, max: 40 }),
    buckets: fc.constantFrom(1, 4, 64),
    ports: fc.constantFrom("2000-2003", "2000-2400", ""),
    random: fc.constantFrom("no" as const, "random" as const, "fully" as const),
    addresses: fc.integer({ min: 1, max: 3 }),
    mtu: fc.constantFrom(600, 1500),
    sends: fc.array(send, { maxLength: 3 }),
    connections: fc.nat(30),
    free: fc.option(fc.nat(20), { nil: undefined }),
    lookAtNs: fc.option(fc.nat(3_000_000_000), { nil: undefined }),
  })
  .map(({ forward, most, buckets, ports, random, addresses, mtu, ...given }) => ({
    id: "any",
    title: "any",
    summary: "any",
    parameters: [],
    hosts: [
      { name: "client", via: "gateway" },
      {
        name: "gateway",
        sysctls: {
          "net.ipv4.ip_forward": forward,
          "net.netfilter.nf_conntrack_max": most,
          "net.netfilter.nf_conntrack_buckets": buckets,
        },
        masquerade: { towards: "server", random, addresses, ...(ports !== "" && { ports }) },
      },
      { name: "server", via: "gateway" },
    ],
    links: [
      { kind: "veth", between: ["client", "gateway"], addresses: { client: 3 } },
      { kind: "veth", between: ["gateway", "server"], addresses: { gateway: 3 }, mtu },
    ],
    sockets: [
      { id: "one", kind: "udp", host: "client", port: 1 },
      { id: "two", kind: "udp", host: "gateway", port: 2 },
      { id: "sink", kind: "udp", host: "server", port: 9 },
      { id: "nobody", kind: "udp", host: "server", port: 10 },
      { id: "listener", kind: "tcp-listener", host: "server", port: 80, backlog: 10 },
    ],
    workload: [
      ...(given.free === undefined ? [] : [{ host: "gateway", steps: [{ do: "fill-conntrack", free: given.free, assured: 0 } as const] }]), // prettier-ignore
      ...given.sends.map((step) => ({ host: step.from === "one" ? "client" : "gateway", steps: [withoutHoles(step)] })),
      { host: "client", steps: [{ do: "connect", id: "clients", to: "listener", connections: given.connections, fromEach: true }] },
      { host: "server", steps: [{ do: "accept", from: "listener", everyNs: 50_000 }] },
    ],
    observe: [{ name: "queued", socket: "sink", field: "queued" }],
    notModelled: [],
    ...(given.lookAtNs !== undefined && { lookAtNs: given.lookAtNs }),
  })); // prettier-ignore

/** Each run sends hundreds of packets. */
const runs = { ...seeded, numRuns: Math.ceil(seeded.numRuns / 5) };

describe("conservation in the simulator", () => {
  it("finds every packet delivered, dropped or in flight, at any time", () => {
    fc.assert(
      fc.property(scenarios, fc.constantFrom("5.4", "6.1", "6.12", "6.18"), (scenario, kernel) => {
        const { topology, workload } = prepareRun(realScenarios(), scenario, runOptions({}, kernel));
        runToTheLook(scenario, topology, workload);
        const { created, consumed, dropped, merged } = topology.machine.traffic;
        assert.equal(created, consumed + dropped + merged + packetsInFlight(topology));
      }),
      runs,
    );
  });

  it("finds every packet that went through a gateway, and in its table nothing that never got through", () => {
    fc.assert(
      fc.property(gateways, fc.constantFrom("5.4", "5.19", "6.18"), (scenario, kernel) => {
        const { topology, workload } = prepareRun(realScenarios(), scenario, runOptions({}, kernel));
        runToTheLook(scenario, topology, workload);
        const { created, consumed, dropped, merged } = topology.machine.traffic;
        assert.equal(created, consumed + dropped + merged + packetsInFlight(topology));
        const { table } = topology.host("gateway").netfilter?.conntrack ?? assert.fail("no tracking");
        const confirmed = table.status.filter((bits) => bits & status.confirmed).length;
        assert.equal(table.count, confirmed);
        assert.ok(table.count <= topology.host("gateway").sysctl("net.netfilter.nf_conntrack_max"));
      }),
      runs,
    );
  });

  it("gives all memory back once everything has drained", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { topology, workload } = prepareRun(realScenarios(), scenario, runOptions());
        runToTheLook(scenario, topology, workload);
        // As long as the slowest tbf takes, the fragments' timeout and the retries of TCP.
        topology.machine.engine.runUntil(4e12);
        const sockets = ["one", "two", "sink", "nobody"].map((id) => topology.udp(id));
        for (const socket of sockets) while (socket.receive());
        assert.deepEqual(
          sockets.map(({ sendMemory, receiveMemory }) => [sendMemory, receiveMemory]),
          sockets.map(() => [0, 0]),
        );
        assert.equal(packetsInFlight(topology), 0);
      }),
      runs,
    );
  });

  it("comes to the same bytes with the same seed", () => {
    fc.assert(
      fc.property(scenarios, fc.nat(), (scenario, seed) => {
        const once = JSON.stringify(runScenario(realScenarios(), scenario, runOptions({}, "6.18", seed)));
        const again = JSON.stringify(runScenario(realScenarios(), scenario, runOptions({}, "6.18", seed)));
        assert.equal(once, again);
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 2) },
    );
  });
});
