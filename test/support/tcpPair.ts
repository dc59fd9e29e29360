import assert from "node:assert/strict";
import { Engine } from "../../src/core/simulator/engine";
import { Host } from "../../src/core/simulator/machine/host";
import { Machine } from "../../src/core/simulator/machine/machine";
import { Loopback } from "../../src/core/simulator/machine/netDevice";
import { TcpListener } from "../../src/core/simulator/machine/tcp/listener";
import { TcpSocket } from "../../src/core/simulator/machine/tcp/socket";
import { Veth } from "../../src/core/simulator/machine/veth";
import { createRandom } from "../../src/core/simulator/random";
import { simulatedSysctls } from "./simulatedSysctls";

export interface PairOptions {
  readonly path?: "veth" | "loopback";
  readonly kernel?: string;
  readonly sysctls?: Readonly<Record<string, number | string>>;
  readonly receiveBuffer?: number | undefined;
  readonly sendBuffer?: number | undefined;
  readonly keepalive?: boolean;
}

export interface Pair {
  readonly engine: Engine;
  readonly machine: Machine;
  readonly clientHost: Host;
  readonly serverHost: Host;
  readonly client: TcpSocket;
  readonly server: TcpSocket;
  readonly listener: TcpListener;
}

/** Two hosts over a veth pair, or one over its loopback, with a listener on port 80 and nothing else. */
export function connectedHosts({
  path = "veth",
  kernel = "6.18",
  sysctls = {},
  ...more
}: PairOptions): Omit<Pair, "client" | "server"> & { address: string } {
  // prettier-ignore
  const engine = new Engine();
  const machine = new Machine({
    engine, random: createRandom(1), kernel, cpus: 1, hz: 250, maxHeaderBytes: 32, sysctl: simulatedSysctls(sysctls),
  }); // prettier-ignore
  const [cpu] = machine.cpus;
  assert.ok(cpu);
  const clientHost = new Host(machine, "client", cpu);
  clientHost.devices.push(new Loopback(clientHost));
  const serverHost = path === "loopback" ? clientHost : new Host(machine, "server", cpu);
  if (path === "veth") {
    serverHost.devices.push(new Loopback(serverHost));
    const ends = [
      { host: clientHost, name: "veth0", address: "10.0.0.1", addresses: ["10.0.0.1"] },
      { host: serverHost, name: "veth0", address: "10.0.0.2", addresses: ["10.0.0.2"] },
    ] as const;
    const [one, other] = Veth.pair(ends[0], ends[1], 1500, false);
    clientHost.devices.push(one);
    serverHost.devices.push(other);
  }
  const listener = new TcpListener(serverHost, 80, 128, { receiveBuffer: more.receiveBuffer });
  return { engine, machine, clientHost, serverHost, listener, address: path === "veth" ? "10.0.0.2" : "127.0.0.1" };
}

/** A connection between them, accepted. */
export function connectedPair(options: PairOptions): Pair {
  const hosts = connectedHosts(options);
  const client = new TcpSocket(hosts.clientHost, {
    sendBuffer: options.sendBuffer,
    keepalive: options.keepalive ?? false,
  });
  client.connect({ address: hosts.address, port: 80 });
  hosts.engine.runUntil(hosts.engine.nowNs + 1_000_000);
  const server = hosts.listener.accept();
  assert.ok(server);
  return { ...hosts, client, server };
}
