import { setTimeout } from "node:timers/promises";
import { serverAddress, type Pair } from "../bench";
import { countTcpStates, growth, type Counters } from "../counters";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";

const port = 5000;

/** Both sides repeat an unanswered segment after this long; looks have to be over before. */
const retransmissionMs = 1000;

/** Handshakes are over within the system call that begins them; this is for a busy machine. */
const settleMs = 50;

/** The `st` of /proc/net/tcp. */
const states = { established: "01", synSent: "02", synReceived: "03" } as const;

/** What the two sides of a listener that nobody serves look like, before anything is sent twice. */
export interface ListenerLook {
  readonly clientEstablished: number;
  readonly clientSynSent: number;
  readonly acceptQueue: number;
  readonly halfOpen: number;
  readonly counters: Counters;
}

/** Opens a listener that nobody serves, and connections to it in one go. Throws `LateError` on a machine too busy. */
export async function connectToIdleListener(
  { client, server }: Pair,
  backlog: number,
  connections: number,
): Promise<ListenerLook> {
  await server.call("openIdle", { kind: "listener", host: serverAddress, port, backlog });
  const before = await server.counters();
  const startedAt = performance.now();
  await client.call("connect", serverAddress, port, connections);
  await setTimeout(settleMs);
  const [clientStates, serverStates, after, acceptQueue] = await Promise.all([
    tcpStates(client),
    tcpStates(server),
    server.counters(),
    acceptQueueLength(server),
  ]);
  if (performance.now() - startedAt > 0.9 * retransmissionMs) throw new LateError();
  return {
    clientEstablished: clientStates.get(states.established) ?? 0,
    clientSynSent: clientStates.get(states.synSent) ?? 0,
    acceptQueue,
    halfOpen: serverStates.get(states.synReceived) ?? 0,
    counters: growth(before, after, Object.keys(after)),
  };
}

async function tcpStates(host: Host): Promise<ReadonlyMap<string, number>> {
  return countTcpStates(await host.call("read", "/proc/net/tcp"));
}

/** The Recv-Q of the listener. */
async function acceptQueueLength(server: Host): Promise<number> {
  const line = await server.run(["ss", "-Hltn", "sport", "=", `:${port}`]);
  const queue = /^LISTEN\s+(\d+)/.exec(line)?.[1];
  if (queue === undefined) throw new LabError("ss does not show the listener");
  return Number(queue);
}
