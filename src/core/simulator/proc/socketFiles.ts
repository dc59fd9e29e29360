import type { Host } from "../machine/host";
import { hexEndpoint } from "./addresses";
import { tcpRows, udpRows, type SocketRow } from "./sockets";

/** States of a socket as numbers (include/net/tcp_states.h), by the names `ss` gives them. */
const stateNumbers: Readonly<Record<string, number>> = {
  ESTAB: 1, "SYN-SENT": 2, "SYN-RECV": 3, "FIN-WAIT-1": 4, "FIN-WAIT-2": 5, "TIME-WAIT": 6, UNCONN: 7, "CLOSE-WAIT": 8,
  "LAST-ACK": 9, LISTEN: 10, CLOSING: 11,
}; // prettier-ignore

// Both pad what they print to a width (seq_setwidth, seq_pad).
const tcpWidth = 149;
const udpWidth = 127;

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");

/** The kernel hides its pointers, and inodes belong to processes, which are not simulated. */
const inode = 0;
const pointer = "0".repeat(16);

/** `/proc/net/tcp` (`tcp4_seq_show`). */
export function tcp(host: Host): string {
  const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const rows = tcpRows(host).map((row, at) => {
    // A listener has no queue of bytes to send.
    const sendQueue = row.state === "LISTEN" ? 0 : row.sendQueue;
    return `${String(at).padStart(4)}: ${common(row, sendQueue)} 1 ${pointer} 100 0 0 10 0`;
  });
  return [header, ...rows].map((line) => `${line.padEnd(tcpWidth)}\n`).join("");
}

/** `/proc/net/udp` (`udp4_seq_show`). The number in front is that of the hash bucket. */
export function udp(host: Host): string {
  const header =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
  const rows = udpRows(host).map(
    (row) => `${String(row.local.port).padStart(5)}: ${common(row, row.sendQueue)} 2 ${pointer} ${row.memory?.drops ?? 0}`,
  ); // prettier-ignore
  return [header, ...rows].map((line) => `${line.padEnd(udpWidth)}\n`).join("");
}

function common({ local, remote, state, receiveQueue }: SocketRow, sendQueue: number): string {
  const queues = `${hex(sendQueue, 8)}:${hex(receiveQueue, 8)}`;
  const fixed = `00:${hex(0, 8)} ${hex(0, 8)} ${String(0).padStart(5)} ${String(0).padStart(8)} ${inode}`;
  return `${hexEndpoint(local)} ${hexEndpoint(remote)} ${hex(stateNumbers[state] ?? 7, 2)} ${queues} ${fixed}`;
}
