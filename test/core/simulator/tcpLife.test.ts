import assert from "node:assert/strict";
import fc from "fast-check";
import { hasFlags, tcpFlag } from "../../../src/core/simulator/machine/packet";
import { TcpSocket } from "../../../src/core/simulator/machine/tcp/socket";
import { createRandom } from "../../../src/core/simulator/random";
import { seeded } from "../../support/property";
import { connectedHosts, connectedPair, type Pair } from "../../support/tcpPair";

const soon = ({ engine }: Pair, ns = 1e6): void => {
  engine.runUntil(engine.nowNs + ns);
};

/** Nothing is left of any connection: no memory, no socket, no packet on its way. */
function assertNothingLeft({ machine, clientHost, serverHost }: Omit<Pair, "client" | "server">): void {
  for (const host of [clientHost, serverHost]) {
    const { pages, sockets, orphans } = host.tcp.memory;
    assert.deepEqual({ pages, sockets, orphans }, { pages: 0, sockets: 0, orphans: 0 });
    assert.equal(host.tcp.connections.size, 0);
    assert.equal(host.counters["Tcp.CurrEstab"], 0);
  }
  const { created, consumed, dropped, merged } = machine.traffic;
  assert.equal(created, consumed + dropped + merged);
}

describe("the life of a TCP connection", () => {
  it("passes through the states of RFC 9293 when the client closes first", () => {
    const pair = connectedPair({});
    const { client, server, clientHost } = pair;
    assert.deepEqual([client.state, server.state], ["ESTABLISHED", "ESTABLISHED"]);
    client.close();
    soon(pair);
    assert.equal(server.state, "CLOSE_WAIT");
    assert.equal(server.read(100), 0);
    server.close();
    soon(pair);
    assert.equal(server.state, "CLOSE");
    assert.equal(clientHost.tcp.timeWait.count, 1);
    pair.engine.runUntil(70e9);
    assert.equal(clientHost.tcp.timeWait.count, 0);
    assertNothingLeft(pair);
  });

  it("closes at both ends at once", () => {
    const pair = connectedPair({});
    pair.client.close();
    pair.server.close();
    soon(pair);
    assert.deepEqual([pair.clientHost.tcp.timeWait.count, pair.serverHost.tcp.timeWait.count], [1, 1]);
    pair.engine.runUntil(70e9);
    assertNothingLeft(pair);
  });

  it("resets with SO_LINGER 0, or where data was not read", () => {
    const pair = connectedPair({});
    pair.client.abort();
    soon(pair);
    assert.equal(pair.server.errno, "ECONNRESET");
    assert.equal(pair.server.write(1), "ECONNRESET");
    assert.equal(pair.server.write(1), "EPIPE");
    assert.equal(pair.clientHost.counters["TcpExt.TCPAbortOnData"], 1);
    assert.equal(pair.serverHost.counters["Tcp.EstabResets"], 1);
    pair.server.close();
    assertNothingLeft(pair);
    const unread = connectedPair({});
    unread.client.write(1000);
    soon(unread);
    unread.server.close();
    soon(unread);
    assert.equal(unread.client.errno, "ECONNRESET");
    assert.equal(unread.serverHost.counters["TcpExt.TCPAbortOnClose"], 1);
    unread.client.close();
    assertNothingLeft(unread);
  });

  it("reads what was sent before the end, then the end", () => {
    const pair = connectedPair({});
    pair.client.write(5000);
    pair.client.shutdown();
    assert.equal(pair.client.write(1), "EPIPE");
    soon(pair);
    assert.deepEqual([pair.server.read(3000), pair.server.read(3000), pair.server.read(3000)], [3000, 2000, 0]);
    pair.server.write(700);
    soon(pair);
    assert.equal(pair.client.read(1000), 700);
    pair.server.close();
    pair.client.close();
    pair.engine.runUntil(70e9);
    assertNothingLeft(pair);
  });

  it("gives an orphan in FIN_WAIT2 tcp_fin_timeout", () => {
    for (const seconds of [2, 60, 120]) {
      const pair = connectedPair({ sysctls: { "net.ipv4.tcp_fin_timeout": seconds } });
      pair.client.close();
      soon(pair);
      pair.engine.runUntil(seconds * 0.99e9);
      assert.equal(pair.clientHost.tcp.connections.size, 1, `${seconds}`);
      pair.engine.runUntil(seconds * 1.13e9 + 1e9);
      assert.equal(pair.clientHost.tcp.connections.size, 0, `${seconds}`);
    }
  });

  it("moves every byte once and in order, whatever gets lost", () => {
    const losses = fc.record({
      seed: fc.nat(),
      lossPercent: fc.nat(15),
      bytes: fc.integer({ min: 1, max: 100_000 }),
      write: fc.integer({ min: 200, max: 70_000 }),
      read: fc.integer({ min: 200, max: 70_000 }),
      receiveBuffer: fc.option(fc.nat(60_000), { nil: undefined }),
      sendBuffer: fc.option(fc.nat(60_000), { nil: undefined }),
      sack: fc.nat(1),
      timestamps: fc.nat(1),
    });
    fc.assert(
      fc.property(losses, (given) => {
        const sysctls = { "net.ipv4.tcp_sack": given.sack, "net.ipv4.tcp_timestamps": given.timestamps };
        const pair = connectedPair({ ...given, sysctls });
        const { engine, client, server, clientHost, serverHost } = pair;
        const random = createRandom(given.seed);
        const loses = (): boolean => random() * 100 < given.lossPercent;
        clientHost.outputFilter = loses;
        serverHost.outputFilter = loses;
        let [sent, received] = [0, 0];
        // As long as retransmissions that are lost again and again may take.
        for (let round = 0; round < 20_000 && received < given.bytes; round++) {
          const taken = sent < given.bytes ? client.write(Math.min(given.write, given.bytes - sent)) : 0;
          if (typeof taken === "number") sent += taken;
          engine.runUntil(engine.nowNs + 2e7);
          for (let read = server.read(given.read); typeof read === "number" && read > 0; read = server.read(given.read)) received += read; // prettier-ignore
          if (client.errno ?? server.errno) break;
        }
        assert.equal(received, given.bytes, `${client.errno} ${sent}`);
        clientHost.outputFilter = serverHost.outputFilter = undefined;
        client.close();
        server.close();
        engine.runUntil(engine.nowNs + 400e9);
        assertNothingLeft(pair);
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 4) },
    );
  });

  it("sends a lost segment again after three that arrived behind it", () => {
    const pair = connectedPair({});
    let count = 0;
    pair.clientHost.outputFilter = ({ packet }) =>
      packet.protocol === "tcp" && packet.payloadBytes > 0 && ++count === 1;
    pair.clientHost.ip.route("10.0.0.2");
    for (let segment = 0; segment < 6; segment++) pair.client.write(1448);
    soon(pair, 20e6);
    assert.equal(pair.server.receiveQueue, 6 * 1448);
    assert.equal(pair.clientHost.counters["TcpExt.TCPTimeouts"], 0);
  });

  it("does not mix connections up, and forgets all of them", () => {
    const hosts = connectedHosts({});
    const clients = Array.from({ length: 100 }, () => {
      const client = new TcpSocket(hosts.clientHost);
      client.connect({ address: hosts.address, port: 80 });
      return client;
    });
    hosts.engine.runUntil(1e6);
    for (const [index, client] of clients.entries()) client.write(index + 1);
    hosts.engine.runUntil(2e6);
    const bytes: unknown[] = [];
    for (let server = hosts.listener.accept(); server; server = hosts.listener.accept()) {
      bytes.push(server.read(1000));
      server.close();
    }
    assert.deepEqual(bytes, Array.from(clients, (_, index) => index + 1)); // prettier-ignore
    hosts.engine.runUntil(3e6);
    for (const client of clients) client.close();
    hosts.engine.runUntil(100e9);
    assertNothingLeft(hosts);
  });

  it("resets who writes to a connection nobody knows", () => {
    const pair = connectedPair({});
    pair.serverHost.tcp.connections.delete(pair.server.local, pair.server.remote);
    let resets = 0;
    pair.serverHost.outputFilter = ({ packet }) => {
      if (packet.protocol === "tcp" && hasFlags(packet, tcpFlag.RST)) resets++;
      return false;
    };
    pair.client.write(10);
    soon(pair);
    assert.deepEqual([resets, pair.client.state, pair.client.errno], [1, "CLOSE", "ECONNRESET"]);
  });
});
