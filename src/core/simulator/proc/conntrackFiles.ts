import type { Host } from "../machine/host";
import type { Conntrack } from "../machine/netfilter/conntrack";
import { status } from "../machine/netfilter/table";
import { tcpStates } from "../machine/netfilter/tcpTracker";
import { protocolNumber, Tuple } from "../machine/netfilter/tuple";
import type { ProcLayout } from "./layout";

/** `/proc/net/nf_conntrack`: one line a connection, as they are found in the table (`ct_seq_show`). */
export function conntrackTable({ netfilter }: Host): string {
  if (!netfilter) return "";
  const { conntrack } = netfilter;
  const lines: string[] = [];
  for (let entry = 0; entry < conntrack.table.used; entry++) {
    const flags = conntrack.table.status[entry] ?? 0;
    if (flags & status.confirmed && !conntrack.isExpired(entry)) lines.push(entryLine(conntrack, entry, flags));
  }
  return lines.join("");
}

function entryLine({ table, addresses, nowNs }: Conntrack, entry: number, flags: number): string {
  const tuple = new Tuple();
  const direction = (node: number): string => {
    table.getTuple(node, tuple);
    const { source, destination, sourcePort, destinationPort } = tuple;
    return `src=${addresses.text(source)} dst=${addresses.text(destination)} sport=${sourcePort} dport=${destinationPort} `;
  };
  const original = direction(2 * entry);
  const reply = direction(2 * entry + 1);
  const isTcp = tuple.protocol === protocolNumber.tcp;
  const seconds = Math.max(0, Math.floor(((table.expiresNs[entry] ?? 0) - nowNs) / 1e9));
  const state = isTcp ? `${tcpStates[table.state[entry] ?? 0] ?? ""} ` : "";
  const protocol = isTcp ? `tcp      ${protocolNumber.tcp}` : `udp      ${protocolNumber.udp}`;
  const unreplied = flags & status.seenReply ? "" : "[UNREPLIED] ";
  const assured = flags & status.assured ? "[ASSURED] " : "";
  return `ipv4     2 ${protocol} ${seconds} ${state}${original}${unreplied}${reply}${assured}mark=0 zone=0 use=2\n`;
}

/** Columns that another figure of the machine stands in. */
const figureOf: Readonly<Record<string, string>> = { chainlength: "chaintoolong" };
/** Columns with two blanks before them. */
const groups = ["clashres", "expect_new"];

/** `/proc/net/stat/nf_conntrack`: a line for each CPU (`ct_cpu_seq_show`). What happened is all counted on the first. */
export function conntrackStatistics({ netfilter, counters, machine }: Host, layout: ProcLayout): string {
  const columns = layout.conntrackStatistics.split(" ");
  const counted: Readonly<Record<string, number>> = counters;
  const row = (cells: readonly string[]): string =>
    `${cells.map((cell, at) => (groups.includes(columns[at] ?? "") ? ` ${cell}` : cell)).join(" ")}\n`;
  const cpus = machine.cpus.map((_, cpu) =>
    row(
      columns.map((column) => {
        const figure = cpu === 0 ? (counted[`conntrack.${figureOf[column] ?? column}`] ?? 0) : 0;
        return (column === "entries" ? (netfilter?.conntrack.table.count ?? 0) : figure).toString(16).padStart(8, "0");
      }),
    ),
  );
  return row(columns) + cpus.join("");
}
