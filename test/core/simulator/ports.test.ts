import assert from "node:assert/strict";
import { Engine } from "../../../src/core/simulator/engine";
import { Host } from "../../../src/core/simulator/machine/host";
import { Machine } from "../../../src/core/simulator/machine/machine";
import { anyAddress, usesOfPorts } from "../../../src/core/simulator/machine/ports/bindTable";
import { createRandom } from "../../../src/core/simulator/random";
import { simulatedSysctls } from "../../support/simulatedSysctls";

const key = "net.ipv4.ip_local_port_range";
const [a1, a2] = ["10.0.0.1", "10.0.0.2"];
const [d1, d2, d3] = [80, 443, 8080].map((port) => ({ address: "10.0.0.9", port })) as [Destination, Destination, Destination]; // prettier-ignore
type Destination = { readonly address: string; readonly port: number };

function build(range = "40000 40019", more: Readonly<Record<string, number | string>> = {}, kernel = "6.18", seed = 1) {
  const machine = new Machine({
    engine: new Engine(),
    random: createRandom(seed),
    kernel,
    cpus: 1,
    hz: 250,
    maxHeaderBytes: 32,
    sysctl: simulatedSysctls({ [key]: range, ...more }),
  });
  const [cpu] = machine.cpus;
  assert.ok(cpu);
  const { ports } = new Host(machine, "host", cpu).tcp;
  return {
    ports,
    /** connect() from an address, without a port. */
    connect: (source: string, to: Destination) => ports.connect(source, to),
    /** bind() to 0, then connect(). */
    bind: (source: string, to: Destination) => {
      const held = ports.bind(source, 0);
      return held && ports.connectBound(held, source, to) ? held : undefined;
    },
  };
}

/** How often something works before it fails. */
function count(act: () => unknown): number {
  let times = 0;
  while (act() !== undefined) assert.ok(++times < 70_000);
  return times;
}

