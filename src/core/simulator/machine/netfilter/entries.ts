import type { Endpoint } from "../packet";
import type { Conntrack } from "./conntrack";
import { status } from "./table";
import { tcpStates } from "./tcpTracker";
import { protocolNumber, Tuple } from "./tuple";

/** A connection as `/proc/net/nf_conntrack` shows it. */
export interface ConntrackEntry {
  readonly protocol: "tcp" | "udp";
  /** `undefined` for UDP, which has none. */
  readonly state: string | undefined;
  readonly expiresNs: number;
  readonly original: Direction;
  readonly reply: Direction;
  /** Somebody has answered. */
  readonly isReplied: boolean;
  readonly isAssured: boolean;
  readonly isTranslated: boolean;
}

interface Direction {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** All connections of a table that have not timed out, oldest place first. */
export function* conntrackEntries(conntrack: Conntrack): Generator<ConntrackEntry, void> {
  const { table } = conntrack;
  for (let entry = 0; entry < table.used; entry++) {
    const bits = table.status[entry] as number;
    if (!(bits & status.confirmed) || conntrack.isExpired(entry)) continue;
    const isTcp = table.protocolOf(entry) === protocolNumber.tcp;
    yield {
      protocol: isTcp ? "tcp" : "udp",
      state: isTcp ? tcpStates[table.state[entry] as number] : undefined,
      expiresNs: table.expiresNs[entry] as number,
      original: direction(conntrack, 2 * entry),
      reply: direction(conntrack, 2 * entry + 1),
      isReplied: (bits & status.seenReply) !== 0,
      isAssured: (bits & status.assured) !== 0,
      isTranslated: (bits & status.sourceNat) !== 0,
    };
  }
}

function direction({ table, addresses }: Conntrack, node: number): Direction {
  const tuple = new Tuple();
  table.getTuple(node, tuple);
  return {
    source: { address: addresses.text(tuple.source), port: tuple.sourcePort },
    destination: { address: addresses.text(tuple.destination), port: tuple.destinationPort },
  };
}
