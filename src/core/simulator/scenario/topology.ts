import type { Cpu } from "../machine/cpu";
import type { Host } from "../machine/host";
import { networkOf } from "../machine/address";
import type { Machine } from "../machine/machine";
import type { SysctlText } from "../machine/sysctls";
import { TcpListener } from "../machine/tcp/listener";
import { UdpSocket } from "../machine/udpSocket";
import { Network } from "./network";
import { found, ScenarioError, type Parameters } from "./parameters";
import type { Scenario, SocketSpec } from "./types";

/** Sockets a scenario may open before it begins. */
const mostSockets = 100_000;

type Socket = UdpSocket | TcpListener;

/** Hosts, devices and sockets of a scenario, by the names it gives them. */
export interface Topology {
  readonly machine: Machine;
  /** Every host once, also where a loopback link makes one of two. */
  readonly hosts: readonly Host[];
  /** The only host of that name. */
  host(name: string): Host;
  /** All hosts of that name. */
  copiesOf(name: string): readonly Host[];
  cpu(number: number): Cpu;
  /** The socket of that name on a host, or the only one there is. */
  udp(id: string, on?: Host): UdpSocket;
  listener(id: string, on?: Host): TcpListener;
  /** All listeners of that name on a host: several where they share a port, or have ports in a row. */
  listenersOf(id: string, on: Host): readonly TcpListener[];
  /** The sockets of that name on all copies of their host. */
  socketsOf(id: string): readonly Socket[];
  /** The addresses by which a socket is reached from a host: those on a common link, else all it has. */
  addressesOf(id: string, from: Host): readonly string[];
  /** The first of them. */
  addressOf(id: string, from: Host): string;
}

/** Builds what a scenario describes. Throws `ScenarioError` for a topology that contradicts itself. */
export function buildTopology(
  scenario: Scenario,
  machine: Machine,
  parameters: Parameters,
  defaults: SysctlText,
): Topology {
  // prettier-ignore
  const network = new Network(scenario, machine, parameters, defaults);
  const { copiesOf } = network;
  const count = scenario.sockets.reduce((sum, { host }) => sum + copiesOf(host).length, 0);
  if (count > mostSockets) throw new ScenarioError(`${count} sockets; up to ${mostSockets} can be`);
  const sockets = new Map(
    scenario.sockets.map((spec) => [
      spec.id,
      copiesOf(spec.host).flatMap((host) => openSockets(spec, host, parameters)),
    ]),
  );
  const socketsOf = (id: string): readonly Socket[] => found(sockets.get(id), `socket ${id}`);
  const socket = (id: string, on?: Host): Socket => {
    const all = socketsOf(id);
    const isOnOneHost = all.every(({ host }) => host === all[0]?.host);
    return found(all.find(({ host }) => host === on) ?? (isOnOneHost ? all[0] : undefined), `one socket ${id}`);
  };
  const cpu = (number: number): Cpu => found(machine.cpus[number], `CPU ${number}`);
  const addressesOf = (id: string, from: Host): readonly string[] => reachable(socket(id).host, from);
  return {
    machine,
    hosts: network.hosts,
    cpu,
    copiesOf,
    host: (name) => only(copiesOf(name), `host ${name}`),
    socketsOf,
    udp: (id, on) => {
      const one = socket(id, on);
      if (one instanceof UdpSocket) return one;
      throw new ScenarioError(`${id} is no UDP socket`);
    },
    listener: (id, on) => {
      const one = socket(id, on);
      if (one instanceof TcpListener) return one;
      throw new ScenarioError(`${id} is no listener`);
    },
    listenersOf: (id, on) =>
      socketsOf(id).filter((one) => one instanceof TcpListener && one.host === on) as TcpListener[],
    addressesOf,
    addressOf: (id, from) => found(addressesOf(id, from)[0], `address for ${id}`),
  };
}

function only<Value>(values: readonly Value[], what: string): Value {
  if (values.length > 1) throw new ScenarioError(`there are ${values.length} copies of ${what}, one is needed`);
  return found(values[0], what);
}

function reachable(host: Host, from: Host): readonly string[] {
  if (host === from) return host.devices.flatMap(({ name, addresses }) => (name === "lo" ? addresses : []));
  const outside = host.devices.filter(({ name }) => name !== "lo");
  const networks = new Set(from.devices.map(({ address }) => networkOf(address)));
  const near = outside.filter(({ address }) => networks.has(networkOf(address)));
  return (near.length > 0 ? near : outside).flatMap(({ addresses }) => addresses);
}

/** The sockets of one host: one, several that share a port, or several at ports that follow each other. */
function openSockets(spec: SocketSpec, host: Host, parameters: Parameters): Socket[] {
  const first = parameters.number(spec.port);
  const sharing = parameters.resolve(spec.reusePort);
  const ports = spec.kind === "tcp-listener" ? (parameters.resolve(spec.ports) ?? 1) : 1;
  if (first + ports > 65_536) throw new ScenarioError(`${spec.id}: there is no port ${first + ports - 1}`);
  return Array.from({ length: ports * (sharing ?? 1) }, (_, at) =>
    openSocket(spec, host, first + (at % ports), sharing !== undefined, parameters),
  );
}

function openSocket(spec: SocketSpec, host: Host, port: number, reusePort: boolean, parameters: Parameters): Socket {
  if (spec.kind === "tcp-listener") {
    const receiveBuffer = parameters.resolve(spec.receiveBuffer);
    const sendBuffer = parameters.resolve(spec.sendBuffer);
    return new TcpListener(host, port, parameters.number(spec.backlog), { receiveBuffer, sendBuffer }, reusePort);
  }
  return new UdpSocket(host, {
    port,
    reusePort,
    receiveBuffer: parameters.resolve(spec.receiveBuffer),
    receiveBufferForced: parameters.resolve(spec.receiveBufferForced),
    sendBuffer: parameters.resolve(spec.sendBuffer),
    priority: parameters.resolve(spec.priority),
  });
}
