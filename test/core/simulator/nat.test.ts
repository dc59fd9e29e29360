import assert from "node:assert/strict";
import { simulate } from "../../support/simulate";
import {
  client,
  datagram,
  outside,
  server,
  SimulatedGateway,
  type GatewayOptions,
} from "../../support/simulatedGateway";

const masquerade = (rule: GatewayOptions["rule"] = {}, more: Omit<GatewayOptions, "rule"> = {}): SimulatedGateway =>
  new SimulatedGateway({ rule, ...more });
const range = (size: number, first = 20_000): { readonly first: number; readonly last: number } => ({
  first,
  last: first + size - 1,
});

/** Connections of one client, from ports in a row; the ports the server saw. */
function connectMany(gateway: SimulatedGateway, count: number, first = 40_000, port = 80): number[] {
  return Array.from({ length: count }, (_, at) => gateway.connect(client(first + at), server(port))?.port).filter(
    (seen) => seen !== undefined,
  );
}

describe("MASQUERADE", () => {
  it("keeps a source port nobody else has, and looks for another from 1024 on otherwise", () => {
    const gateway = masquerade();
    assert.deepEqual(gateway.connect(client(40_000, 1)), { address: outside, port: 40_000 });
    const second = gateway.connect(client(40_000, 2))?.port ?? 0;
    assert.ok(second !== 40_000 && second >= 1024 && second <= 65_535);
  });

  it("chooses among ports of the same class", () => {
    for (const [port, least, most] of [
      [700, 600, 1023],
      [550, 600, 1023],
      [300, 1, 511],
    ] as const) {
      // prettier-ignore
      for (let seed = 1; seed < 30; seed++) {
        const gateway = masquerade({}, { seed });
        assert.equal(gateway.connect(client(port, 1))?.port, port);
        const other = gateway.connect(client(port, 2))?.port ?? 0;
        assert.ok(other >= least && other <= most, `${port} became ${other}`);
      }
    }
  });

  it("keeps the mapping of one source across destinations, unless it is to be random", () => {
    const ports = range(1000);
    const gateway = masquerade({ ports });
    const seen = [80, 81, 82].map((port) => gateway.connect(client(40_000), server(port))?.port);
    assert.equal(new Set(seen).size, 1);
    const other = masquerade({ ports, isRandom: true });
    const random = Array.from({ length: 10 }, (_, at) => other.connect(client(40_000), server(80 + at))?.port);
    assert.ok(new Set(random).size > 1);
  });

  it("never keeps a port where it is to be random", () => {
    const gateway = masquerade({ ports: range(1000, 40_000), isRandom: true });
    const kept = connectMany(gateway, 100).filter((port, at) => port === 40_000 + at);
    assert.ok(kept.length < 5);
  });

  it("keeps a port within the range", () => {
    assert.deepEqual(connectMany(masquerade({ ports: range(10, 40_000) }), 3), [40_000, 40_001, 40_002]);
  });

  it("has as many connections to one destination as ports, and loses the SYNs of others at the end", () => {
    for (const isRandom of [false, true]) {
      const gateway = masquerade({ ports: range(10), isRandom });
      const seen = connectMany(gateway, 14);
      assert.deepEqual([...new Set(seen)].sort(), Array.from({ length: 10 }, (_, at) => 20_000 + at)); // prettier-ignore
      assert.deepEqual([gateway.counter("insert_failed"), gateway.counter("drop"), gateway.count], [4, 4, 10]);
      assert.equal(gateway.host.drops.get("conntrack-clash"), 4);
    }
  });

  it("has as many again for every other destination", () => {
    const gateway = masquerade({ ports: range(10) });
    assert.equal(connectMany(gateway, 14, 40_000, 80).length + connectMany(gateway, 14, 41_000, 81).length, 20);
  });

  it("fills small ranges to the last port", () => {
    assert.equal(connectMany(masquerade({ ports: range(200) }), 220).length, 200);
    assert.equal(connectMany(masquerade({ ports: range(300) }), 330).length, 300);
    assert.equal(connectMany(masquerade({ ports: range(1000) }), 800).length, 800);
  });

  it("gives up shortly before a large range is full", () => {
    const filled = Array.from({ length: 12 }, (_, at) => connectMany(masquerade({ ports: range(1000) }, { seed: at + 1 }), 1000).length); // prettier-ignore
    assert.ok(
      filled.every((count) => count >= 985 && count <= 999),
      filled.join(),
    );
    const almost = Array.from({ length: 12 }, (_, at) => connectMany(masquerade({ ports: range(1000) }, { seed: at + 1 }), 940).length); // prettier-ignore
    assert.ok(
      almost.every((count) => count >= 936 && count <= 940),
      almost.join(),
    );
  });

  it("gives the port of a closed connection to a new one at once", () => {
    const gateway = masquerade({ ports: range(10) });
    const seen = connectMany(gateway, 10);
    seen.forEach((port, at) => gateway.close(client(40_000 + at), { address: outside, port }));
    gateway.wait(1);
    assert.equal(connectMany(gateway, 4, 50_000).length, 4);
    assert.equal(gateway.count, 10);
  });

  it("waits for closed connections to time out on kernels that do not evict them", () => {
    const gateway = masquerade({ ports: range(10) }, { kernel: "6.4" });
    const seen = connectMany(gateway, 10);
    seen.forEach((port, at) => gateway.close(client(40_000 + at), { address: outside, port }));
    assert.equal(connectMany(gateway, 4, 50_000).length, 0);
    gateway.wait(121);
    assert.equal(connectMany(gateway, 4, 50_000).length, 4);
  });

  it("gives datagrams a port like connections, apart from them", () => {
    const gateway = masquerade({ ports: range(10) });
    connectMany(gateway, 10);
    const sent = Array.from({ length: 14 }, (_, at) => gateway.outward(datagram(client(40_000 + at), server(53))));
    assert.equal(sent.filter((one) => one !== undefined).length, 10);
    assert.equal(gateway.counter("insert_failed"), 4);
  });

  it("moves a port of the gateway's own that a client's connection already has", () => {
    const gateway = masquerade();
    gateway.connect(client(40_000));
    const own = gateway.ownPacket(datagram({ address: outside, port: 40_000 }, server(80)));
    assert.deepEqual(own?.source, { address: outside, port: 40_000 });
    gateway.outward(datagram(client(40_000), server(53)));
    const moved = gateway.ownPacket(datagram({ address: outside, port: 40_000 }, server(53)));
    assert.equal(moved?.source.address, outside);
    assert.notEqual(moved.source.port, 40_000);
  });
});

