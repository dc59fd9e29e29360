import { serverAddress, type Bench, type Pair } from "../bench";
import { growth } from "../counters";
import { LabError } from "../labError";
import type { Scenario } from "../scenario";

const port = 5000;

export const udpReceiveBuffer = {
  id: "udp-receive-buffer",
  summary: "datagrams to a socket that nobody reads from",
  parameters: {
    receiveBuffer: { kind: "integer", minimum: 0, maximum: 2 ** 31 - 1 },
    payload: { kind: "integer", minimum: 0, maximum: 65_507, default: 1000 },
    datagrams: { kind: "integer", minimum: 0, maximum: 20_000, default: 500 },
    "net.core.rmem_default": { kind: "sysctl", scope: "machine" },
    "net.core.rmem_max": { kind: "sysctl", scope: "machine" },
    path: { kind: "choice", choices: ["veth", "loopback"] },
  },
  run: async (bench, values) => {
    const isLoopback = values["path"] === "loopback";
    const { client, server } = isLoopback ? await aloneWith(bench) : await bench.addPair();
    const host = isLoopback ? "127.0.0.1" : serverAddress;
    const receiveBuffer = values["receiveBuffer"] as number | undefined;
    await server.call("openIdle", {
      kind: "receiver",
      host,
      port,
      ...(receiveBuffer !== undefined && { receiveBuffer }),
    });
    const before = await server.counters();
    await client.call("sendInTurn", {
      host,
      port,
      payload: Number(values["payload"]),
      count: Number(values["datagrams"]),
    });
    const memory = parseMemory(await server.run(["ss", "-Hulmn", "sport", "=", `:${port}`]));
    const grown = growth(before, await server.counters(), ["Udp.RcvbufErrors", "Udp.InErrors"]);
    const queued = await server.call("drainIdle");
    const truesize = queued === 0 ? undefined : memory.charged / queued;
    return { observed: { receiveBufferBytes: memory.limit, truesize, queued, ...grown }, sysctls: {} };
  },
} satisfies Scenario;

async function aloneWith(bench: Bench): Promise<Pair> {
  const host = await bench.addHost();
  return { client: host, server: host };
}

/** `skmem:(r4608,rb8192,…)`: what is charged to the socket and how much may be, in bytes. */
function parseMemory(text: string): { readonly charged: number; readonly limit: number } {
  const [, charged, limit] = /skmem:\(r(\d+),rb(\d+),/.exec(text) ?? [];
  if (charged === undefined || limit === undefined) throw new LabError("ss does not show the receiver's memory");
  return { charged: Number(charged), limit: Number(limit) };
}
