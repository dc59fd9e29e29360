import type { Topology } from "../scenario/topology";
import { HostPath } from "./hostPath";
import { mostHosts, type Probe } from "./probes";
import type { Station } from "./station";
import type { Series } from "./timeline";

/** The stations of the recorded hosts with what is at each, once a run has been recorded. */
export function stationsOf(topology: Topology, probes: readonly Probe[], series: readonly Series[]): Station[] {
  const levels = new Map(series.map((one) => [one.name, one]));
  return topology.hosts.slice(0, mostHosts).flatMap((host) => {
    const path = new HostPath(host, topology.machine, probes, levels);
    return [...path.stations("receive"), ...path.stations("transmit")];
  });
}
