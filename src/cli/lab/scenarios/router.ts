import { device, type Bench } from "../bench";
import type { Host } from "../host";

/** A client, a server, and a host between them that forwards and tracks their connections. */
export interface Router {
  readonly client: Host;
  readonly gateway: Host;
  readonly server: Host;
  readonly clientAddresses: readonly string[];
  readonly serverAddress: string;
  /** Those of the gateway towards the server. */
  readonly outerAddresses: readonly string[];
}

/** The gateway's devices towards the client and the server. */
const inner = "inner0";
export const outer = "outer0";
const macs = { client: "02:00:00:00:00:01", inner: "02:00:00:00:00:02", outer: "02:00:00:00:00:03", server: "02:00:00:00:00:04" }; // prettier-ignore

/** Builds three namespaces in a row, the links with the addresses the simulator gives them. */
export async function addRouter(bench: Bench, clients: number, outerCount = 1): Promise<Router> {
  const [client, gateway, server] = await Promise.all([bench.addHost(), bench.addHost(), bench.addHost()]);
  const clientAddresses = numbered("10.0.0.", 1, clients);
  const innerAddress = `10.0.0.${clients + 1}`;
  const outerAddresses = numbered("10.0.1.", 1, outerCount);
  const serverAddress = `10.0.1.${outerCount + 1}`;
  await gateway.ip(
    `link add ${inner} address ${macs.inner} type veth peer name ${device} address ${macs.client} netns ${client.pid}`,
    `link add ${outer} address ${macs.outer} type veth peer name ${device} address ${macs.server} netns ${server.pid}`,
    `addr add ${innerAddress}/24 dev ${inner}`,
    ...outerAddresses.map((address) => `addr add ${address}/24 dev ${outer}`),
    ...[inner, outer].map((name) => `link set ${name} up`),
    ...clientAddresses.map((address) => `neigh add ${address} lladdr ${macs.client} dev ${inner} nud permanent`),
    `neigh add ${serverAddress} lladdr ${macs.server} dev ${outer} nud permanent`,
  );
  await Promise.all([
    client.ip(
      ...clientAddresses.map((address) => `addr add ${address}/24 dev ${device}`),
      `link set ${device} up`,
      `neigh add ${innerAddress} lladdr ${macs.inner} dev ${device} nud permanent`,
      `route add default via ${innerAddress}`,
    ),
    server.ip(
      `addr add ${serverAddress}/24 dev ${device}`,
      `link set ${device} up`,
      ...outerAddresses.map((address) => `neigh add ${address} lladdr ${macs.outer} dev ${device} nud permanent`),
      `route add 10.0.0.0/24 via ${outerAddresses[0] ?? ""}`,
    ),
    gateway.writeSysctl("net.ipv4.ip_forward", "1"),
  ]);
  await Promise.all([client, gateway, server].map((host) => host.linksAreUp()));
  return { client, gateway, server, clientAddresses, serverAddress, outerAddresses };
}

/** Loads rules into a host; with any, connections are tracked there. */
export async function loadRules(host: Host, rules: string): Promise<void> {
  await host.run(["nft", "-f", "-"], rules, "the kernel may lack nf_tables with nft_chain_nat, nft_masq or nft_ct");
}

/** Figures of connection tracking, the sum of all CPUs, by the names of `/proc/net/stat/nf_conntrack`. */
export async function conntrackCounters(host: Host): Promise<Readonly<Record<string, number>>> {
  const [names = "", ...rows] = (await host.call("read", "/proc/net/stat/nf_conntrack")).trim().split("\n");
  const figures = rows.map((row) => row.trim().split(/\s+/).map((figure) => Number.parseInt(figure, 16))); // prettier-ignore
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name, column) => [name, figures.reduce((sum, row) => sum + (row[column] ?? 0), 0)]),
  );
}

const numbered = (prefix: string, first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
