import { dropPlaces } from "../machine/counters";
import type { Host } from "../machine/host";
import { found, type Topology } from "./topology";
import type { ObserveSpec, DropFacts, ScenarioLibrary } from "./types";
import type { Workload } from "./workload";

/** Packets lost at one place. */
export interface Drop extends DropFacts {
  readonly count: number;
}

/** Reads one figure of a machine. */
export function observe(spec: ObserveSpec, topology: Topology, workload: Workload): number {
  if ("counter" in spec) return topology.host(spec.host).counters[spec.counter];
  if ("softnet" in spec) return topology.machine.softnet[spec.softnet];
  if ("clients" in spec) {
    const clients = found(workload.clients.get(spec.clients), `step ${spec.clients}`);
    return clients.filter(({ state }) => state === spec.state).length;
  }
  if ("devices" in spec) return sumOfDevices(topology.host(spec.devices), spec.field);
  return spec.field === "acceptQueue" || spec.field === "halfOpen"
    ? topology.listener(spec.socket)[spec.field]
    : topology.udp(spec.socket)[spec.field];
}

type DeviceField = Extract<ObserveSpec, { devices: string }>["field"];

function sumOfDevices({ devices }: Host, field: DeviceField): number {
  return devices.reduce((sum, device) => sum + device[field], 0);
}

/** Where packets were lost, in the order of the way they take. */
export function dropsOf({ hosts }: Topology, facts: ScenarioLibrary["drops"]): Drop[] {
  return dropPlaces
    .map((place) => ({
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
