import { hasFlags, tcpFlag, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import { receiveAck } from "./ack";
import { pushPending } from "./output";
import { acknowledgeAtOnce, checkAck, isPredicted, receiveData, receivePredicted } from "./receive";
import type { TcpSocket } from "./socket";
import { sendAck } from "./transmit";

const rateLimitNs = 500_000_000; // net.ipv4.tcp_invalid_ratelimit

/** `tcp_rcv_established`, `tcp_rcv_state_process`: a segment of a connection that has been set up. */
export function receiveSegment(socket: TcpSocket, skb: SkBuff, packet: TcpPacket): void {
  const { host, sender } = socket;
  if (socket.state === "CLOSE") {
    host.drop("tcp-no-socket", skb);
    host.tcp.reset(packet);
    return;
  }
  const isExpected = isPredicted(socket, skb, packet);
  if (!isExpected && !isAcceptable(socket, packet)) {
    host.machine.consume(skb);
    return;
  }
  if (!hasFlags(packet, tcpFlag.ACK) || !receiveAck(socket, packet)) {
    host.machine.consume(skb);
    return;
  }
  noteTimestamp(socket, packet);
  if (sender.unacked === sender.written && socket.allAcknowledged(packet)) {
    host.machine.consume(skb);
    return;
  }
  if (isUnwanted(socket, packet)) {
    host.counters["TcpExt.TCPAbortOnData"]++;
    host.machine.consume(skb);
    host.tcp.reset(packet);
    socket.reset();
    return;
  }
  if (isExpected) receivePredicted(socket, skb, packet);
  else receiveData(socket, skb, packet);
  if (!socket.isAlive) return;
  pushPending(socket, "rule");
  socket.checkSpace();
  checkAck(socket);
}

/** `tcp_validate_incoming`: answers resets, SYNs and segments outside the window. False: there is nothing more to do. */
function isAcceptable(socket: TcpSocket, packet: TcpPacket): boolean {
  const { receiver, host } = socket;
  const end = packet.seq + packet.payloadBytes + (hasFlags(packet, tcpFlag.FIN) ? 1 : 0);
  const windowEnd = receiver.next + receiver.windowLeft;
  const isReset = hasFlags(packet, tcpFlag.RST);
  const isOld = end < receiver.windowStart;
  const isBeyond = end > windowEnd && (packet.seq > windowEnd || isBeyondQueue(socket));
  if (isOld || isBeyond) {
    if (isReset) return false;
    if (isBeyond) host.counters["TcpExt.BeyondWindow"]++;
    answerDuplicate(socket, packet, end);
    return false;
  }
  if (isReset) {
    if (packet.seq === receiver.next) socket.reset();
    else challenge(socket);
    return false;
  }
  if (hasFlags(packet, tcpFlag.SYN)) {
    host.counters["TcpExt.TCPSYNChallenge"]++;
    challenge(socket);
    return false;
  }
  return true;
}

/** Since 6.17 a segment that ends beyond the window is taken only into an empty queue. */
function isBeyondQueue({ inQueue, host }: TcpSocket): boolean {
  return host.machine.rules.refusesBeyondWindow && !inQueue.isEmpty;
}

/** `tcp_send_dupack`; segments without data are answered at most twice a second (`tcp_oow_rate_limited`). */
function answerDuplicate(socket: TcpSocket, packet: TcpPacket, end: number): void {
  const { host, receiver } = socket;
  if (end === packet.seq) {
    if (isRateLimited(socket)) return;
  } else if (packet.seq < receiver.next) {
    host.counters["TcpExt.DelayedACKLost"]++;
    acknowledgeAtOnce(socket);
  }
  sendAck(socket);
}

/** `tcp_send_challenge_ack` */
function challenge(socket: TcpSocket): void {
  if (isRateLimited(socket)) return;
  socket.host.counters["TcpExt.TCPChallengeACK"]++;
  sendAck(socket);
}

function isRateLimited(socket: TcpSocket): boolean {
  const { nowNs } = socket.host.machine.engine;
  if (socket.lastOddAckNs >= 0 && nowNs - socket.lastOddAckNs < rateLimitNs) {
    socket.host.counters["TcpExt.TCPACKSkippedSeq"]++;
    return true;
  }
  socket.lastOddAckNs = nowNs;
  return false;
}

/** `tcp_replace_ts_recent` */
function noteTimestamp(socket: TcpSocket, packet: TcpPacket): void {
  if (packet.timestamp > 0 && packet.seq <= socket.receiver.windowStart) socket.recentTimestamp = packet.timestamp;
}

/** Data for a socket no application will read from any more. */
function isUnwanted(socket: TcpSocket, packet: TcpPacket): boolean {
  return socket.isOrphan && packet.payloadBytes > 0 && packet.seq + packet.payloadBytes > socket.receiver.next;
}