describe("ports for connections", () => {
  it("are as many as the range has, towards each destination", () => {
    const { connect } = build();
    assert.deepEqual([d1, d2, d3].map((to) => count(() => connect(a1, to))), [20, 20, 20]); // prettier-ignore
  });

  it("leave reserved ones out", () => {
    const reserved = (list: string): number => {
      const { connect } = build("40000 40019", { "net.ipv4.ip_local_reserved_ports": list });
      return count(() => connect(a1, d1));
    };
    assert.deepEqual(["40000-40002,40010,40019", "40000-40019", "1-39999,40020-65535"].map(reserved), [15, 0, 20]);
  });

  it("are as many for each source, bound or not", () => {
    const { bind } = build();
    assert.deepEqual([a1, a2].map((source) => count(() => bind(source, d1))), [20, 20]); // prettier-ignore
    const { connect } = build();
    assert.deepEqual([a1, a2].map((source) => count(() => connect(source, d1))), [20, 20]); // prettier-ignore
  });

  it("count for all destinations once bind() has chosen them", () => {
    const { bind } = build();
    assert.deepEqual([d1, d2].map((to) => count(() => bind(a1, to))), [20, 0]); // prettier-ignore
  });

  it("that bind() holds are not for connect(), not even from another address", () => {
    const { bind, connect } = build();
    assert.deepEqual([count(() => bind(a1, d1)), count(() => connect(a2, d1))], [20, 0]);
  });

  it("that connect() holds are for bind() of another address, not of the same", () => {
    const { bind, connect } = build();
    assert.equal(count(() => connect(a1, d1)), 20); // prettier-ignore
    assert.deepEqual([a1, a2, anyAddress].map((source) => count(() => bind(source, d1))), [0, 20, 0]); // prettier-ignore
  });

  it("are one fewer, or not, where their number is odd", () => {
    const counts = (range: string): number[] =>
      Array.from({ length: 40 }, (_, seed) => {
        const { connect } = build(range, {}, "6.18", seed);
        return count(() => connect(a1, d1));
      });
    assert.deepEqual(new Set(counts("40000 40000")), new Set([1]));
    // The search has one step, always at the first port.
    assert.deepEqual(new Set(counts("40000 40002")), new Set([2]));
    for (const size of [5, 7, 21, 51]) {
      const seen = counts(`40000 ${40000 + size - 1}`);
      assert.deepEqual(new Set(seen), new Set([size - 1, size]), `${size} ports`);
      assert.ok(seen.filter((one) => one < size).length < 20);
    }
    assert.deepEqual(new Set(counts("40001 40006")), new Set([6]));
  });

  it("come with the parity of the first for connect(), with the other for bind()", () => {
    const { connect, bind } = build("40000 40019");
    const firstTen = (choose: () => { readonly port: number } | undefined): Set<number> =>
      new Set(Array.from({ length: 10 }, () => (choose()?.port ?? 0) % 2));
    assert.deepEqual(firstTen(() => connect(a1, d1)), new Set([0])); // prettier-ignore
    assert.deepEqual(firstTen(() => bind(a2, d1)), new Set([1])); // prettier-ignore
  });

  it("are found fast in a range of 28232", () => {
    const { connect } = build("32768 60999");
    assert.equal(count(() => connect(a1, d1)), 28_232); // prettier-ignore
    const { bind } = build("32768 60999");
    assert.equal(count(() => bind(a1, d1)), 28_232); // prettier-ignore
  });

  it("come back", () => {
    const { ports, connect } = build();
    const held = Array.from({ length: 20 }, () => connect(a1, d1));
    assert.equal(connect(a1, d1), undefined);
    const [first] = held;
    assert.ok(first);
    ports.release(first);
    assert.equal(connect(a1, d1)?.port, first.port);
  });

  it("are open to connect() again when bind() has let go of them, since 6.18", () => {
    const after = (kernel: string): boolean => {
      const { ports, connect } = build("40000 40000", {}, kernel);
      assert.ok(connect(a1, d1));
      const bound = ports.bind(a2, 0);
      assert.ok(bound);
      assert.equal(connect(a1, d2), undefined);
      ports.release(bound);
      return connect(a1, d2) !== undefined;
    };
    assert.deepEqual([after("6.17"), after("6.18")], [false, true]);
  });

  it("that somebody asks for may be reserved or outside the range", () => {
    const { ports } = build("40000 40019", { "net.ipv4.ip_local_reserved_ports": "40000-40019" });
    assert.equal(ports.bind(a1, 40_000)?.port, 40_000);
    assert.equal(ports.bind(a1, 40_000), undefined);
    assert.equal(ports.bind(anyAddress, 40_000), undefined);
    assert.equal(ports.bind(a2, 40_000)?.port, 40_000);
    assert.equal(ports.bind(anyAddress, 80)?.port, 80);
    assert.equal(ports.bind(a1, 80), undefined);
  });

  it("are shared by sockets that all have SO_REUSEPORT, or SO_REUSEADDR while none listens", () => {
    const reusePort = { ...usesOfPorts.bound, reusePort: true };
    const { ports } = build();
    assert.ok(ports.bind(anyAddress, 80, reusePort));
    assert.ok(ports.bind(anyAddress, 80, reusePort));
    assert.equal(ports.bind(anyAddress, 80), undefined);
    const reuseAddress = { ...usesOfPorts.bound, reuseAddress: true };
    assert.ok(ports.bind(a1, 81, reuseAddress));
    assert.ok(ports.bind(a1, 81, reuseAddress));
    assert.equal(ports.bind(a1, 81), undefined);
    assert.ok(ports.bind(a1, 82, { ...reuseAddress, isListening: true }));
    assert.equal(ports.bind(a1, 82, reuseAddress), undefined);
  });

  it("are shared with SO_REUSEADDR at the kernel's choice only with ip_autobind_reuse", () => {
    const use = { ...usesOfPorts.bound, reuseAddress: true };
    const bound = (autobind: number): number => {
      const { ports } = build("40000 40003", { "net.ipv4.ip_autobind_reuse": autobind });
      return Array.from({ length: 10 }, () => ports.bind(a1, 0, use)).filter((held) => held !== undefined).length;
    };
    assert.deepEqual([bound(0), bound(1)], [4, 10]);
  });

  it("need settings the kernel takes", () => {
    const refused = (range: string, reserved = "") => {
      const { connect } = build(range, { "net.ipv4.ip_local_reserved_ports": reserved });
      return () => connect(a1, d1);
    };
    assert.throws(refused("40001 40000"), /may not be above/);
    assert.throws(refused("1000 40000"), /ip_unprivileged_port_start/);
    assert.throws(refused("40000"), /may not be above|two ports/);
    assert.throws(refused("0 70000"), /two ports/);
    assert.throws(refused("40000 40001", "9,7-"), /ports and ranges/);
    assert.throws(refused("40000 40001", "70000"), /ports and ranges/);
  });
});
