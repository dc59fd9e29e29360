import type { Host } from "../host";
import type { Endpoint } from "../packet";
import { anyAddress, BindTable, usesOfPorts, type HeldPort, type PortUse } from "./bindTable";
import { readPortRange, type PortRange } from "./portRange";
import { searchForBind, searchForConnect, type Flow } from "./portSearch";
import { PortSet } from "./portSet";

/** A socket cannot have its port; the message is for the user. */
export class AddressInUseError extends Error {}

/** Local ports of one host's TCP: what bind() and connect() give, and what is given back. */
export class Ports {
  private readonly table = new BindTable(() => this.host.machine.rules.portsForgetBinds);
  private readonly flows = new Map<string, Flow>();
  private known: PortRange | undefined;

  constructor(private readonly host: Host) {}

  /** `inet_csk_get_port`: holds a port for bind(), one of the kernel's choice for 0; `undefined` is EADDRINUSE. */
  bind(address: string, port: number, use: PortUse = usesOfPorts.bound): HeldPort | undefined {
    const { sysctls, machine } = this.host;
    if (port === 0) {
      const relaxed = use.reuseAddress && sysctls.number("net.ipv4.ip_autobind_reuse") !== 0;
      const found = searchForBind(this.range, this.table, address, use, relaxed, machine.random);
      return found === undefined ? undefined : this.table.hold(found, address, use);
    }
    if (this.table.conflicts(port, address, use, { relax: true, reusePortOk: true })) return undefined;
    return this.table.hold(port, address, use);
  }

  /** `inet_hash_connect` without a port: holds one towards a destination; `undefined` is EADDRNOTAVAIL. */
  connect(address: string, destination: Endpoint): HeldPort | undefined {
    const { tcp, machine } = this.host;
    const flow = this.flow(address, destination);
    const takeOver = (port: number): boolean => tcp.timeWait.mayTakeOver({ address, port }, destination, true);
    const mayTake = tcp.timeWait.count > 0 ? takeOver : undefined;
    const port = searchForConnect(this.range, this.table, flow, machine.random, mayTake);
    if (port === undefined) return undefined;
    if (flow.used.has(port)) tcp.timeWait.takeOver({ address, port }, destination);
    const held = this.table.hold(port, address, usesOfPorts.connected);
    this.use(flow, held);
    return held;
  }

  /** `inet_hash_connect` of a socket that has its port; false is EADDRNOTAVAIL. */
  connectBound(held: HeldPort, address: string, destination: Endpoint): boolean {
    const { tcp } = this.host;
    const local = { address, port: held.port };
    if (tcp.connections.get(local, destination)) {
      if (!tcp.timeWait.mayTakeOver(local, destination, false)) return false;
      tcp.timeWait.takeOver(local, destination);
    }
    this.use(this.flow(address, destination), held);
    return true;
  }

  /** bind() and listen() of a socket that has to have its port. Throws `AddressInUseError`. */
  listen(port: number, reusePort: boolean): HeldPort {
    const held = this.bind(anyAddress, port, reusePort ? usesOfPorts.listeningTogether : usesOfPorts.listening);
    if (held) return held;
    throw new AddressInUseError(`${this.host.name}: port ${port} is listened at already, and not by SO_REUSEPORT`);
  }

  /** `__inet_inherit_port`: what a listener accepts shares its port. */
  inherit(address: string, port: number): HeldPort {
    return this.table.hold(port, address, usesOfPorts.bound);
  }

  /** Gives a port back. */
  release(held: HeldPort): void {
    this.table.release(held);
  }

  private get range(): PortRange {
    return (this.known ??= readPortRange(this.host.sysctls));
  }

  private use(flow: Flow, held: HeldPort): void {
    const { port } = held;
    flow.used.add(port);
    held.onRelease = () => flow.used.delete(port);
  }

  private flow(address: string, destination: Endpoint): Flow {
    const key = `${address} ${destination.address} ${destination.port}`;
    let flow = this.flows.get(key);
    if (!flow) {
      flow = { used: new PortSet(), next: Math.floor(this.host.machine.random() * 2 ** 32) };
      this.flows.set(key, flow);
    }
    return flow;
  }
}
