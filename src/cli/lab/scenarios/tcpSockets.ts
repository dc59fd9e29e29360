import { clientMac, device, serverMac, type Bench, type Pair } from "../bench";

/** Where the sockets of a case are: the namespaces, and the addresses of each side, the usual one first. */
export interface Ends extends Pair {
  readonly clientAddresses: readonly string[];
  readonly serverAddresses: readonly string[];
}

/** The first port that is listened at; further ones follow. */
export const firstPort = 5000;

/** Two ends with several addresses each: of a cable, or in one namespace by its loopback. */
export async function addEnds(bench: Bench, path: unknown, clients = 1, servers = 1): Promise<Ends> {
  if (path === "loopback") {
    const host = await bench.addHost();
    return {
      client: host,
      server: host,
      clientAddresses: numbered("127.0.0.", 1, clients),
      serverAddresses: numbered("127.0.0.", 1, servers),
    };
  }
  const pair = await bench.addPair();
  const clientAddresses = ["10.0.0.1", ...numbered("10.0.1.", 1, clients - 1)];
  const serverAddresses = ["10.0.0.2", ...numbered("10.0.2.", 1, servers - 1)];
  await pair.client.ip(...own(clientAddresses), ...towards(serverAddresses, serverMac));
  await pair.server.ip(...own(serverAddresses), ...towards(clientAddresses, clientMac));
  return { ...pair, clientAddresses, serverAddresses };
}

/** The pair has the first address of each side already. */
const own = (addresses: readonly string[]): string[] =>
  addresses.slice(1).map((address) => `addr add ${address}/32 dev ${device}`);

const towards = (addresses: readonly string[], mac: string): string[] =>
  addresses
    .slice(1)
    .flatMap((address) => [
      `route add ${address}/32 dev ${device}`,
      `neigh add ${address} lladdr ${mac} dev ${device} nud permanent`,
    ]);

const numbered = (prefix: string, first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);

/** What all Perl programs begin with. A lab is bounded, so they are, too. */
export const perlPrelude = `
use strict; use Socket; use Errno; $| = 1; alarm 120;
sub errno { (grep { $!{$_} } sort keys %!)[0] }
sub address { my ($host, $port) = split /:/, $_[0]; pack_sockaddr_in($port || 0, inet_aton($host)) }
`;

/** Listens at every address of its arguments, and accepts nothing. */
export const idleListeners = `${perlPrelude}
my @listeners;
for (@ARGV) {
  my $socket;
  socket($socket, PF_INET, SOCK_STREAM, 0) && setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1)
    && bind($socket, address($_)) && listen($socket, 65535) or die "$_: $!\\n";
  push @listeners, $socket;
}
print "open\\n"; alarm 0; <STDIN>;
`;
