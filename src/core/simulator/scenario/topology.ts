import { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import { Loopback, type NetDevice } from "../machine/netDevice";
import { FifoQdisc } from "../machine/qdisc/fifo";
import type { Qdisc } from "../machine/qdisc/qdisc";
import { TbfQdisc } from "../machine/qdisc/tbf";
import { TcpListener } from "../machine/tcp/listener";
import { UdpSocket } from "../machine/udpSocket";
import { Veth } from "../machine/veth";
import { ScenarioError, type Parameters } from "./parameters";
import type { LinkSpec, QdiscSpec, Scenario, SocketSpec } from "./types";

/** Hosts, devices and sockets of a scenario, by the names it gives them. */
export interface Topology {
  readonly machine: Machine;
  host(name: string): Host;
  udp(id: string): UdpSocket;
  listener(id: string): TcpListener;
  /** The addresses by which a socket is reached, one for each pair of a link. */
  addressesOf(id: string): readonly string[];
  /** Every host once, also where a loopback link makes one of two. */
  readonly hosts: readonly Host[];
}

/** Builds what a scenario describes. Throws `ScenarioError` for a topology that contradicts itself. */
export function buildTopology(scenario: Scenario, machine: Machine, parameters: Parameters): Topology {
  const hosts = new Map<string, Host>();
  for (const [a, b] of loopbacks(scenario, parameters)) {
    const host = newHost(machine, a);
    hosts.set(a, host).set(b, host);
  }
  for (const name of scenario.hosts) if (!hosts.has(name)) hosts.set(name, newHost(machine, name));
  const hostNamed = (name: string): Host => found(hosts.get(name), `host ${name}`);
  for (const link of scenario.links) {
    if (parameters.resolve(link.kind) === "veth") addPairs(link, hostNamed, parameters);
  }
  const sockets = new Map(scenario.sockets.map((spec) => [spec.id, openSocket(spec, hostNamed, parameters)]));
  const socketNamed = (id: string): UdpSocket | TcpListener => found(sockets.get(id), `socket ${id}`);
  return {
    machine,
    hosts: [...new Set(hosts.values())],
    host: hostNamed,
    udp: (id) => {
      const socket = socketNamed(id);
      if (socket instanceof UdpSocket) return socket;
      throw new ScenarioError(`${id} is no UDP socket`);
    },
    listener: (id) => {
      const socket = socketNamed(id);
      if (socket instanceof TcpListener) return socket;
      throw new ScenarioError(`${id} is no listener`);
    },
    addressesOf: (id) => {
      const addresses = socketNamed(id).host.devices.map(({ address }) => address);
      return addresses.length > 1 ? addresses.slice(1) : addresses;
    },
  };
}

/** What a name of the scenario stands for. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ScenarioError(`the scenario has no ${what}`);
  return value;
}

function loopbacks({ links }: Scenario, parameters: Parameters): (readonly [string, string])[] {
  return links.filter(({ kind }) => parameters.resolve(kind) === "loopback").map(({ between }) => between);
}

function newHost(machine: Machine, name: string): Host {
  const host = new Host(machine, name, found(machine.cpus[0], "CPU"));
  host.devices.push(new Loopback(host, `${name}/lo`));
  return host;
}

function addPairs(link: LinkSpec, hostNamed: (name: string) => Host, parameters: Parameters): void {
  const napis = parameters.resolve(link.napis) ?? 0;
  const mtu = parameters.resolve(link.mtu) ?? 1500;
  const [a, b] = [hostNamed(link.between[0]), hostNamed(link.between[1])];
  for (let pair = 0; pair < Math.max(1, napis); pair++) {
    const number = a.devices.length - 1;
    const end = (host: Host): { host: Host; name: string; address: string } => ({
      host,
      name: `veth${number}`,
      address: `${host.name}/${a.name}-${b.name}-${number}`,
    });
    const [one, other] = Veth.pair(end(a), end(b), mtu, napis > 0);
    a.devices.push(one);
    b.devices.push(other);
    if (link.qdisc) {
      const device = hostNamed(link.qdisc.on) === a ? one : other;
      device.qdisc = newQdisc(link.qdisc, device, parameters);
    }
  }
}

function newQdisc(spec: QdiscSpec, device: NetDevice, parameters: Parameters): Qdisc | undefined {
  const kind = parameters.resolve(spec.kind);
  const [limit, rateBits] = [parameters.number(spec.limit), parameters.number(spec.rateBits)];
  if (kind === "noqueue") return undefined;
  const fifo = new FifoQdisc(kind === "pfifo" ? "pfifo" : "bfifo", limit, device.mtu);
  if (rateBits === 0 && kind !== "tbf") return fifo;
  if (rateBits < 8) throw new ScenarioError("rateBits: a tbf needs at least 8 bits a second");
  const { engine } = device.host.machine;
  const wake = (): void => device.runQdisc(device.host.cpu);
  return new TbfQdisc(engine, fifo, rateBits, parameters.number(spec.burstBytes), wake);
}

function openSocket(
  spec: SocketSpec,
  hostNamed: (name: string) => Host,
  parameters: Parameters,
): UdpSocket | TcpListener {
  const host = hostNamed(spec.host);
  const port = parameters.number(spec.port);
  if (spec.kind === "tcp-listener") return new TcpListener(host, port, parameters.number(spec.backlog));
  return new UdpSocket(host, {
    port,
    receiveBuffer: parameters.resolve(spec.receiveBuffer),
    receiveBufferForced: parameters.resolve(spec.receiveBufferForced),
    sendBuffer: parameters.resolve(spec.sendBuffer),
  });
}
