import { setTimeout } from "node:timers/promises";
import { clientMac, device, nobodysMac, serverAddress, serverMac, type Bench } from "../bench";
import { parseSoftnet, parseTransmitted, type SoftnetLine } from "../counters";
import type { Host } from "../host";
import { LabError, LateError } from "../labError";
import type { Scenario } from "../scenario";

const port = 9;
/** TCA_ACT_MAX_PRIO: a filter takes no more actions. */
const actionsPerFilter = 32;
const mostCopies = 10_000;
const clientEnd = (index: number): string => `tx${index}`;
const serverEnd = (index: number): string => `rx${index}`;

export const receiveBacklog = {
  id: "receive-backlog",
  summary: "packets that all wait before the softirq runs, in the CPU's backlog or in NAPIs of their own",
  parameters: {
    packets: { kind: "integer", minimum: 1, maximum: mostCopies, default: 1100 },
    napis: { kind: "integer", minimum: 0, maximum: 32, default: 0 },
    "net.core.netdev_max_backlog": { kind: "sysctl", scope: "machine" },
    "net.core.netdev_budget": { kind: "sysctl", scope: "machine" },
    "net.core.dev_weight": { kind: "sysctl", scope: "machine" },
  },
  check: ({ packets, napis }) => {
    const copies = Number(packets) * Math.max(1, Number(napis));
    if (copies > mostCopies) throw new LabError(`packets × napis = ${copies}: no more than ${mostCopies} are possible`);
  },
  run: async (bench, values) => {
    const packets = Number(values["packets"]);
    const napis = Number(values["napis"]);
    const cables = Math.max(1, napis);
    const { client, server } = await addCables(bench, cables, napis > 0);
    const copies = packets * cables;
    await multiplyPackets(client, copies, cables);

    const [received, softnet] = [await receivedPackets(server), await readSoftnet(server)];
    await client.call("sendInTurn", { host: serverAddress, port, payload: 100, count: 1 });
    const delivered = (await receivedOnceOver(client, server, copies + received)) - received;
    const grown = busiestCpu(softnet, await readSoftnet(server));
    return {
      observed: { delivered, "softnet.dropped": grown.dropped, "softnet.time_squeeze": grown.timeSqueeze },
      sysctls: {},
    };
  },
} satisfies Scenario;

async function receivedPackets(server: Host): Promise<number> {
  return (await server.counters())["Ip.InReceives"] ?? 0;
}

async function readSoftnet(host: Host): Promise<readonly SoftnetLine[]> {
  return parseSoftnet(await host.call("read", "/proc/net/softnet_stat"));
}

/** Waits until so many packets were received or dropped: ksoftirqd may go on after the system call. */
async function receivedOnceOver(client: Host, server: Host, packets: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    await setTimeout(20);
    const received = await receivedPackets(server);
    const devices = parseTransmitted(await client.call("read", "/proc/net/dev")).values();
    const dropped = [...devices].reduce((sum, device) => sum + device.dropped, 0);
    // One more pause, for the softirq to end and count that.
    if (received + dropped >= packets) return setTimeout(20, received);
  }
  throw new LateError();
}

/**
 * Veth pairs from a client to a server, and the device on which the client sends: its other end is in the client too,
 * and never gets anything. All ends at the server have one Ethernet address, as copies of a packet do.
 */
async function addCables(bench: Bench, count: number, isNapi: boolean): Promise<{ client: Host; server: Host }> {
  const [client, server] = await Promise.all([bench.addHost(), bench.addHost()]);
  const indexes = Array.from({ length: count }, (_, index) => index);
  await client.ip(
    `link add ${device} address ${clientMac} type veth peer name veth1 address ${nobodysMac}`,
    `addr add 10.0.0.1/24 dev ${device}`,
    `neigh add ${serverAddress} lladdr ${serverMac} dev ${device} nud permanent`,
    ...[device, "veth1"].map((name) => `link set ${name} up`),
    ...indexes.flatMap((index) => [
      `link add ${clientEnd(index)} type veth peer name ${serverEnd(index)} address ${serverMac} netns ${server.pid}`,
      `link set ${clientEnd(index)} up`,
    ]),
  );
  if (isNapi) {
    // With GRO a veth polls a ring of its own, but only for packets that no segmentation offload has touched.
    for (const index of indexes) {
      await server.run(["ethtool", "-K", serverEnd(index), "gro", "on"]);
      await client.run(["ethtool", "-K", clientEnd(index), "tso", "off"]);
    }
  }
  await server.ip(...indexes.map((index) => `link set ${serverEnd(index)} up`));
  await Promise.all([client.linksAreUp(), server.linksAreUp()]);
  return { client, server };
}

/**
 * Has every packet that leaves the client's device go to the cables instead, in so many copies. They are made with
 * bottom halves disabled, so that no softirq runs before the last of them is queued.
 */
async function multiplyPackets(client: Host, copies: number, cables: number): Promise<void> {
  const actions = Array.from({ length: copies }, (_, index) => {
    const verb = index === copies - 1 ? "redirect" : "mirror";
    const isLastOfFilter = (index + 1) % actionsPerFilter === 0;
    const control = verb === "redirect" ? "" : isLastOfFilter ? " continue" : " pipe";
    return ` action mirred egress ${verb} dev ${clientEnd(index % cables)}${control}`;
  });
  const filters = Array.from({ length: Math.ceil(copies / actionsPerFilter) }, (_, index) => {
    const some = actions.slice(index * actionsPerFilter, (index + 1) * actionsPerFilter).join("");
    return `filter add dev ${device} egress pref ${index + 1} protocol ip u32 match u32 0 0${some}`;
  });
  const lines = [`qdisc add dev ${device} clsact`, ...filters].join("\n");
  const hint = "the kernel may lack the module sch_ingress, cls_u32 or act_mirred";
  await client.run(["tc", "-batch", "-"], `${lines}\n`, hint);
}

/** The growth on the CPU that did most: packets of others, elsewhere, do not count. */
function busiestCpu(before: readonly SoftnetLine[], after: readonly SoftnetLine[]): SoftnetLine {
  const grown = after.map((line, cpu) => ({
    processed: line.processed - (before[cpu]?.processed ?? 0),
    dropped: line.dropped - (before[cpu]?.dropped ?? 0),
    timeSqueeze: line.timeSqueeze - (before[cpu]?.timeSqueeze ?? 0),
  }));
  return grown.reduce((most, one) => (one.processed + one.dropped > most.processed + most.dropped ? one : most));
}
