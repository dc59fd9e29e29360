import { Host } from "./host";
import type { LabError } from "./labError";
import type { Parameters, Values } from "./parameters";

/** The two ends of a cable, each in a namespace of its own, in the roles they play. */
export interface Pair {
  readonly client: Host;
  readonly server: Host;
}

/** Addresses of the ends, of the Ethernet addresses behind them, and the name of both devices. */
export const clientAddress = "10.0.0.1";
export const serverAddress = "10.0.0.2";
export const clientMac = "02:00:00:00:00:01";
export const serverMac = "02:00:00:00:00:02";
/** No device has it: what is sent there crosses the cable and is discarded at its end. */
export const nobodysMac = "02:00:00:00:00:99";
export const device = "veth0";

/** What one attempt of a lab builds on: hosts that go when it is closed. */
export class Bench {
  private readonly hosts: Host[] = [];
  private isClosed = false;

  constructor(
    private readonly program: string,
    private readonly parameters: Parameters,
    private readonly values: Values,
    /** Hears why the lab cannot go on when one of its processes is gone. */
    private readonly onFailure: (reason: LabError) => void,
  ) {}

  /** A further namespace, with nothing in it but its loopback. */
  async addHost(): Promise<Host> {
    if (this.isClosed) throw new Error("the lab has ended");
    const host = new Host(this.program, this.onFailure);
    this.hosts.push(host);
    await host.ready();
    return host;
  }

  /** Two namespaces with a veth pair between them and static neighbours, so that no ARP is needed. */
  async addPair(): Promise<Pair> {
    const [client, server] = await Promise.all([this.addHost(), this.addHost()]);
    await client.ip(
      `link add ${device} address ${clientMac} type veth peer name ${device} address ${serverMac} netns ${server.pid}`,
      `addr add ${clientAddress}/24 dev ${device}`,
      `link set ${device} up`,
      `neigh add ${serverAddress} lladdr ${serverMac} dev ${device} nud permanent`,
    );
    await server.ip(
      `addr add ${serverAddress}/24 dev ${device}`,
      `link set ${device} up`,
      `neigh add ${clientAddress} lladdr ${clientMac} dev ${device} nud permanent`,
    );
    await Promise.all([client.linksAreUp(), server.linksAreUp()]);
    return { client, server };
  }

  /** Sets the namespace's sysctls of the scenario that were asked for. The answer is what all of them read then. */
  async applySysctls(host: Host): Promise<Values> {
    const read: Record<string, number | string | undefined> = {};
    for (const [name, parameter] of Object.entries(this.parameters)) {
      if (parameter.kind !== "sysctl" || parameter.scope !== "namespace") continue;
      const value = this.values[name];
      if (value !== undefined) await host.writeSysctl(name, String(value));
      read[name] = await host.readSysctl(name);
    }
    return read;
  }

  /** Ends all processes; namespaces, devices and sockets go with them. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.hosts.map((host) => host.close()));
  }
}
