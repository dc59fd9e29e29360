import assert from "node:assert/strict";
import os from "node:os";
import fc from "fast-check";
import { LateError } from "../../src/cli/lab/labError";
import { conntrackFull, fullTable } from "../../src/cli/lab/scenarios/conntrackFull";
import { kernelSeries, needsNamespace } from "./support/namespace";
import { agree, foretell, onBench, play, playAll, type Case } from "./support/lab";

const seed = Number(process.env["KERNEL_SEED"] ?? Date.now() % 2 ** 31);
const randomCases = Number(process.env["KERNEL_LABS"] ?? 30);
// A search of so many ports in a row sees each of them; beyond, it gives up a little before the last.
const searchedInFull = 128;

interface Translation {
  readonly established: number;
  readonly timedOut: number;
  readonly translatedPorts: readonly number[];
  readonly "conntrack.insert_failed": number;
  readonly "conntrack.drop": number;
}

/** The first and last port a connection may be given. */
function portsFor({ sourcePort, toPorts }: Case): readonly [first: number, last: number] {
  if (toPorts !== undefined) return String(toPorts).split("-").map(Number) as [number, number];
  const port = Number(sourcePort ?? 1024);
  return port < 512 ? [1, 511] : port < 1024 ? [600, 1023] : [1024, 65_535];
}

/** Connections to each port of the server: those of one client go to them in turn. */
function perDestination({ clients, connectionsPerClient, destinationPorts = 1 }: Case): readonly number[] {
  const [each, ports] = [Number(connectionsPerClient), Number(destinationPorts)];
  return Array.from({ length: ports }, (_, at) => Number(clients) * Math.ceil((each - at) / ports));
}

function verifyTranslation(observed: Translation, one: Case): void {
  const total = Number(one["clients"]) * Number(one["connectionsPerClient"]);
  const [first, last] = portsFor(one);
  const size = last - first + 1;
  const { established, timedOut, translatedPorts } = observed;
  assert.equal(established + timedOut, total);
  assert.equal(observed["conntrack.insert_failed"], timedOut);
  assert.equal(observed["conntrack.drop"], timedOut);
  // With several addresses the simulator knows which client has which.
  if ((one["addresses"] ?? 1) === 1)
    assert.equal(established, perDestination(one).reduce((sum, count) => sum + Math.min(count, size), 0)); // prettier-ignore
  assert.equal(translatedPorts.length, established);
  const original = Number(one["sourcePort"]);
  const isKept = (port: number): boolean => port >= original && port < original + total;
  assert.ok(translatedPorts.every((port) => (port >= first && port <= last) || (first === 600 && isKept(port))));
  const isAlone = (one["addresses"] ?? 1) === 1 && (one["destinationPorts"] ?? 1) === 1;
  if (isAlone) assert.equal(new Set(translatedPorts).size, established);
  if (isAlone && one["random"] === "no" && one["toPorts"] === undefined && one["sourcePort"] !== undefined)
    for (let at = 0; at < Number(one["connectionsPerClient"]); at++) assert.ok(translatedPorts.includes(original + at));
}

describe("labs of connection tracking on the running kernel", function () {
  this.timeout(120_000);

  before(function () {
    needsNamespace(this);
    if (Number.parseFloat(kernelSeries()) < 6 || /^6\.[0-5]$/.test(kernelSeries())) {
      console.log(`  skipped: the rules are those of Linux 6.6 and later, this is ${kernelSeries()}`);
      this.skip();
    }
    console.log(`  ${randomCases} random cases a scenario, seed ${seed}`);
  });

  it("masquerade: as many connections to one destination as ports, each with a port of its own", async function () {
    const toPorts = "20000-20009";
    const fixed: readonly Case[] = [
      { clients: 2, connectionsPerClient: 1, sourcePort: 40_000, random: "no" },
      { clients: 5, connectionsPerClient: 1, sourcePort: 700, random: "no" },
      { clients: 5, connectionsPerClient: 1, sourcePort: 300, random: "no" },
      ...["no", "random", "fully"].map((random) => ({ clients: 2, connectionsPerClient: 7, toPorts, random })),
      { clients: 1, connectionsPerClient: 28, toPorts, destinationPorts: 2 },
      { clients: 1, connectionsPerClient: 800, toPorts: "20000-20999" },
      { clients: 20, connectionsPerClient: 10, toPorts, addresses: 5 },
    ];
    const toRange = fc.record({ first: fc.integer({ min: 1024, max: 60_000 }), size: fc.integer({ min: 1, max: searchedInFull }) }); // prettier-ignore
    const random = fc.record({
      clients: fc.integer({ min: 1, max: 20 }),
      connectionsPerClient: fc.integer({ min: 1, max: 20 }),
      sourcePort: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1024, max: 60_000 })), // prettier-ignore
      toPorts: fc.oneof(
        fc.constant(undefined),
        toRange.map(({ first, size }) => `${first}-${first + size - 1}`),
      ),
      random: fc.constantFrom("no", "random", "fully"),
      destinationPorts: fc.integer({ min: 1, max: 4 }),
      addresses: fc.constantFrom(1, 1, 2, 5),
    });
    const cases = [...fixed, ...fc.sample(random, { seed, numRuns: randomCases })];
    await playAll(this, "masquerade", cases, (seen, one) => verifyTranslation(seen as unknown as Translation, one));
  });

  it("masquerade: the search for a port gives up shortly before a large range is full", async function () {
    // Where the last free ports lie, and where searches begin, is random: the figures of both lie in one interval.
    for (let round = 0; round < 3; round++) {
      const one = { clients: 2, connectionsPerClient: 500, toPorts: "20000-20999", random: "random" };
      const result = await play(this, "masquerade", one);
      for (const figures of [result.observed, foretell(result)]) {
        const { established, timedOut } = figures as unknown as Translation;
        assert.equal(established + timedOut, 1000);
        assert.ok(established >= 975 && established < 1000, `${established} established`);
      }
    }
  });

  it("conntrack-full: as many as there are free places, more only where somebody can be given up", async function () {
    const random = fc.record({ connections: fc.integer({ min: 0, max: 60 }), free: fc.integer({ min: 0, max: 60 }) });
    const fixed = [
      { connections: 10, free: 3 },
      { connections: 5, free: 5 },
      { connections: 6, free: 5 },
    ];
    let earlyDrops = 0;
    const half = Math.ceil(randomCases / 2);
    for (const assured of [1, 0]) {
      const cases = [...fixed, ...fc.sample(random, { seed: seed + assured, numRuns: half })];
      await onBench(this, conntrackFull.id, async (bench) => {
        const look = await fullTable(bench, assured);
        for (const { connections, free } of cases) {
          const observed = await patiently(() => look(connections, free));
          const surplus = Math.max(0, connections - free);
          const figures = { established: observed["established"], drop: observed["conntrack.drop"] };
          const dropped = assured ? surplus : 0;
          const early = observed["conntrack.early_drop"] ?? 0;
          const place = `${connections} connections, ${free} free, assured ${assured}`;
          assert.deepEqual(figures, { established: connections - dropped, drop: dropped }, place);
          // A whole bucket is given up at a time, so there may be more than needed; the kernel's own scan of the table may
          // have made room before.
          assert.ok(early <= (assured ? 0 : surplus && surplus + 20), `${place}: ${early} given up`);
          earlyDrops += early;
          const params = { connections, free, assured };
          agree({ scenario: conntrackFull.id, kernel: os.release(), params, observed });
        }
      });
    }
    assert.ok(earlyDrops > 0);
  });
});

/** A busy machine may be late; then once more. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof LateError) || attempt === 3) throw error;
    }
  }
}
