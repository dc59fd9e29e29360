import { LabError } from "../labError";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";
import { addEnds, firstPort, idleListeners, perlPrelude } from "./tcpSockets";

/**
 * Connects from each source to each destination until that is refused. Where a process may not hold more sockets, a
 * copy of it goes on and holds its own.
 */
const connector = `${perlPrelude}
my ($bind, $sources, $destinations) = @ARGV;
my (@held, @counts, $refusal);
my $noPort = 24; # IP_BIND_ADDRESS_NO_PORT
sub open_one {
  my ($source, $destination) = @_;
  my $socket;
  until (socket($socket, PF_INET, SOCK_STREAM, 0)) {
    return 0 unless $!{EMFILE} && @held;
    my $copy = fork;
    return 0 unless defined $copy;
    if ($copy) { alarm 0; waitpid $copy, 0; exit }
    alarm 120; @held = ();
  }
  if ($bind ne "none") {
    return 0 if $bind eq "no-port" && !setsockopt($socket, 0, $noPort, pack("i", 1));
    bind($socket, address($source)) or return 0;
  }
  connect($socket, address($destination)) or return 0;
  push @held, $socket;
}
for my $destination (split /,/, $destinations) {
  my $count = 0;
  for my $source (split /,/, $sources) {
    $count++ while open_one($source, $destination);
    $refusal = errno;
  }
  push @counts, $count;
}
print "@counts $refusal\\n"; alarm 0; <STDIN>;
`;

export const ephemeralPorts = {
  id: "ephemeral-ports",
  summary: "connections from one host until it has no port left, destination after destination",
  parameters: {
    "net.ipv4.ip_local_port_range": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.ip_local_reserved_ports": { kind: "sysctl", scope: "namespace" },
    sources: { kind: "integer", minimum: 1, maximum: 20, default: 1 },
    destinations: { kind: "integer", minimum: 1, maximum: 20, default: 1 },
    destinationPorts: { kind: "integer", minimum: 1, maximum: 20, default: 1 },
    bind: { kind: "choice", choices: ["none", "port0", "no-port"] },
    path: { kind: "choice", choices: ["veth", "loopback"] },
  },
  limitSeconds: 120,
  agrees: (name, foretold, measured, params) =>
    name === "connections" && Array.isArray(foretold) && Array.isArray(measured) && mayMiss(foretold, measured, params),
  run: async (bench, values) => {
    const ends = await addEnds(bench, values["path"], Number(values["sources"]), Number(values["destinations"]));
    const { client, server } = ends;
    const sysctls = await bench.applySysctls(client);
    // The longest accept queue there can be: nobody accepts.
    await server.writeSysctl("net.core.somaxconn", "65535");
    const ports = Array.from({ length: Number(values["destinationPorts"]) }, (_, index) => firstPort + index);
    const destinations = ends.serverAddresses.flatMap((address) => ports.map((port) => `${address}:${port}`));
    await server.perl("listeners", idleListeners, ...destinations);
    const sources = ends.clientAddresses.join(",");
    const answer = await client.perl("connector", connector, String(values["bind"]), sources, destinations.join(","));
    const words = answer.split(" ");
    const errno = words.pop();
    if (words.length !== destinations.length) throw new LabError(`connecting ended early: ${answer}`);
    return { observed: { connections: words.map(Number), errno }, sysctls };
  },
} satisfies Scenario;

/**
 * A range of an odd number of ports is searched in pairs: which of its ports is left out depends on where the search
 * begins, and a later search may find it. So there may be one connection fewer, or more, for each source and destination.
 */
function mayMiss(foretold: readonly number[], measured: readonly number[], params: Values): boolean {
  const [low = 0, high = 0] = String(params["net.ipv4.ip_local_port_range"]).split(" ").map(Number);
  const isOdd = (high - low) % 2 === 0 && high > low;
  const sources = params["bind"] === "none" ? 1 : Number(params["sources"]);
  return isOdd && foretold.every((count, at) => Math.abs(count - (measured[at] ?? Infinity)) <= sources);
}
