import { tcpFlag, type TcpPacket } from "../packet";
import { packetsOf } from "./output";
import { dupAcks, exitRecovery, markSacked, retransmitLost } from "./recovery";
import type { TcpSocket } from "./socket";

/** What one acknowledgement brought. */
interface Acked {
  /** Segments that left the network by it. */
  delivered: number;
  hasData: boolean;
  /** When the first of them that was sent only once had left; -1: none. */
  firstSentNs: number;
}

/** `tcp_ack`: takes an acknowledgement and a window in. False for one of data that was never sent. */
export function receiveAck(socket: TcpSocket, packet: TcpPacket): boolean {
  const { sender, timers, host, congestion } = socket;
  const { ack } = packet;
  if (ack > sender.next) return false;
  if (ack < sender.unacked) return true;
  const isAdvance = ack > sender.unacked;
  if (isAdvance) timers.retransmits = 0;
  const before = sender.unacked;
  const hadPackets = sender.packetsOut > 0;
  const isUpdate = updateWindow(socket, packet);
  sender.unacked = ack;
  timers.probesOut = 0;
  socket.lastAckNs = host.machine.engine.nowNs;
  if (packet.flags === tcpFlag.ACK && packet.payloadBytes === 0) host.counters["TcpExt.TCPPureAcks"]++;
  if (!hadPackets) {
    timers.answerProbe();
    return true;
  }
  const newlySacked = packet.sack ? markSacked(socket, packet.sack) : 0;
  const acked = cleanQueue(socket);
  const delivered = acked.delivered + newlySacked;
  timers.noteTailProbe(ack, isAdvance, isUpdate || newlySacked > 0);
  const isDuplicate = !isAdvance && packet.payloadBytes === 0 && !isUpdate;
  if (congestion.state !== "open" || isDuplicate || newlySacked > 0) dupAcks(socket, isDuplicate, isAdvance);
  if (acked.delivered > 0) timers.reset();
  if (congestion.isReducing) congestion.reduceBy(delivered, sender.inFlight, isAdvance);
  else if (acked.hasData && delivered > 0) congestion.acknowledged(delivered);
  exitRecovery(socket, before);
  retransmitLost(socket);
  return true;
}

/** `tcp_ack_update_window` */
function updateWindow(socket: TcpSocket, packet: TcpPacket): boolean {
  const { sender } = socket;
  const { seq, ack } = packet;
  const isSyn = (packet.flags & tcpFlag.SYN) !== 0;
  const window = isSyn ? packet.window : packet.window * (1 << sender.windowScale);
  const isNewer =
    ack > sender.unacked ||
    seq > sender.windowSeq ||
    (seq === sender.windowSeq && (window > sender.window || window === 0));
  if (!isNewer) return false;
  const isOther = window !== sender.window;
  sender.windowSeq = seq;
  if (!isOther) return ack > sender.unacked || packet.payloadBytes > 0;
  sender.window = window;
  if (sender.unsent) socket.restartAfterIdle();
  if (window > sender.widestWindow) {
    sender.widestWindow = window;
    sender.syncMss();
  }
  return true;
}

/** `tcp_clean_rtx_queue`: lets go of what is acknowledged and measures the round trip. */
function cleanQueue(socket: TcpSocket): Acked {
  const { sender } = socket;
  const acked: Acked = { delivered: 0, hasData: false, firstSentNs: -1 };
  let isAmbiguous = false;
  for (let segment = sender.first; segment && segment.sentNs >= 0; segment = sender.first) {
    if (segment === sender.unsent || segment.seq >= sender.unacked) break;
    const isWhole = segment.end <= sender.unacked;
    const packets = isWhole ? segment.packets : trimmedPackets(segment, sender.unacked, sender.mss);
    if (packets === 0) break;
    if (segment.isRetransmitted) isAmbiguous = true;
    else if (acked.firstSentNs < 0 && !segment.isSacked) acked.firstSentNs = segment.sentNs;
    if (segment.isInRetransmission) sender.retransmittedOut -= packets;
    if (segment.isLost) sender.lostOut -= packets;
    if (segment.isSacked) sender.sackedOut -= packets;
    else acked.delivered += packets;
    sender.packetsOut -= packets;
    if (segment.flags & tcpFlag.SYN) socket.timers.firstRetransmitNs = -1;
    else acked.hasData = true;
    if (!isWhole) {
      segment.seq = sender.unacked;
      segment.packets -= packets;
      break;
    }
    sender.removeFirst();
  }
  if (acked.firstSentNs >= 0 && !isAmbiguous) measure(socket, acked.firstSentNs);
  return acked;
}

/** `tcp_tso_acked`: segments of a packet that are acknowledged while others are not. */
function trimmedPackets(segment: { seq: number; end: number; packets: number }, unacked: number, mss: number): number {
  if (segment.packets === 1) return 0;
  const rest = packetsOf({ bytes: segment.end - unacked } as never, mss);
  return Math.max(0, segment.packets - rest);
}

/** `tcp_ack_update_rtt`, `tcp_set_rto` */
export function measure(socket: TcpSocket, sentNs: number): void {
  const { rtt, sender, host, timers } = socket;
  const us = Math.max(1, Math.floor((host.machine.engine.nowNs - sentNs) / 1000));
  rtt.sample(us, host.tcp.settings.leastTimeoutUs, sender.unacked, sender.next);
  timers.setTimeout(rtt.timeoutNs);
}
