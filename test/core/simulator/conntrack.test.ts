import assert from "node:assert/strict";
import { status } from "../../../src/core/simulator/machine/netfilter/table";
import { tcpStates } from "../../../src/core/simulator/machine/netfilter/tcpTracker";
import { tcpFlag } from "../../../src/core/simulator/machine/packet";
import { UdpSocket } from "../../../src/core/simulator/machine/udpSocket";
import { segment } from "../../../src/core/simulator/machine/tcp/tcp";
import { client, datagram, server, SimulatedGateway } from "../../support/simulatedGateway";

const { SYN, ACK, FIN, RST } = tcpFlag;
const most = "net.netfilter.nf_conntrack_max";
const buckets = "net.netfilter.nf_conntrack_buckets";

/** The state of the only connection, and how many seconds it has left. */
function only({
  netfilter: { conntrack },
  engine,
}: SimulatedGateway): [state: string, seconds: number, assured: boolean] {
  const { table } = conntrack;
  assert.equal(table.count, 1);
  const seconds = ((table.expiresNs[0] ?? 0) - engine.nowNs) / 1e9;
  return [tcpStates[table.state[0] ?? 0] ?? "", seconds, ((table.status[0] ?? 0) & status.assured) !== 0];
}

describe("tracking of a TCP connection", () => {
  const from = client(40_000);
  const to = server();
  const out = (gateway: SimulatedGateway, flags: number): unknown => gateway.outward(segment(from, to, { flags }));
  const back = (gateway: SimulatedGateway, flags: number): unknown => gateway.inward(segment(to, from, { flags }));

  it("follows the ends from SYN to TIME_WAIT", () => {
    const gateway = new SimulatedGateway();
    out(gateway, SYN);
    assert.deepEqual(only(gateway), ["SYN_SENT", 120, false]);
    back(gateway, SYN | ACK);
    assert.deepEqual(only(gateway), ["SYN_RECV", 60, false]);
    out(gateway, ACK);
    assert.deepEqual(only(gateway), ["ESTABLISHED", 432_000, true]);
    out(gateway, FIN | ACK);
    assert.deepEqual(only(gateway), ["FIN_WAIT", 120, true]);
    back(gateway, ACK);
    assert.deepEqual(only(gateway), ["CLOSE_WAIT", 60, true]);
    back(gateway, FIN | ACK);
    assert.deepEqual(only(gateway), ["LAST_ACK", 30, true]);
    out(gateway, ACK);
    assert.deepEqual(only(gateway), ["TIME_WAIT", 120, true]);
    gateway.wait(180);
    assert.equal(gateway.count, 0);
  });

  it("closes on a reset, and begins anew with the next SYN", () => {
    const gateway = new SimulatedGateway();
    for (const flags of [SYN, ACK]) {
      out(gateway, flags);
      back(gateway, SYN | ACK);
    }
    out(gateway, RST);
    assert.deepEqual(only(gateway), ["CLOSE", 10, true]);
    out(gateway, SYN);
    assert.deepEqual(only(gateway), ["SYN_SENT", 120, false]);
  });

  it("forgets a connection that is refused", () => {
    const gateway = new SimulatedGateway();
    out(gateway, SYN);
    back(gateway, RST | ACK);
    assert.equal(gateway.count, 0);
  });

  it("is not kept waiting by repeated SYNs since 5.14", () => {
    for (const [kernel, seconds] of [
      ["6.18", 117],
      ["5.12", 120],
    ] as const) {
      // prettier-ignore
      const gateway = new SimulatedGateway({ kernel });
      out(gateway, SYN);
      gateway.wait(3);
      out(gateway, SYN);
      assert.deepEqual(only(gateway), ["SYN_SENT", seconds, false]);
    }
  });

  it("picks up a connection in its middle, if it may", () => {
    const gateway = new SimulatedGateway();
    assert.ok(out(gateway, ACK));
    assert.deepEqual(only(gateway), ["ESTABLISHED", 300, false]);
    const strict = new SimulatedGateway({ sysctls: { "net.netfilter.nf_conntrack_tcp_loose": 0 } });
    assert.ok(out(strict, ACK));
    assert.deepEqual([strict.count, strict.counter("invalid")], [0, 1]);
  });

  it("lets what belongs to no connection pass, counted as invalid", () => {
    const gateway = new SimulatedGateway();
    assert.ok(out(gateway, SYN | ACK));
    assert.ok(out(gateway, RST));
    assert.deepEqual([gateway.count, gateway.counter("invalid")], [0, 2]);
  });
});

