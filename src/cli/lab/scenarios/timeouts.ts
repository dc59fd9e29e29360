import { clientAddress, device, nobodysMac, serverAddress, type Pair } from "../bench";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";
import { Sockets } from "../sockets";
import { expectedSeconds } from "./expectedWait";

const port = 5000;
const clientPort = 6000;
const limitSeconds = 180;

/** What came of waiting, in seconds of the wall clock. */
interface Wait {
  /** From when seconds are counted. */
  readonly startedAt: number;
  readonly segments: readonly number[];
  readonly endedAt: number;
  /** What the application was told; nothing where no application knows of the connection yet. */
  readonly errno?: string;
}

export const timeouts = {
  id: "timeouts",
  summary: "how long TCP tries when nothing comes back: of connect, of a SYN-ACK, of data, of keepalive (Perl)",
  limitSeconds: limitSeconds + 20,
  parameters: {
    kind: { kind: "choice", choices: ["connect", "synack", "data", "keepalive"] },
    "net.ipv4.tcp_syn_retries": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_syn_linear_timeouts": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_synack_retries": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_retries2": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_keepalive_time": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_keepalive_intvl": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_keepalive_probes": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_rto_max_ms": { kind: "sysctl", scope: "namespace" },
  },
  run: async (bench, values) => {
    const pair = await bench.addPair();
    const sysctls = await bench.applySysctls(pair.client);
    await bench.applySysctls(pair.server);
    refuseLongWait({ ...values, ...sysctls });
    const { startedAt, segments, endedAt, errno } = await waits[values["kind"] as keyof typeof waits](pair);
    const since = (at: number): number => Math.round((at - startedAt) * 1000) / 1000;
    return { observed: { seconds: since(endedAt), segmentsAt: segments.map(since), errno }, sysctls };
  },
} satisfies Scenario;

function refuseLongWait(values: Values): void {
  const seconds = expectedSeconds(values);
  if (seconds <= limitSeconds) return;
  throw new LabError(
    `kind=${String(values["kind"])} would take about ${Math.round(seconds)} s with these settings, and a lab waits ${limitSeconds} s at most; see the parameters net.ipv4.tcp_*`,
  );
}

/** Each kind of connection whose answers are lost on the way. */
const waits = {
  connect: async ({ client }: Pair): Promise<Wait> => {
    await losePackets(client, serverAddress);
    const sockets = await openWatched(client);
    await sockets.tell("connect", "client", serverAddress, port);
    return fromFirst(await untilFailure(sockets));
  },

  // As the SYN-ACK is lost, there is no last ACK. Nor does the client send its SYN again: it is closed at once.
  synack: async ({ client, server }: Pair): Promise<Wait> => {
    await losePackets(server, clientAddress);
    const listening = await listen(server);
    await listening.tell("watch");
    const connecting = await Sockets.start(client);
    await connecting.tell("open", "client");
    await connecting.tell("bind", "client", clientAddress, clientPort);
    await connecting.tell("connect", "client", serverAddress, port);
    await connecting.tell("close", "client");
    await listening.tell("absence", serverAddress, port, clientAddress, clientPort);
    return fromFirst(await whatLeft(listening));
  },

  data: async (pair: Pair): Promise<Wait> => {
    const { sockets } = await establishAndCut(pair);
    await sockets.tell("write", "client", 1);
    return fromFirst(await untilFailure(sockets));
  },

  // Idle since the last ACK of the handshake.
  keepalive: async (pair: Pair): Promise<Wait> => {
    const { sockets, establishedAt } = await establishAndCut(pair, "SO_KEEPALIVE");
    return { startedAt: establishedAt, ...(await untilFailure(sockets)) };
  },
} as const;

/** Sends what a host has for another to an Ethernet address nobody has: it crosses the cable and is lost there. */
async function losePackets(host: Host, address: string): Promise<void> {
  await host.ip(`neigh replace ${address} lladdr ${nobodysMac} dev ${device} nud permanent`);
}

async function listen(server: Host): Promise<Sockets> {
  const sockets = await Sockets.start(server);
  await sockets.tell("open", "listener");
  await sockets.tell("bind", "listener", serverAddress, port);
  await sockets.tell("listen", "listener", 1);
  return sockets;
}

async function openWatched(client: Host, ...options: readonly string[]): Promise<Sockets> {
  const sockets = await Sockets.start(client);
  await sockets.tell("watch");
  await sockets.tell("open", "client");
  for (const name of options) await sockets.tell("option", "client", name, 1);
  return sockets;
}

/** A connection that the client's packets leave no more; it was established at that second. */
async function establishAndCut(
  { client, server }: Pair,
  ...options: readonly string[]
): Promise<{ sockets: Sockets; establishedAt: number }> {
  await listen(server);
  const sockets = await openWatched(client, ...options);
  await sockets.tell("connect", "client", serverAddress, port);
  await losePackets(client, serverAddress);
  const [, establishedAt, ...more] = await segmentsOf(sockets);
  // On a busy machine the handshake may last, or a keepalive probe be answered before the cut.
  if (establishedAt === undefined || more.length > 0) throw new LateError();
  return { sockets, establishedAt };
}

async function untilFailure(sockets: Sockets): Promise<Omit<Wait, "startedAt">> {
  const errno = await sockets.tell("failure", "client");
  return { errno, ...(await whatLeft(sockets)) };
}

/** When segments left; the last packet is the one that notes when it was over. */
async function whatLeft(sockets: Sockets): Promise<Pick<Wait, "segments" | "endedAt">> {
  const times = await segmentsOf(sockets);
  const [endedAt = Number.NaN] = times.slice(-1);
  return { segments: times.slice(0, -1), endedAt };
}

/** When segments left since the last look. */
async function segmentsOf(sockets: Sockets): Promise<readonly number[]> {
  const [, ...times] = (await sockets.tell("left")).split(" ");
  return times.map(Number);
}

function fromFirst(wait: Omit<Wait, "startedAt">): Wait {
  const [startedAt] = wait.segments;
  if (startedAt === undefined) throw new LabError("no segment was seen to leave");
  return { startedAt, ...wait };
}
