import { setTimeout } from "node:timers/promises";
import { readPortRange } from "../../../core/simulator/scenario/portRange";
import { countTcpStates } from "../counters";
import { LabError, LateError } from "../labError";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";
import { addRouter, conntrackCounters, loadRules, outer, type Router } from "./router";
import { firstPort, idleListeners, perlPrelude } from "./tcpSockets";

/** The `st` of /proc/net/tcp. */
const states = { established: "01", synSent: "02" } as const;
/** A SYN without an answer is sent again after this long; looks have to be over before. */
const retransmissionMs = 1000;
const settleMs = 30;
const mostConnections = 4000;
/** Ports in a row that a search for one looks at (NF_NAT_MAX_ATTEMPTS). */
const searchedInFull = 128;

/**
 * Once it is told to, begins connections without waiting for them: from each address as many as asked for, spread over the server's ports.
 * Given a first port, an address uses each of its own once for every port of the server.
 */
export const connector = `${perlPrelude}
my ($sources, $count, $first, $server, $base, $ports) = @ARGV;
my @held;
print "ready\\n"; <STDIN>;
for my $source (split /,/, $sources) {
  for my $at (0 .. $count - 1) {
    my $own = $first eq "" ? 0 : $first + int($at / $ports);
    my $socket;
    socket($socket, PF_INET, SOCK_STREAM | 04000, 0) or die "socket: $!\\n"; # SOCK_NONBLOCK
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    setsockopt($socket, 0, 24, pack("i", 1)); # IP_BIND_ADDRESS_NO_PORT
    bind($socket, address("$source:$own")) or die "bind to port $own: $!\\n";
    connect($socket, address("$server:" . ($base + $at % $ports))) or $!{EINPROGRESS} or die "connect: $!\\n";
    push @held, $socket;
  }
}
print scalar(@held), "\\n"; alarm 0;
<STDIN>;
# Those that are still trying end; connections stay.
@held = grep { defined getpeername $_ } @held;
print scalar(@held), "\\n";
<STDIN>;
`;

export const masquerade = {
  id: "masquerade",
  summary: "clients whose connections a gateway translates to its own address",
  parameters: {
    clients: { kind: "integer", minimum: 1, maximum: 100, default: 2 },
    connectionsPerClient: { kind: "integer", minimum: 1, maximum: 4000, default: 1 },
    sourcePort: { kind: "integer", minimum: 1, maximum: 65_535 },
    toPorts: { kind: "ports" },
    random: { kind: "choice", choices: ["no", "random", "fully"] },
    destinationPorts: { kind: "integer", minimum: 1, maximum: 100, default: 1 },
    addresses: { kind: "integer", minimum: 1, maximum: 100, default: 1 },
  },
  check: ({ clients, connectionsPerClient, sourcePort, destinationPorts }) => {
    const connections = Number(clients) * Number(connectionsPerClient);
    if (connections > mostConnections)
      throw new LabError(`clients × connectionsPerClient = ${connections}: no more than ${mostConnections} are possible`); // prettier-ignore
    const last = Number(sourcePort ?? 0) + Math.ceil(Number(connectionsPerClient) / Number(destinationPorts)) - 1;
    if (last > 65_535) throw new LabError(`sourcePort=${sourcePort ?? ""}: connections would need ports up to ${last}`);
  },
  agrees: (_name, foretold, measured, { toPorts }) => {
    const { first, last } = readPortRange(String(toPorts ?? "")) ?? { first: 1, last: 65_535 };
    const ports = last - first + 1;
    return Math.abs(Number(foretold) - Number(measured)) <= slack(ports);
  },
  run: async (bench, values) => {
    const router = await addRouter(bench, Number(values["clients"]), Number(values["addresses"]));
    await loadRules(router.gateway, translation(router, values));
    const { client, gateway, server, serverAddress } = router;
    await server.writeSysctl("net.core.somaxconn", "65535");
    const ports = Array.from({ length: Number(values["destinationPorts"]) }, (_, index) => firstPort + index);
    await server.perl("listeners", idleListeners, ...ports.map((port) => `${serverAddress}:${port}`));

    const before = await conntrackCounters(gateway);
    const { connectionsPerClient, sourcePort = "", destinationPorts } = values;
    await client.perl(
      "connector",
      connector,
      router.clientAddresses.join(","),
      ...[connectionsPerClient, sourcePort, serverAddress, firstPort, destinationPorts].map(String),
    );
    const startedAt = performance.now();
    await client.tell("connector", "connect");
    await setTimeout(settleMs);
    const [after, own, theirs] = await Promise.all([
      conntrackCounters(gateway),
      client.call("read", "/proc/net/tcp"),
      server.call("read", "/proc/net/tcp"),
    ]);
    if (performance.now() - startedAt > 0.95 * retransmissionMs) throw new LateError();
    const counts = countTcpStates(own);
    const observed = {
      established: counts.get(states.established) ?? 0,
      timedOut: counts.get(states.synSent) ?? 0,
      translatedPorts: peerPorts(theirs),
      "conntrack.insert_failed": (after["insert_failed"] ?? 0) - (before["insert_failed"] ?? 0),
      "conntrack.drop": (after["drop"] ?? 0) - (before["drop"] ?? 0),
    };
    return { observed, sysctls: {} };
  },
} satisfies Scenario;

/** By how many connections two runs may differ: a search that does not see every port gives up before the last. */
function slack(ports: number): number {
  return ports <= searchedInFull ? 0 : ports * 0.02;
}

/** The rules of the gateway: `masquerade`, or with several addresses `snat` to them. */
function translation({ outerAddresses }: Router, { toPorts, random, addresses }: Values): string {
  const ports = toPorts === undefined ? "" : `:${toPorts}`;
  const to = addresses === 1 ? ports : `${outerAddresses[0] ?? ""}-${outerAddresses.at(-1) ?? ""}${ports}`;
  const flag = { no: "", random: " random", fully: " fully-random" }[String(random)] ?? "";
  const verdict = `${addresses === 1 ? "masquerade" : "snat"}${to && ` to ${to}`}${flag}`;
  return `table ip lab {
  chain postrouting {
    type nat hook postrouting priority 100;
    oifname "${outer}" meta l4proto tcp ${verdict}
  }
}
`;
}

/** The remote ports of a server's connections in ascending order. */
function peerPorts(text: string): readonly number[] {
  const rows = text.trim().split("\n").slice(1).map((line) => line.trim().split(/\s+/)); // prettier-ignore
  return rows
    .filter((row) => row[3] === states.established)
    .map((row) => Number.parseInt(row[2]?.split(":")[1] ?? "", 16))
    .sort((a, b) => a - b);
}
