import type { SackBlock } from "../packet";
import { packetsOf } from "./output";
import type { Segment } from "./segment";
import type { TcpSocket } from "./socket";
import { transmit } from "./transmit";

const reordering = 3; // net.ipv4.tcp_reordering

/** `tcp_sacktag_write_queue`: marks what the peer has beyond gaps; tells how many segments are new among it. */
export function markSacked(socket: TcpSocket, blocks: readonly SackBlock[]): number {
  const { sender } = socket;
  let marked = 0;
  for (let segment = sender.first; segment && segment !== sender.unsent; segment = segment.next) {
    if (segment.isSacked) continue;
    const { seq, end } = segment;
    const covers = blocks.find((block) => block.start <= seq && block.end > seq);
    if (!covers) continue;
    if (covers.end < end) {
      // Cut where the peer's knowledge ends (tcp_match_skb_to_sack).
      const known = Math.floor((covers.end - seq) / sender.mss) * sender.mss;
      if (known === 0 || known >= segment.bytes) continue;
      cut(socket, segment, known);
    }
    segment.isSacked = true;
    sender.sackedOut += segment.packets;
    marked += segment.packets;
    if (segment.isLost) sender.lostOut -= segment.packets;
    if (segment.isInRetransmission) sender.retransmittedOut -= segment.packets;
    segment.isLost = segment.isInRetransmission = false;
  }
  return marked;
}

/** `tcp_fastretrans_alert`: decides whether what is missing is lost. */
export function dupAcks(socket: TcpSocket, isDuplicate: boolean, isAdvance: boolean): void {
  const { sender, congestion, host } = socket;
  if (!socket.hasSack) countDuplicate(socket, isDuplicate, isAdvance);
  if (congestion.state === "loss") return;
  if (congestion.state === "recovery" || sender.sackedOut >= reordering) {
    markHoles(socket);
    if (congestion.state !== "recovery" && sender.lostOut > 0) {
      congestion.reduce("recovery", sender.next);
      socket.timers.tailProbeEnd = 0;
      host.counters[socket.hasSack ? "TcpExt.TCPSackRecovery" : "TcpExt.TCPRenoRecovery"]++;
    }
  } else if (congestion.state === "open" && sender.sackedOut > 0) {
    congestion.state = "disorder";
  } else if (congestion.state === "disorder" && sender.sackedOut === 0) {
    congestion.state = "open";
  }
}

/** Ends a recovery or the time after a timeout once all is acknowledged that was sent before it. */
export function exitRecovery({ congestion, sender, timers }: TcpSocket, before: number): void {
  if (sender.unacked > before && sender.retransmittedOut === 0) timers.firstRetransmitNs = -1;
  if (sender.unacked < congestion.recoveryEnd) return;
  if (congestion.isReducing) congestion.endReduction();
  else if (congestion.state === "loss") congestion.state = "open";
}

/** `tcp_xmit_retransmit_queue`: sends again what is lost, as far as the congestion window goes. */
export function retransmitLost(socket: TcpSocket): void {
  const { sender, congestion } = socket;
  if (sender.lostOut === 0) return;
  for (let segment = sender.first; segment && segment !== sender.unsent; segment = segment.next) {
    if (!segment.isLost || segment.isSacked || segment.isInRetransmission) continue;
    const quota = congestion.window - sender.inFlight;
    if (quota <= 0) return;
    const isHead = segment === sender.first;
    if (!retransmit(socket, segment, quota)) return;
    const { counters } = socket.host;
    if (congestion.state === "loss") counters["TcpExt.TCPSlowStartRetrans"]++;
    else counters["TcpExt.TCPFastRetrans"]++;
    if (isHead) socket.timers.rearmRetransmit();
  }
}

/** `__tcp_retransmit_skb`: sends up to so many segments of a packet again. */
export function retransmit(socket: TcpSocket, segment: Segment, most: number): boolean {
  const { sender, host, congestion } = socket;
  if (segment.seq < sender.unacked) segment.seq = sender.unacked;
  const isClosed = sender.windowEnd <= segment.seq;
  if (isClosed && segment.seq !== sender.unacked) return false;
  const open = isClosed ? sender.mss : Math.max(1, sender.windowEnd - segment.seq);
  const length = Math.min(sender.mss * most, Math.max(open, Math.min(open, sender.mss)));
  if (segment.bytes > length) cut(socket, segment, length);
  const { packets } = segment;
  host.counters["Tcp.RetransSegs"] += packets;
  if (!segment.isInRetransmission) sender.retransmittedOut += packets;
  segment.isRetransmitted = segment.isInRetransmission = true;
  congestion.noteSent(packets);
  transmit(socket, segment);
  return true;
}

/** `tcp_enter_loss`: after a timeout all that is not known to have arrived counts as lost. */
export function enterLoss(socket: TcpSocket): void {
  const { sender, congestion, timers } = socket;
  for (let segment = sender.first; segment && segment !== sender.unsent; segment = segment.next) {
    if (segment.isInRetransmission) sender.retransmittedOut -= segment.packets;
    segment.isInRetransmission = false;
    if (segment.isSacked || segment.isLost) continue;
    segment.isLost = true;
    sender.lostOut += segment.packets;
  }
  congestion.timeout(sender.next, sender.inFlight, timers.retransmits === 0);
}

/** Cuts a packet that was sent, and counts its segments anew. */
export function cut(socket: TcpSocket, segment: Segment, bytes: number): void {
  const { sender } = socket;
  const before = segment.packets;
  sender.split(segment, bytes);
  const rest = segment.next as Segment;
  segment.packets = packetsOf(segment, sender.mss);
  rest.packets = packetsOf(rest, sender.mss);
  const more = segment.packets + rest.packets - before;
  if (segment.sentNs < 0 || more === 0) return;
  sender.packetsOut += more;
  if (segment.isLost) sender.lostOut += more;
  if (segment.isSacked) sender.sackedOut += more;
  if (segment.isInRetransmission) sender.retransmittedOut += more;
}

/** Without SACK each duplicate acknowledgement stands for one segment that arrived (`tcp_add_reno_sack`). */
function countDuplicate({ sender }: TcpSocket, isDuplicate: boolean, isAdvance: boolean): void {
  if (isAdvance) sender.sackedOut = 0;
  else if (isDuplicate && sender.sackedOut < sender.packetsOut - 1) sender.sackedOut++;
}

/** What was sent before something that has arrived is lost (`tcp_rack_mark_lost`, without a window for reordering). */
function markHoles(socket: TcpSocket): void {
  const { sender } = socket;
  let newest: Segment | undefined;
  for (let segment = sender.first; segment && segment !== sender.unsent; segment = segment.next) {
    if (segment.isSacked) newest = segment;
  }
  if (socket.hasSack && !newest) return;
  // Without SACK nothing is known but that the oldest is missing.
  const end = socket.hasSack ? newest : sender.first?.next;
  for (let segment = sender.first; segment && segment !== end; segment = segment.next) {
    if (segment.isSacked || segment.isLost || segment.isInRetransmission || segment === sender.unsent) continue;
    segment.isLost = true;
    sender.lostOut += segment.packets;
  }
}
