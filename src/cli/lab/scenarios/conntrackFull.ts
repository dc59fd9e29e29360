import os from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Bench } from "../bench";
import { countTcpStates, type Counters } from "../counters";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";
import type { Scenario } from "../scenario";
import { connector } from "./masquerade";
import { addRouter, conntrackCounters, loadRules } from "./router";
import { firstPort, idleListeners, perlPrelude } from "./tcpSockets";

/** The `st` of /proc/net/tcp. */
const establishedState = "01";
const retransmissionMs = 1000;
const settleMs = 30;
/** What filling a table may need, and what has to be free. */
const bytesPerEntry = 400;
const leastFreeBytes = 1e9;

/**
 * Puts flows of UDP into the connection table through ctnetlink, as conntrackd does, or takes some out again: a line of
 * its input says how many entries there are to be. Messages differ in an address and a port only.
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
sub message {
  my ($type, $flags, $attributes) = @_;
  my $body = pack("CCn", 2, 0, 0) . $attributes;
  [split /FROM|PO/, pack("LSSLL", 16 + length $body, $type, $flags, 0, 0) . $body];
}
my ($server, $domain) = (inet_aton("10.255.1.1"), pack("n", 53));
my $flow = tuple(0x8001, "FROM", $server, "PO", $domain);
my $status = 8 | ($assured ? 6 : 0); # CONFIRMED, SEEN_REPLY and ASSURED
my $add = message(0x100, 0x601, $flow . tuple(0x8002, $server, "FROM", $domain, "PO")
  . attribute(3, pack("N", $status)) . attribute(7, pack("N", 3600)));
my $remove = message(0x102, 1, $flow);
sub each_of {
  my ($message, $from, $to) = @_;
  my ($a, $b, $c, $d, $e) = (@$message, "", "");
  my $buffer = "";
  for my $at ($from .. $to - 1) {
    my ($source, $port) = (pack("N", 0x0aff0001 + ($at >> 16)), pack("n", $at & 0xffff));
    $buffer .= @$message > 3 ? "$a$source$b$port$c$source$d$port$e" : "$a$source$b$port$c";
    next if $at % 500 < 499 && $at < $to - 1;
    defined send($netlink, $buffer, 0) or die "ctnetlink: $!\\n";
    $buffer = "";
  }
}
sub entries { open my $file, "<", "/proc/sys/net/netfilter/nf_conntrack_count" or die "$!\\n"; <$file> + 0 }
my ($first, $last) = (0, 0);
sub fill_to {
  my $wanted = shift;
  for (1 .. 20) {
    my $more = $wanted - entries;
    return unless $more;
    if ($more > 0) { each_of($add, $last, $last + $more); $last += $more }
    else { each_of($remove, $first, $first - $more); $first -= $more }
  }
}
do { fill_to($count); print entries, "\\n" } while alarm(120), defined($count = <STDIN>);
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
    const look = await fullTable(bench, Number(values["assured"]));
    return { observed: await look(Number(values["connections"]), Number(values["free"])), sysctls: {} };
  },
} satisfies Scenario;

/**
 * Fills the table of a gateway, once. Every call of the answer leaves some places free in it, opens connections through
 * it and tells what became of them.
 */
export async function fullTable(
  bench: Bench,
  assured: number,
): Promise<(connections: number, free: number) => Promise<Counters>> {
  const { client, gateway, server, clientAddresses, serverAddress } = await addRouter(bench, 1);
  await loadRules(gateway, trackOnly);
  await server.writeSysctl("net.core.somaxconn", "65535");
  await server.perl("listeners", idleListeners, `${serverAddress}:${firstPort}`);
  const most = Number(await gateway.readSysctl("net.netfilter.nf_conntrack_max"));
  await fill(gateway, most, assured);
  const established = async (): Promise<number> =>
    countTcpStates(await client.call("read", "/proc/net/tcp")).get(establishedState) ?? 0;
  return async (connections, free) => {
    const filled = Number(await gateway.tell("filler", String(most - free)));
    if (filled !== most - free) throw new LateError();
    const [before, earlier] = [await conntrackCounters(gateway), await established()];
    await client.perl("connector", connector, clientAddresses.join(","), String(connections), "", serverAddress, String(firstPort), "1"); // prettier-ignore
    const startedAt = performance.now();
    await client.tell("connector", "connect");
    await setTimeout(settleMs);
    const [after, now] = await Promise.all([conntrackCounters(gateway), established()]);
    const isLate = performance.now() - startedAt > 0.95 * retransmissionMs;
    // Nothing is to be sent again while others look.
    await client.tell("connector", "give up");
    if (isLate) throw new LateError();
    const grown = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
    return {
      established: now - earlier,
      "conntrack.drop": grown("drop"),
      "conntrack.early_drop": grown("early_drop"),
    };
  };
}

/** Any rule that asks for the state of a connection has all of them tracked. */
const trackOnly = `table ip lab {
  chain forward {
    type filter hook forward priority 0;
    ct state new counter
  }
}
`;

/** Fills the table of a host. Throws `LabError` where that would take too much memory. */
async function fill(gateway: Host, entries: number, assured: number): Promise<void> {
  const free = os.freemem();
  if (free < leastFreeBytes + entries * bytesPerEntry)
    throw new LabError(`1 GB of free memory is needed and not there: ${Math.round(free / 1e6)} MB are free`);
  const filled = await gateway.perl("filler", filler, String(entries), String(assured));
  if (Number(filled) !== entries)
    throw new LabError(`${filled} of ${entries} entries could be made; the kernel may lack nf_conntrack_netlink`);
}
