import type { Cpu } from "../machine/cpu";
import type { Host } from "../machine/host";
import { connectNics, Nic, type NicOptions } from "../machine/nic";
import type { VethEnd } from "../machine/veth";
import { found, ScenarioError, type Parameters } from "./parameters";
import { defaultQdisc } from "./qdiscs";
import type { CardSpec, LinkSpec } from "./types";

/** What a card is like unless a scenario says otherwise. */
export const cardDefaults = {
  rateBits: 10_000_000_000,
  delayNs: 1000,
  rxRing: 512,
  txRing: 512,
  queues: 1,
  rxUsecs: 0,
  rxFrames: 1,
  txQueueLength: 1000,
} as const;

/** Bounds of what a card may be; above them memory or time would not do. */
const most = { rxRing: 65_536, txRing: 65_536, queues: 128 } as const;

/** Two cards and the wire between them. Throws `ScenarioError` for a figure no card can have. */
export function nicPair(link: LinkSpec, ends: [VethEnd, VethEnd], mtu: number, parameters: Parameters): [Nic, Nic] {
  const { card = {}, between } = link;
  const shared = optionsOf(card, parameters);
  const isThreaded = parameters.resolve(link.threaded ?? "no") === "yes";
  const makers = ends.map(({ host, name, addresses }, end) => (wire: NicOptions["wire"]) => {
    const cpus = interruptCpus(host, parameters.resolve(card.interruptCpu?.[between[end] ?? ""]));
    const nic = new Nic(host, name, addresses[0], mtu, { ...shared, isThreaded, cpus, wire }, addresses);
    nic.qdisc = defaultQdisc(nic, figure(card, "txQueueLength", parameters));
    return nic;
  }) as [(wire: NicOptions["wire"]) => Nic, (wire: NicOptions["wire"]) => Nic];
  return connectNics(...makers);
}

function optionsOf(card: CardSpec, parameters: Parameters): Omit<NicOptions, "wire" | "cpus" | "isThreaded"> {
  const number = (name: keyof typeof cardDefaults): number => figure(card, name, parameters);
  for (const name of ["rxRing", "txRing", "queues"] as const) {
    if (number(name) < 1 || number(name) > most[name]) throw new ScenarioError(`${name}: 1 to ${most[name]} can be`);
  }
  if (number("rateBits") < 1000) throw new ScenarioError("rateBits: a wire has at least 1000 bits a second");
  for (const name of ["delayNs", "rxUsecs", "rxFrames"] as const) {
    if (number(name) < 0) throw new ScenarioError(`${name}: 0 or more is needed`);
  }
  return {
    receiveDescriptors: number("rxRing"),
    transmitDescriptors: number("txRing"),
    rateBits: number("rateBits"),
    delayNs: number("delayNs"),
    queues: number("queues"),
    moderation: { usecs: number("rxUsecs"), frames: number("rxFrames") },
    hasByteLimit: parameters.resolve(card.byteLimit ?? "on") === "on",
  };
}

function figure(card: CardSpec, name: keyof typeof cardDefaults, parameters: Parameters): number {
  return parameters.resolve(card[name]) ?? cardDefaults[name];
}

/** All CPUs in turn, from the first one on. */
function interruptCpus({ machine: { cpus }, cpu }: Host, first: number = cpu.number): [Cpu, ...Cpu[]] {
  const start = found(cpus[first], `CPU ${first}`);
  return [start, ...cpus.slice(first + 1), ...cpus.slice(0, first)];
}