describe("tracking of datagrams", () => {
  it("takes an answered flow that lives longer than two seconds for a stream", () => {
    const gateway = new SimulatedGateway();
    const [from, to] = [client(5000), server(53)];
    gateway.outward(datagram(from, to));
    assert.deepEqual(only(gateway), ["NONE", 30, false]);
    gateway.inward(datagram(to, from));
    gateway.outward(datagram(from, to));
    assert.deepEqual(only(gateway), ["NONE", 30, false]);
    gateway.wait(2.1);
    gateway.outward(datagram(from, to));
    assert.deepEqual(only(gateway), ["NONE", 120, true]);
  });

  it("forgets a flow after its time, on the next look or scan", () => {
    const gateway = new SimulatedGateway();
    gateway.outward(datagram(client(5000), server(53)));
    gateway.wait(59);
    assert.equal(gateway.count, 1);
    gateway.wait(2);
    assert.equal(gateway.count, 0);
  });
});

describe("a conntrack table", () => {
  /** As many flows as fit but `free`, assured or not. */
  const filled = (entries: number, free: number, assured: boolean, seed = 1): SimulatedGateway => {
    const gateway = new SimulatedGateway({ seed, sysctls: { [most]: entries, [buckets]: entries } });
    const flows = Array.from({ length: entries - free }, (_, at) =>
      client(at % 60_000, 1000 + Math.floor(at / 60_000)),
    );
    for (const flow of flows) {
      gateway.outward(datagram(flow, server(53)));
      if (assured) gateway.inward(datagram(server(53), flow));
    }
    if (!assured) return gateway;
    gateway.wait(3);
    for (const flow of flows) gateway.outward(datagram(flow, server(53)));
    return gateway;
  };

  it("takes exactly as many as nf_conntrack_max, and drops every packet of further ones", () => {
    const gateway = filled(4096, 3, true);
    const seen = Array.from({ length: 10 }, (_, at) => gateway.connect(client(40_000 + at)));
    assert.equal(seen.filter((one) => one !== undefined).length, 3);
    assert.deepEqual([gateway.counter("drop"), gateway.counter("insert_failed"), gateway.counter("early_drop")], [7, 0, 0]); // prettier-ignore
    assert.equal(gateway.host.drops.get("conntrack-full"), 7);
    assert.equal(gateway.count, 4096);
  });

  it("tells a sender on the gateway itself that it is full", () => {
    const gateway = filled(4096, 1, true);
    const socket = new UdpSocket(gateway.host, { port: 5000 });
    assert.deepEqual([socket.send(server(53), 100), socket.send(server(54), 100)], ["ok", "EPERM"]);
    const { counters } = gateway.host;
    assert.deepEqual([counters["Udp.OutDatagrams"], counters["Udp.SndbufErrors"], counters["Ip.OutDiscards"]], [1, 0, 1]); // prettier-ignore
    assert.equal(gateway.host.drops.get("conntrack-full"), 1);
  });

  it("gives up flows that are not assured for new ones", () => {
    for (let seed = 1; seed < 10; seed++) {
      const gateway = filled(4096, 3, false, seed);
      const seen = Array.from({ length: 10 }, (_, at) => gateway.connect(client(40_000 + at)));
      assert.equal(seen.filter((one) => one !== undefined).length, 10);
      assert.equal(gateway.counter("drop"), 0);
      const early = gateway.counter("early_drop");
      assert.ok(early >= 3 && early <= 30, `${early} given up`);
      assert.equal(gateway.count, 4096 - 3 + 10 - early);
    }
  });

  it("has no limit where nf_conntrack_max is 0", () => {
    const gateway = new SimulatedGateway({ sysctls: { [most]: 0, [buckets]: 1024 } });
    for (let port = 1; port <= 2000; port++) gateway.outward(datagram(client(port), server(53)));
    assert.equal(gateway.count, 2000);
  });

  it("refuses entries where a chain of its hash is too long", () => {
    const gateway = new SimulatedGateway({ sysctls: { [buckets]: 4 } });
    for (let port = 1; port <= 400; port++) gateway.outward(datagram(client(port), server(53)));
    const refused = gateway.counter("chaintoolong");
    assert.ok(refused > 200 && refused === gateway.counter("insert_failed"), `${refused}`);
    assert.equal(gateway.count, 400 - refused);
  });

  it("gives up closing connections once a packet was refused and the table is scanned", () => {
    const gateway = new SimulatedGateway({ sysctls: { [most]: 100, [buckets]: 256 } });
    const seen = Array.from({ length: 100 }, (_, at) => gateway.connect(client(40_000 + at)));
    assert.equal(seen.filter((one) => one !== undefined).length, 100);
    for (let at = 0; at < 50; at++) gateway.outward(segment(client(40_000 + at), server(), { flags: FIN | ACK }));
    assert.equal(gateway.connect(client(50_000)), undefined);
    gateway.wait(61);
    assert.ok(gateway.count < 100);
    assert.notEqual(gateway.connect(client(50_001)), undefined);
  });
});
