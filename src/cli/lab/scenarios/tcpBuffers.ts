import { serverAddress, type Bench, type Pair } from "../bench";
import { growth } from "../counters";
import type { Host } from "../host";
import { LabError } from "../labError";
import { Sockets } from "../sockets";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";

const port = 5000;
/** The writer tries again after this long, and gives up when nothing was taken for so many times. */
const pauseSeconds = 0.02;
const pauses = 35;

export const tcpBuffers = {
  id: "tcp-buffers",
  summary: "a sender that writes until nothing moves any more, to a reader that never reads (Perl)",
  parameters: {
    receiveBuffer: { kind: "integer", minimum: 0, maximum: 2 ** 31 - 1 },
    sendBuffer: { kind: "integer", minimum: 0, maximum: 2 ** 31 - 1 },
    writeSize: { kind: "integer", minimum: 1, maximum: 1_000_000, default: 16_384 },
    "net.ipv4.tcp_rmem": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_wmem": { kind: "sysctl", scope: "namespace" },
    "net.core.rmem_max": { kind: "sysctl", scope: "machine" },
    "net.core.wmem_max": { kind: "sysctl", scope: "machine" },
    path: { kind: "choice", choices: ["veth", "loopback"] },
  },
  run: async (bench, values) => {
    const isLoopback = values["path"] === "loopback";
    const { client, server } = isLoopback ? await aloneWith(bench) : await bench.addPair();
    const sysctls = await bench.applySysctls(server);
    if (!isLoopback) await bench.applySysctls(client);
    const address = isLoopback ? "127.0.0.1" : serverAddress;
    await listen(server, address, values);
    const before = await server.counters();
    const written = await fill(client, address, values);
    const counters = growth(before, await server.counters(), ["TcpExt.TCPToZeroWindowAdv"]);
    const [recvQueue, sendQueue] = [await queueOf(server, "Recv-Q"), await queueOf(client, "Send-Q")];
    return { observed: { written, recvQueue, sendQueue, ...counters }, sysctls };
  },
} satisfies Scenario;

async function aloneWith(bench: Bench): Promise<Pair> {
  const host = await bench.addHost();
  return { client: host, server: host };
}

/** Buffers are set before the handshake, which settles how large a window can ever become. */
async function listen(server: Host, address: string, { receiveBuffer }: Values): Promise<void> {
  const sockets = await Sockets.start(server, "receiver");
  await sockets.tell("open", "listener");
  if (receiveBuffer !== undefined) await sockets.tell("option", "listener", "SO_RCVBUF", receiveBuffer);
  await sockets.tell("bind", "listener", address, port);
  await sockets.tell("listen", "listener", 1);
}

/** Writes until nothing is taken any more; the answer is how many bytes were. */
async function fill(client: Host, address: string, { sendBuffer, writeSize }: Values): Promise<number> {
  // Autotuning follows the congestion window; every kernel has this algorithm, whatever the machine's default is.
  await client.writeSysctl("net.ipv4.tcp_congestion_control", "reno");
  const sockets = await Sockets.start(client, "sender");
  await sockets.tell("open", "sender");
  if (sendBuffer !== undefined) await sockets.tell("option", "sender", "SO_SNDBUF", sendBuffer);
  await sockets.tell("connect", "sender", address, port);
  return Number.parseInt(await sockets.tell("fill", "sender", Number(writeSize), pauseSeconds, pauses), 10);
}

/** A queue of the connection as `ss` shows it: of the receiver's end, or of the sender's. */
async function queueOf(host: Host, queue: "Recv-Q" | "Send-Q"): Promise<number> {
  const end = queue === "Recv-Q" ? "sport" : "dport";
  const line = await host.run(["ss", "-Htn", "state", "established", end, "=", `:${port}`]);
  const [, received, sent] = /^\s*(\d+)\s+(\d+)/.exec(line) ?? [];
  const bytes = queue === "Recv-Q" ? received : sent;
  if (bytes === undefined) throw new LabError("ss does not show the connection");
  return Number(bytes);
}
