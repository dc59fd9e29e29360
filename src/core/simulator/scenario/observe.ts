import { dropPlaces, type DropPlace } from "../machine/counters";
import type { Host } from "../machine/host";
import { isHardware, observeHardware } from "./observeHardware";
import { observeTcp } from "./observeTcp";
import { conntrackEntries } from "../machine/netfilter/entries";
import { found } from "./parameters";
import type { Topology } from "./topology";
import type { ObserveSpec, DropFacts, ScenarioLibrary } from "./types";
import type { Workload } from "./workload";

/** Packets lost at one place. */
export interface Drop extends DropFacts {
  readonly place: DropPlace;
  readonly count: number;
}

/** What can be observed: a figure, one for each of several things, or a word such as an errno. */
export type Figure = number | string | readonly number[];

/** Reads one figure of a machine; of hosts in copies, the sum of all. `undefined` is not known at that time. */
export function observe(spec: ObserveSpec, topology: Topology, workload: Workload): Figure | undefined {
  if ("counter" in spec) return sumOf(topology.copiesOf(spec.host), ({ counters }) => counters[spec.counter]);
  if ("requests" in spec) return found(workload.requests.get(spec.requests), `step ${spec.requests}`)[spec.field];
  if ("tcp" in spec) return observeTcp(spec, topology);
  if (isHardware(spec)) return observeHardware(spec, topology);
  if ("translatedBy" in spec) return topology.copiesOf(spec.translatedBy).flatMap(translatedPorts);
  if ("clients" in spec) {
    const clients = found(workload.clients.get(spec.clients), `step ${spec.clients}`);
    if ("state" in spec) return clients.filter(({ state }) => state === spec.state).length;
    return sumOf(clients, (client) => client[spec.field]);
  }
  if ("result" in spec) return resultOf(spec, workload);
  if ("devices" in spec)
    return sumOf(topology.copiesOf(spec.devices), ({ devices }) => sumOf(devices, (device) => device[spec.field]));
  return sumOf(topology.socketsOf(spec.socket), (socket) => socketFigure(socket, spec.field));
}

/** What a step has found out, `undefined` before it has. Seconds are rounded to milliseconds. */
function resultOf(
  { result, since }: Extract<ObserveSpec, { result: string }>,
  { results }: Workload,
): Figure | undefined {
  const figure = results.get(result);
  if (figure === undefined || since === undefined) return figure;
  const start = Number(results.get(since));
  const seconds = (at: number): number => Math.round((at - start) * 1000) / 1000;
  return typeof figure === "object" ? figure.map(seconds) : seconds(Number(figure));
}

function translatedPorts({ netfilter }: Host): readonly number[] {
  if (!netfilter) return [];
  return [...conntrackEntries(netfilter.conntrack)]
    .filter(({ isTranslated }) => isTranslated)
    .map(({ reply }) => reply.destination.port)
    .sort((a, b) => a - b);
}

type SocketField = Extract<ObserveSpec, { socket: string }>["field"];

function socketFigure(socket: ReturnType<Topology["socketsOf"]>[number], field: SocketField): number {
  const figures: Partial<Record<SocketField, number>> = socket;
  return found(figures[field], `${field} of that socket`);
}

function sumOf<Item>(items: readonly Item[], figure: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}

/** Where packets were lost, in the order of the way they take. */
export function dropsOf({ hosts }: Topology, facts: ScenarioLibrary["drops"]): Drop[] {
  return dropPlaces
    .map((place) => ({
      place,
      ...facts[place],
      count: hosts.reduce((sum, { drops }) => sum + (drops.get(place) ?? 0), 0),
    }))
    .filter(({ count }) => count > 0);
}

/** Packets that are neither lost nor arrived. */
export function packetsInFlight({ hosts, machine }: Topology): number {
  const ofHost = ({ devices, udpSockets, ip }: Host): number =>
    devices.reduce((sum, device) => sum + device.queued + device.inFlight, 0) +
    [...udpSockets.values()].reduce((sum, socket) => sum + socket.queued, 0) +
    ip.held;
  return machine.inBacklogs + hosts.reduce((sum, host) => sum + ofHost(host), 0);
}
