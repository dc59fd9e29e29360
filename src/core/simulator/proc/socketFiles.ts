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

/** Numbers of what a timer waits for; 0 is none. */
const timerNumbers = { retransmit: 1, keepalive: 2, timewait: 3, probe: 4 } as const;
/** Times are counted in hundredths of a second (USER_HZ). */
const clockTickNs = 10_000_000;

/** `/proc/net/tcp` (`tcp4_seq_show`). */
export function tcp(host: Host): string {
  const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const rows = tcpRows(host).map((row, at) => `${String(at).padStart(4)}: ${common(row)} ${tcpDetails(row)}`);
  return [header, ...rows].map((line) => `${line.padEnd(tcpWidth)}\n`).join("");
}

/** References and address of the socket; then its timeout, delay of ACKs, congestion window and threshold. */
function tcpDetails({ state, socket }: SocketRow): string {
  if (state === "LISTEN") return `1 ${pointer} 100 0 0 10 0`;
  if (!socket) return `1 ${pointer}`;
  const { timers, congestion } = socket;
  const threshold = congestion.isInSlowStart && congestion.threshold >= 0x7fffffff ? -1 : congestion.threshold;
  return `1 ${pointer} ${Math.round(timers.timeoutNs / clockTickNs)} 0 0 ${congestion.window} ${threshold}`;
}

/** `/proc/net/udp` (`udp4_seq_show`). The number in front is that of the hash bucket. */
export function udp(host: Host): string {
  const header =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
  const rows = udpRows(host).map(
    (row) => `${String(row.local.port).padStart(5)}: ${common(row)} 2 ${pointer} ${row.memory?.drops ?? 0}`,
  ); // prettier-ignore
  return [header, ...rows].map((line) => `${line.padEnd(udpWidth)}\n`).join("");
}

function common({ local, remote, state, receiveQueue, sendQueue, timer }: SocketRow): string {
  // A listener shows its backlog to ss only.
  const queues = `${hex(state === "LISTEN" ? 0 : sendQueue, 8)}:${hex(receiveQueue, 8)}`;
  const left = Math.max(0, Math.ceil((timer?.leftNs ?? 0) / clockTickNs));
  const timing = `${hex(timer ? timerNumbers[timer.kind] : 0, 2)}:${hex(left, 8)} ${hex(timer?.retransmits ?? 0, 8)}`;
  const owner = `${String(0).padStart(5)} ${String(timer?.probes ?? 0).padStart(8)} ${inode}`;
  const ends = `${hexEndpoint(local)} ${hexEndpoint(remote)} ${hex(stateNumbers[state] ?? 7, 2)}`;
  return `${ends} ${queues} ${timing} ${owner}`;
}
