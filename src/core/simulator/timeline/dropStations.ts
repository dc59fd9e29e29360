import type { DropPlace } from "../machine/counters";
import type { StationKind, Way } from "./station";

/** What of a host decides where on its path some losses happen. */
export interface HostTraits {
  /** Packets pass through it. */
  readonly forwards: boolean;
  /** It has sockets others talk to. */
  readonly serves: boolean;
  readonly hasCard: boolean;
}

type Place = readonly [Way, StationKind];

const places: Readonly<Record<DropPlace, Place | ((host: HostTraits) => Place)>> = {
  "nic-receive-ring": ["receive", "rx-ring"],
  "cpu-backlog": ["receive", "cpu-backlog"],
  "no-address": ["receive", "ip"],
  "no-route": ["receive", "ip"],
  "forward-mtu": ["receive", "ip"],
  "fragment-timeout": ["receive", "ip"],
  "udp-no-socket": ["receive", "udp"],
  "tcp-no-socket": ["receive", "tcp"],
  "request-queue": ["receive", "syn-queue"],
  "syn-backlog": ["receive", "syn-queue"],
  "accept-queue-syn": ["receive", "accept-queue"],
  "accept-queue-ack": ["receive", "accept-queue"],
  "udp-receive-buffer": ["receive", "receive-queue"],
  "tcp-zero-window": ["receive", "receive-queue"],
  "tcp-out-of-window": ["receive", "receive-queue"],
  "tcp-receive-queue": ["receive", "receive-queue"],
  filter: ["transmit", "ip"],
  "fragment-sibling": ["transmit", "ip"],
  "qdisc-limit": ["transmit", "qdisc"],
  "fq-flow-limit": ["transmit", "qdisc"],
  "tbf-burst": ["transmit", "qdisc"],
  "transmit-stopped": ({ hasCard }) => ["transmit", hasCard ? "tx-ring" : "wire"],
  // The sender of a veth sees that the ring at the other end is full.
  "veth-ring": ["transmit", "wire"],
  // A connection begins where its first packet comes in, of a client where it goes out (nf_conntrack_in) …
  "conntrack-full": ({ forwards, serves }) => [forwards || serves ? "receive" : "transmit", "conntrack"],
  // … and enters the table behind the last hook (__nf_conntrack_confirm).
  "conntrack-clash": ({ forwards, serves }) => [serves && !forwards ? "receive" : "transmit", "conntrack"],
  "conntrack-chain": ({ forwards, serves }) => [serves && !forwards ? "receive" : "transmit", "conntrack"],
};

/** The station of a host at which packets of a place leave the path. */
export function stationOfDrop(place: DropPlace, host: HostTraits): Place {
  const found = places[place];
  return typeof found === "function" ? found(host) : found;
}
