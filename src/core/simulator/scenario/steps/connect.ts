import { TcpSocket } from "../../machine/tcp/socket";
import { ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** Opens connections one after the other, without waiting for them. */
export interface ConnectSpec {
  readonly do: "connect";
  readonly id: string;
  readonly to: string;
  readonly connections: Ref<number>;
  readonly receiveBuffer?: Ref<number>;
  readonly sendBuffer?: Ref<number>;
  /** SO_KEEPALIVE */
  readonly keepAlive?: boolean;
  /** As many from each address this host has towards there. */
  readonly fromEach?: boolean;
  /** Its own ports from this on, each once for every port of the listener; left empty, the kernel chooses. */
  readonly sourcePort?: Ref<number | undefined>;
  /** Ports of the listener that take turns; 1 unless said. */
  readonly ports?: Ref<number>;
}

export const connect: Step<ConnectSpec> = function* (step, { host, parameters, topology, clients }) {
  const address = topology.addressOf(step.to, host);
  const { port } = topology.listener(step.to);
  const ports = parameters.resolve(step.ports) ?? 1;
  const firstOwn = parameters.resolve(step.sourcePort);
  const connections = parameters.number(step.connections);
  const last = (firstOwn ?? 0) + Math.ceil(connections / ports) - 1;
  if (firstOwn !== undefined && last > 65_535)
    throw new ScenarioError(`sourcePort: connections would need ports up to ${last}`);
  const opened = clients.get(step.id) ?? [];
  clients.set(step.id, opened);
  const options = {
    receiveBuffer: parameters.resolve(step.receiveBuffer),
    sendBuffer: parameters.resolve(step.sendBuffer),
    keepalive: step.keepAlive ?? false,
    reuseAddress: true,
    bindAddressNoPort: true,
  };
  const isBound = step.fromEach || firstOwn !== undefined;
  for (const source of step.fromEach ? host.ip.route(address).addresses : [host.ip.sourceFor(address)]) {
    for (let at = 0; at < connections; at++) {
      const client = new TcpSocket(host, options);
      const errno = isBound
        ? client.bind(source, firstOwn === undefined ? 0 : firstOwn + Math.floor(at / ports))
        : undefined;
      if (!errno) client.connect({ address, port: port + (at % ports) });
      opened.push(client);
      yield host.machine.costs.connectNs;
    }
  }
};
