import { setTimeout } from "node:timers/promises";
import { countTcpStates, growth } from "../counters";
import { LabError, LateError } from "../labError";
import type { Scenario } from "../scenario";
import { addEnds, firstPort, idleListeners, perlPrelude } from "./tcpSockets";

/** Opens connections, and after a line of its input ends its side of them. */
const client = `${perlPrelude}
my ($server, $count, $how) = @ARGV;
my @sockets;
while (@sockets < $count) {
  my $socket;
  socket($socket, PF_INET, SOCK_STREAM, 0) && connect($socket, address($server)) or last;
  push @sockets, $socket;
}
print scalar(@sockets), "\\n";
<STDIN>;
if ($how eq "shutdown") { shutdown($_, 1) for @sockets }
else { close $_ for @sockets; @sockets = () }
print "ended\\n"; alarm 0;
<STDIN>;
`;

const counted = ["TcpExt.TCPTimeWaitOverflow"];
/** The `st` of /proc/net/tcp. */
const finWait2State = "05";
const lateSeconds = 0.3;

export const finWait2 = {
  id: "fin-wait2",
  summary: "connections that only the client closes",
  parameters: {
    connections: { kind: "integer", minimum: 0, maximum: 10_000, default: 20 },
    close: { kind: "choice", choices: ["close", "shutdown"] },
    "net.ipv4.tcp_fin_timeout": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_max_tw_buckets": { kind: "sysctl", scope: "namespace" },
    lookSeconds: { kind: "decimal", minimum: 0, maximum: 20, default: 2.5 },
    path: { kind: "choice", choices: ["veth", "loopback"] },
  },
  limitSeconds: 60,
  run: async (bench, values) => {
    const ends = await addEnds(bench, values["path"]);
    const sysctls = await bench.applySysctls(ends.client);
    await ends.server.writeSysctl("net.core.somaxconn", "65535");
    const [address = ""] = ends.serverAddresses;
    const server = `${address}:${firstPort}`;
    await ends.server.perl("listeners", idleListeners, server);
    const before = await ends.client.counters();
    const count = values["connections"];
    const opened = await ends.client.perl("client", client, server, String(count), String(values["close"]));
    if (Number(opened) !== count) throw new LabError(`only ${opened} of ${count} connections could be opened`);
    const startedAt = performance.now();
    await ends.client.tell("client", "end");
    await setTimeout(Number(values["lookSeconds"]) * 1000);
    const [sockets, after] = await Promise.all([ends.client.call("read", "/proc/net/tcp"), ends.client.counters()]);
    if (performance.now() - startedAt > (Number(values["lookSeconds"]) + lateSeconds) * 1000) throw new LateError();
    const finWait2 = countTcpStates(sockets).get(finWait2State) ?? 0;
    return { observed: { finWait2, ...growth(before, after, counted) }, sysctls };
  },
} satisfies Scenario;
