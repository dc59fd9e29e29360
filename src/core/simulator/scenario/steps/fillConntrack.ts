import { protocolNumber, Tuple } from "../../machine/netfilter/tuple";
import { found, ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** Fills the connection table of its host with flows of UDP until so many places are free, at once. */
export interface FillConntrackSpec {
  readonly do: "fill-conntrack";
  readonly free: Ref<number>;
  /** Whether the flows count as answered and alive, and are kept under pressure. */
  readonly assured: Ref<number>;
}

const lifeNs = 3_600_000_000_000;
const domainPort = 53;
/** They come at once, and each takes memory. */
const mostEntries = 4_000_000;

export const fillConntrack: Step<FillConntrackSpec> = function* (step, { host, parameters }) {
  const { conntrack } = found(host.netfilter, `connection tracking on ${host.name}`);
  const isAssured = parameters.number(step.assured) !== 0;
  const entries = conntrack.most - parameters.number(step.free);
  if (entries > mostEntries) throw new ScenarioError(`${entries} connections to track; up to ${mostEntries} can be`);
  const tuple = new Tuple();
  tuple.protocol = protocolNumber.udp;
  tuple.destination = conntrack.addresses.number("10.255.1.1");
  tuple.destinationPort = domainPort;
  const first = conntrack.addresses.number("10.255.0.1");
  for (let at = 0; conntrack.table.count < entries; at++) {
    tuple.source = first + (at >> 16);
    tuple.sourcePort = at & 0xffff;
    if (!conntrack.insert(tuple, isAssured, lifeNs) && at > 2 * entries) break;
  }
  yield host.machine.costs.sendNs;
};
