import { TcpSocket } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
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
}

export const connect: Step<ConnectSpec> = function* (step, { host, parameters, topology, clients }) {
  const destination = { address: topology.addressOf(step.to, host), port: topology.listener(step.to).port };
  const opened = clients.get(step.id) ?? [];
  clients.set(step.id, opened);
  const options = {
    receiveBuffer: parameters.resolve(step.receiveBuffer),
    sendBuffer: parameters.resolve(step.sendBuffer),
    keepalive: step.keepAlive ?? false,
  };
  for (let left = parameters.number(step.connections); left > 0; left--) {
    const client = new TcpSocket(host, options);
    client.connect(destination);
    opened.push(client);
    yield host.machine.costs.connectNs;
  }
};
