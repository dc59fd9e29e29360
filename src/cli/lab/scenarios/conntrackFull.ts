import os from "node:os";
import { setTimeout } from "node:timers/promises";
import { countTcpStates } from "../counters";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";
import type { Scenario } from "../scenario";
import { connector } from "./masquerade";
import { addRouter, conntrackCounters, loadRules } from "./router";
import { firstPort, idleListeners, perlPrelude } from "./tcpSockets";

/** The `st` of /proc/net/tcp. */
const established = "01";
const retransmissionMs = 1000;
const settleMs = 60;
/** What filling a table may need, and what has to be free. */
const bytesPerEntry = 400;
const leastFreeBytes = 1e9;

/**
 * Puts flows of UDP into the connection table through ctnetlink, as conntrackd does. Messages differ in an address and a
 * port only, in both directions.
 */
const filler = `${perlPrelude}
my ($count, $assured) = @ARGV;
socket(my $netlink, 16, 3, 12) or die "socket: $!\\n"; # AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER
sub attribute { my ($type, $data) = @_; pack("SS", 4 + length $data, $type) . $data . "\\0" x (-length($data) % 4) }
sub tuple {
  my ($type, $source, $destination, $sourcePort, $destinationPort) = @_;
  my $addresses = attribute(0x8001, attribute(1, $source) . attribute(2, $destination));
  my $ports = attribute(1, chr 17) . attribute(2, $sourcePort) . attribute(3, $destinationPort);
  attribute($type, $addresses . attribute(0x8002, $ports));
}
my $server = inet_aton("10.255.1.1");
my $domain = pack("n", 53);
my $status = 8 | ($assured ? 6 : 0); # CONFIRMED, SEEN_REPLY and ASSURED
my $body = pack("CCn", 2, 0, 0) . tuple(0x8001, "FROM", $server, "PO", $domain) . tuple(0x8002, $server, "FROM", $domain, "PO")
  . attribute(3, pack("N", $status)) . attribute(7, pack("N", 3600));
my $message = pack("LSSLL", 16 + length $body, 0x100, 0x601, 0, 0) . $body; # a new entry
my @parts = split /FROM|PO/, $message;
my $buffer = "";
for my $at (0 .. $count - 1) {
  my ($from, $port) = (pack("N", 0x0aff0001 + ($at >> 16)), pack("n", $at & 0xffff));
  $buffer .= "$parts[0]$from$parts[1]$port$parts[2]$from$parts[3]$port$parts[4]";
  next if $at % 500 < 499 && $at < $count - 1;
  defined send($netlink, $buffer, 0) or die "ctnetlink: $!\\n";
  $buffer = "";
}
print "filled\\n"; alarm 0; <STDIN>;
`;

export const conntrackFull = {
  id: "conntrack-full",
  summary: "connections through a gateway whose connection table is all but full",
  parameters: {
    "net.netfilter.nf_conntrack_max": { kind: "sysctl", scope: "machine" },
    connections: { kind: "integer", minimum: 0, maximum: 1000, default: 10 },
    assured: { kind: "flag" },
    free: { kind: "integer", minimum: 0, maximum: 1000, default: 3 },
  },
  run: async (bench, values) => {
    const { client, gateway, server, clientAddresses, serverAddress } = await addRouter(bench, 1);
    await loadRules(gateway, trackOnly);
    await server.writeSysctl("net.core.somaxconn", "65535");
    await server.perl("listeners", idleListeners, `${serverAddress}:${firstPort}`);
    const most = Number(await gateway.readSysctl("net.netfilter.nf_conntrack_max"));
    await fill(gateway, most - Number(values["free"]), Number(values["assured"]));

    const before = await conntrackCounters(gateway);
    const startedAt = performance.now();
    const connections = String(values["connections"]);
    await client.perl("connector", connector, clientAddresses.join(","), connections, "", serverAddress, String(firstPort), "1"); // prettier-ignore
    await setTimeout(settleMs);
    const [after, text] = await Promise.all([conntrackCounters(gateway), client.call("read", "/proc/net/tcp")]);
    if (performance.now() - startedAt > 0.95 * retransmissionMs) throw new LateError();
    const observed = {
      established: countTcpStates(text).get(established) ?? 0,
      "conntrack.drop": (after["drop"] ?? 0) - (before["drop"] ?? 0),
      "conntrack.early_drop": (after["early_drop"] ?? 0) - (before["early_drop"] ?? 0),
    };
    return { observed, sysctls: {} };
  },
} satisfies Scenario;

/** Any rule that asks for the state of a connection has all of them tracked. */
const trackOnly = `table ip lab {
  chain forward {
    type filter hook forward priority 0;
    ct state new counter
  }
}
`;

/** Fills the table of a host to so many entries. Throws `LabError` where that would take too much memory. */
async function fill(gateway: Host, entries: number, assured: number): Promise<void> {
  const free = os.freemem();
  if (free < leastFreeBytes + entries * bytesPerEntry)
    throw new LabError(`1 GB of free memory is needed and not there: ${Math.round(free / 1e6)} MB are free`);
  await gateway.perl("filler", filler, String(Math.max(0, entries)), String(assured));
  const filled = await gateway.readSysctl("net.netfilter.nf_conntrack_count");
  // Nothing else is tracked in this namespace.
  if (filled !== Math.max(0, entries)) throw new LabError(`${filled ?? 0} of ${entries} entries could be made; the kernel may lack nf_conntrack_netlink`); // prettier-ignore
}