describe("the scenario of many clients behind one address", () => {
  const run = (set: Readonly<Record<string, number | string>>): Readonly<Record<string, unknown>> =>
    simulate("masquerade", set).observed;

  it("connects as many as there are ports", () => {
    const set = { clients: 2, connectionsPerClient: 7, toPorts: "20000-20009" };
    for (const random of ["no", "random", "fully"]) {
      assert.deepEqual(run({ ...set, random }), {
        established: 10,
        timedOut: 4,
        translatedPorts: Array.from({ length: 10 }, (_, at) => 20_000 + at),
        "conntrack.insert_failed": 4,
        "conntrack.drop": 4,
      });
    }
    assert.equal(run({ ...set, connectionsPerClient: 14, destinationPorts: 2 })["established"], 20);
  });

  it("keeps one mapping of a source for two destinations", () => {
    const seen = run({ clients: 2, connectionsPerClient: 2, sourcePort: 40_000, destinationPorts: 2 });
    const ports = seen["translatedPorts"] as readonly number[];
    assert.equal(new Set(ports).size, 2);
    assert.equal(ports.filter((port) => port === 40_000).length, 2);
  });
});

describe("the scenario of a full connection table", () => {
  it("lets exactly the free places be taken where nobody can be given up", () => {
    const counters = (set: Readonly<Record<string, number>>): unknown =>
      Object.values(simulate("conntrack-full", { connections: 10, ...set }).observed);
    assert.deepEqual(counters({ assured: 1, "net.netfilter.nf_conntrack_max": 5000 }), [3, 7, 0]);
    const [established, drop, early] = counters({ assured: 0, free: 0 }) as readonly number[];
    assert.deepEqual([established, drop, (early ?? 0) >= 10], [10, 0, true]);
  });
});

describe("SNAT to several addresses", () => {
  const addresses = ["10.0.1.10", "10.0.1.13"] as const;

  it("sends one client to one server from one address always", () => {
    const gateway = masquerade({ addresses });
    const seen = new Set(Array.from({ length: 20 }, (_, at) => gateway.connect(client(40_000 + at))?.address));
    assert.equal(seen.size, 1);
  });

  it("spreads clients over all of them", () => {
    const gateway = masquerade({ addresses });
    const seen = new Set(Array.from({ length: 60 }, (_, at) => gateway.connect(client(40_000, at + 1))?.address));
    assert.deepEqual([...seen].sort(), ["10.0.1.10", "10.0.1.11", "10.0.1.12", "10.0.1.13"]);
  });

  it("is full for one client when that address is", () => {
    assert.equal(connectMany(masquerade({ addresses, ports: range(10) }), 14).length, 10);
  });
});
