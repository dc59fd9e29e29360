import { device, nobodysMac, serverAddress } from "../bench";
import type { Host } from "../host";
import { LabError } from "../labError";
import type { Values } from "../parameters";
import type { Scenario } from "../scenario";

const port = 9;

/** More than a tbf with a queue of its own will ever be asked to hold. */
const amplyBytes = 1_000_000_000;

const moduleOf: Readonly<Record<string, string>> = { tbf: "sch_tbf", pfifo: "sch_fifo", bfifo: "sch_fifo" };

export const transmitQueue = {
  id: "transmit-queue",
  summary: "datagrams into a queueing discipline, limited in rate by tbf",
  parameters: {
    qdisc: { kind: "choice", choices: ["tbf", "pfifo", "bfifo", "noqueue"] },
    limit: { kind: "integer", minimum: 0, maximum: 1_000_000_000, default: 10_420 },
    rateBits: { kind: "integer", minimum: 0, maximum: 10_000_000_000, default: 8000 },
    burstBytes: { kind: "integer", minimum: 1, maximum: 100_000_000, default: 2000 },
    payload: { kind: "integer", minimum: 0, maximum: 65_507, default: 1000 },
    datagrams: { kind: "integer", minimum: 0, maximum: 10_000, default: 40 },
    sendBuffer: { kind: "integer", minimum: 0, maximum: 2 ** 31 - 1 },
  },
  check: ({ qdisc, rateBits, limit }) => {
    if (qdisc === "tbf" && (rateBits === 0 || limit === 0))
      throw new LabError("qdisc=tbf needs a rateBits and a limit above 0");
    // The kernel counts whole bytes a second.
    if (Number(rateBits) > 0 && Number(rateBits) < 8) throw new LabError("rateBits needs to be 0, or 8 or more");
  },
  run: async (bench, values) => {
    const { client } = await bench.addPair();
    await client.ip(`neigh replace ${serverAddress} lladdr ${nobodysMac} dev ${device} nud permanent`);
    await addQdiscs(client, values);
    const payload = Number(values["payload"]);
    const count = Number(values["datagrams"]);
    const sendBuffer = values["sendBuffer"] as number | undefined;
    const datagrams = { host: serverAddress, port, payload, count };
    const { completed, sent, seconds } = await client.call("sendAtOnce", datagrams, sendBuffer, device);
    const later = parseStatistics(await client.run(["tc", "-s", "-j", "qdisc", "show", "dev", device]));
    // What left between the last send and this look stood in the queue then.
    const queued = values["qdisc"] === "noqueue" ? 0 : later.queued + later.sent - sent;
    const { dropped } = later;
    return { observed: { sent, queued, dropped, sendErrors: count - completed, sendSeconds: seconds }, sysctls: {} };
  },
} satisfies Scenario;

/** A veth is never busy, so pfifo and bfifo only fill up inside a tbf; without a rate they stand alone. */
async function addQdiscs(client: Host, { qdisc, limit, rateBits, burstBytes }: Values): Promise<void> {
  const add = async (place: string, kind: string, options: string): Promise<void> => {
    const words = `${place} ${kind} ${options}`.split(" ");
    const hint = `the kernel may lack the module ${moduleOf[kind] ?? kind}`;
    await client.run(["tc", "qdisc", "add", "dev", device, ...words], "", hint);
  };
  if (qdisc === "noqueue") return;
  const isLimited = Number(rateBits) > 0;
  const ownLimit = qdisc === "tbf" ? limit : amplyBytes;
  if (isLimited) await add("root handle 1:", "tbf", `rate ${rateBits}bit burst ${burstBytes} limit ${ownLimit}`);
  if (qdisc !== "tbf") await add(isLimited ? "parent 1:1" : "root", String(qdisc), `limit ${limit}`);
}

/** The figures of the root of `tc -s -j qdisc`, in packets. */
function parseStatistics(json: string): { readonly sent: number; readonly queued: number; readonly dropped: number } {
  const qdiscs = JSON.parse(json) as readonly { root?: true; packets?: number; qlen?: number; drops?: number }[];
  const root = qdiscs.find((one) => one.root);
  return { sent: root?.packets ?? 0, queued: root?.qlen ?? 0, dropped: root?.drops ?? 0 };
}
