import { setTimeout } from "node:timers/promises";
import { countTcpStates, growth } from "../counters";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";
import { addEnds, firstPort, perlPrelude } from "./tcpSockets";

/** Opens connections and, each after a line of its input, closes them and opens as many again, until one is refused. */
const client = `${perlPrelude}
my ($server, $count, $lingerZero) = @ARGV;
sub open_all {
  my @sockets;
  while (@sockets < $count) {
    my $socket;
    socket($socket, PF_INET, SOCK_STREAM, 0) && connect($socket, address($server)) or last;
    push @sockets, $socket;
  }
  return @sockets;
}
my @first = open_all;
print scalar(@first), "\\n";
<STDIN>;
if ($lingerZero) { setsockopt($_, SOL_SOCKET, SO_LINGER, pack("ii", 1, 0)) or die "$!\\n" for @first }
close $_ for @first;
@first = ();
print "closed\\n";
<STDIN>;
my @again = open_all;
print scalar(@again), "\\n"; alarm 0;
<STDIN>;
`;

const counted = ["TcpExt.TCPTimeWaitOverflow", "TcpExt.TWRecycled"];
/** The `st` of /proc/net/tcp. */
const states = { timeWait: "06", listen: "0A" } as const;
const settleMs = 3000;

export const timeWait = {
  id: "time-wait",
  summary: "connections that the client closes first, and as many again after a while",
  parameters: {
    connections: { kind: "integer", minimum: 0, maximum: 10_000, default: 20 },
    "net.ipv4.tcp_max_tw_buckets": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_tw_reuse": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_tw_reuse_delay": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_timestamps": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.ip_local_port_range": { kind: "sysctl", scope: "namespace" },
    lingerZero: { kind: "flag" },
    waitSeconds: { kind: "decimal", minimum: 0, maximum: 20, default: 1.3 },
    path: { kind: "choice", choices: ["veth", "loopback"] },
  },
  limitSeconds: 60,
  agrees: (name, foretold, measured, params) =>
    name === "TcpExt.TWRecycled" && [foretold, measured].every((count) => mayBeRecycled(Number(count), params)),
  run: async (bench, values) => {
    const ends = await addEnds(bench, values["path"]);
    const sysctls = await bench.applySysctls(ends.client);
    await ends.server.writeSysctl("net.core.somaxconn", "65535");
    // With two CPUs an acknowledgement may come when the other socket is gone already. The listener answers it with a
    // reset, which would end a TIME_WAIT before its time (seen by the tracepoint tcp_send_reset).
    await ends.client.writeSysctl("net.ipv4.tcp_rfc1337", "1");
    const [server = ""] = ends.serverAddresses;
    await ends.server.call("serve", server, firstPort);
    const before = await ends.client.counters();
    const count = values["connections"];
    const opened = await ends.client.perl(
      "client",
      client,
      `${server}:${firstPort}`,
      String(count),
      String(values["lingerZero"]),
    );
    if (Number(opened) !== count) throw new LabError(`only ${opened} of ${count} connections could be opened`);
    await ends.server.call("accepted", count);
    const closing = performance.now();
    await ends.client.tell("client", "close");
    await settle(ends.client);
    await setTimeout(Math.max(0, closing + Number(values["waitSeconds"]) * 1000 - performance.now()));
    const inTimeWait = (await tcpStates(ends.client)).get(states.timeWait) ?? 0;
    const reconnected = Number(await ends.client.tell("client", "again"));
    // Older than was asked for, they may come back although they should not.
    const delayMs = Number(sysctls["net.ipv4.tcp_tw_reuse_delay"] ?? 1000);
    const wasYoung = Number(values["waitSeconds"]) * 1000 <= delayMs;
    if (wasYoung && performance.now() - closing > delayMs) throw new LateError();
    const grown = growth(before, await ends.client.counters(), counted);
    return { observed: { timeWait: inTimeWait, reconnected, ...grown }, sysctls };
  },
} satisfies Scenario;

/** While there are free ports besides, chance decides whether a search meets one of them or one in TIME_WAIT. */
function mayBeRecycled(count: number, params: Values): boolean {
  const [low = 0, high = 0] = String(params["net.ipv4.ip_local_port_range"]).split(" ").map(Number);
  const connections = Number(params["connections"]);
  const waiting = Math.min(connections, Number(params["net.ipv4.tcp_max_tw_buckets"]));
  const free = high - low + 1 - waiting;
  return count >= Math.min(waiting, connections - free) && count <= waiting;
}

/** Waits for the other side to close all connections, too. */
async function settle(host: Host): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const found = [...(await tcpStates(host)).keys()];
    if (found.every((state) => state === states.timeWait || state === states.listen)) return;
    if (performance.now() - startedAt > settleMs) throw new LateError();
    await setTimeout(5);
  }
}

async function tcpStates(host: Host): Promise<ReadonlyMap<string, number>> {
  return countTcpStates(await host.call("read", "/proc/net/tcp"));
}
