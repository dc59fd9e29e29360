import { tcpFlag, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import { receivedFrom } from "./inQueue";
import type { Received } from "./receiver";
import type { TcpSocket } from "./socket";
import { headerBytesOf, sendAck } from "./transmit";

/** `tcp_data_queue`: takes in data and the end of the stream. */
export function receiveData(socket: TcpSocket, skb: SkBuff, packet: TcpPacket): void {
  const { receiver, host } = socket;
  const received = receivedFrom(skb, packet, receiver.next);
  const bareEnd = received.isEnd && packet.payloadBytes === 0;
  if (packet.seq === packet.seq + packet.payloadBytes && !received.isEnd) {
    host.machine.consume(skb);
  } else if (received.end <= receiver.next) {
    // Sent once more although it had arrived.
    host.counters["TcpExt.DelayedACKLost"]++;
    acknowledgeAtOnce(socket);
    host.machine.consume(skb);
  } else if (receiver.windowLeft === 0 && !(bareEnd && packet.seq === receiver.next)) {
    if (packet.seq <= receiver.next) host.counters["TcpExt.TCPZeroWindowDrop"]++;
    acknowledgeAtOnce(socket);
    host.drop("tcp-zero-window", skb);
  } else if (packet.seq > receiver.next) {
    receiveBeyond(socket, skb, packet, received);
  } else if (mayQueue(socket, packet, received)) {
    queue(socket, packet, received);
    receiver.checkPrediction(socket.inQueue.hasGap);
    host.machine.consume(skb);
  } else {
    host.counters["TcpExt.TCPRcvQDrop"]++;
    host.drop("tcp-receive-queue", skb);
  }
}

/**
 * Whether data next in order is taken: an empty queue takes one packet whatever the limits say, so that a connection
 * never stands still for good. Since 6.6 the peer is told that there is no memory, also then.
 */
function mayQueue(socket: TcpSocket, packet: TcpPacket, received: Received): boolean {
  const { ack, inQueue, host } = socket;
  const { tellsNoMemory } = host.machine.rules;
  if (!tellsNoMemory && inQueue.isEmpty) return true;
  if (makeRoom(socket, packet, received)) return true;
  if (tellsNoMemory) ack.isScheduled = ack.isUrgent = ack.isOutOfMemory = true;
  socket.onReadable?.();
  return inQueue.isEmpty || packet.payloadBytes === 0;
}

/**
 * Whether it is data of the kind that is taken without a look at the buffer: next in order, within the window, and the
 * socket has memory for it.
 */
export function isPredicted({ receiver, forwardBytes, state }: TcpSocket, skb: SkBuff, packet: TcpPacket): boolean {
  return (
    receiver.isPredicting &&
    packet.payloadBytes > 0 &&
    packet.payloadBytes <= receiver.windowLeft &&
    packet.seq === receiver.next &&
    (packet.flags & ~tcpFlag.PSH) === tcpFlag.ACK &&
    skb.truesize <= forwardBytes &&
    state === "ESTABLISHED"
  );
}

/** The fast path of `tcp_rcv_established`. */
export function receivePredicted(socket: TcpSocket, skb: SkBuff, packet: TcpPacket): void {
  queue(socket, packet, receivedFrom(skb, packet, socket.receiver.next));
  socket.host.machine.consume(skb);
}

/** `__tcp_ack_snd_check`: acknowledges now or a little later. */
export function checkAck(socket: TcpSocket): void {
  const { receiver, ack, inQueue, timers } = socket;
  if (!ack.isScheduled) return;
  const isSecond = receiver.next - receiver.windowStart > receiver.mss;
  const opens = (): boolean => receiver.next === receiver.copied || receiver.computeWindow() >= receiver.window;
  if ((isSecond && opens()) || ack.isInQuickMode || ack.isUrgent || inQueue.hasGap) sendAck(socket);
  else timers.delayAck();
}

/** `tcp_recvmsg`: up to so many bytes for the application; it may open the window again. */
export function readData(socket: TcpSocket, most: number): number {
  const { receiver, inQueue } = socket;
  const bytes = inQueue.read(most);
  if (bytes > 0) {
    adjustSpace(socket);
    cleanUp(socket);
  } else if (!inQueue.isEmpty) {
    inQueue.read(0);
  }
  if (receiver.copied > receiver.next) receiver.copied = receiver.next;
  return bytes;
}

/** A segment the peer has to hear about: it may not know what has arrived (`tcp_enter_quickack_mode`). */
export function acknowledgeAtOnce({ ack, receiver }: TcpSocket): void {
  ack.enterQuickMode(receiver.window, receiver.mss);
  ack.isScheduled = true;
}

/** `tcp_queue_rcv`, `tcp_event_data_recv` */
function queue(socket: TcpSocket, packet: TcpPacket, received: Received): void {
  const { receiver, inQueue, ack, host, timers } = socket;
  const bytes = received.end - received.seq - (received.isEnd ? 1 : 0);
  socket.cookieOptions = undefined;
  inQueue.add(received);
  if (bytes > 0) {
    const length = packet.segmentBytes;
    const isPushed = (packet.flags & (tcpFlag.PSH | tcpFlag.FIN)) !== 0;
    if (length < receiver.mss) {
      ack.isPushedTwice ||= ack.isPushed;
      ack.isPushed = true;
    } else if (isPushed) {
      ack.isPushed = true;
    }
    receiver.measureMss(length, bytes, received.truesize, headerBytesOf(socket), isPushed);
    measureRoundTrip(socket);
    ack.dataArrived(host.machine.engine.nowNs, timers.timeoutNs, receiver.window, receiver.mss);
    if (bytes >= 128 && receiver.growWindow(bytes, bytes)) ack.quick |= 1;
  }
  let isEnd = received.isEnd;
  if (inQueue.hasGap) {
    isEnd = inQueue.closeGap() || isEnd;
    // A gap that is filled is told at once (RFC 5681, 4.2).
    ack.isUrgent = inQueue.beyondGap === 0;
  }
  if (isEnd) socket.receivedEnd();
  if (!socket.isOrphan) socket.onReadable?.();
}

/** `tcp_data_queue_ofo` */
function receiveBeyond(socket: TcpSocket, skb: SkBuff, packet: TcpPacket, received: Received): void {
  const { receiver, inQueue, host, ack } = socket;
  if (packet.seq >= receiver.next + receiver.windowLeft) {
    acknowledgeAtOnce(socket);
    host.drop("tcp-out-of-window", skb);
    return;
  }
  if (!makeRoom(socket, packet, received)) {
    host.counters["TcpExt.TCPOFODrop"]++;
    host.drop("tcp-receive-queue", skb);
    return;
  }
  ack.isScheduled = true;
  receiver.isPredicting = false;
  inQueue.addBeyond(received);
  if (socket.hasSack && receiver.growWindow(packet.payloadBytes, skb.truesize)) ack.quick |= 1;
  if (!socket.isOrphan) receiver.growBuffer(receiver.readRate.bytes, inQueue.beyondGap);
  host.machine.consume(skb);
}

/** `tcp_try_rmem_schedule`, `tcp_prune_queue`: whether a packet may be charged to the socket. */
function makeRoom(socket: TcpSocket, packet: TcpPacket, received: Received): boolean {
  const { receiver, inQueue, host } = socket;
  const { tcp } = host;
  const fits = (): boolean => mayIngest(socket);
  const isFree = (): boolean => tcp.memory.schedule(socket, received.truesize, receiver.memory < tcp.settings.rmem[0]);
  if (fits() && isFree()) return true;
  if (receiver.memory === 0) return false;
  host.counters["TcpExt.PruneCalled"]++;
  if (!fits()) clampWindow(socket);
  else if (tcp.memory.isUnderPressure) receiver.limitWindow(4 * receiver.advertisedMss);
  if (!fits()) inQueue.prune(packet.seq, fits);
  if (fits()) return isFree();
  host.counters["TcpExt.RcvPruned"]++;
  return false;
}

/**
 * `tcp_can_ingest`: what is queued may exceed the buffer by one packet. 6.17 and the first releases of 6.18 counted that
 * packet too; the stable releases after them do not.
 */
function mayIngest({ receiver }: TcpSocket): boolean {
  return receiver.memory <= receiver.bufferBytes;
}

/** `tcp_clamp_window`: a buffer that is not fixed grows to what it already holds. */
function clampWindow({ receiver, ack, host }: TcpSocket): void {
  const { memory, settings } = host.tcp;
  ack.quick = 0;
  const most = settings.rmem[2];
  const isFree = !memory.isUnderPressure && memory.pages < settings.mem[0];
  if (receiver.bufferBytes < most && !receiver.isFixed && isFree)
    receiver.bufferBytes = Math.min(receiver.memory, most);
  if (receiver.memory > receiver.bufferBytes) {
    receiver.windowLimit = Math.min(receiver.windowClamp, 2 * receiver.advertisedMss);
  }
}

/** `tcp_rcv_rtt_measure`: the time a window takes to come in is about a round trip. */
function measureRoundTrip({ receiver, roundTrip, host }: TcpSocket): void {
  const nowUs = Math.floor(host.machine.engine.nowNs / 1000);
  if (roundTrip.atUs >= 0) {
    if (receiver.next < roundTrip.seq) return;
    const us = Math.max(1, nowUs - roundTrip.atUs);
    if (roundTrip.us === 0 || us < roundTrip.us) roundTrip.us = us;
  }
  roundTrip.seq = receiver.next + receiver.window;
  roundTrip.atUs = nowUs;
}

/** `tcp_rcv_space_adjust`: once a round trip, the buffer follows the application. */
function adjustSpace({ receiver, roundTrip, inQueue, host }: TcpSocket): void {
  const { readRate } = receiver;
  const nowUs = Math.floor(host.machine.engine.nowNs / 1000);
  if (roundTrip.us === 0 || nowUs - readRate.atUs < roundTrip.us) return;
  const copied = receiver.copied - readRate.seq - (receiver.next - receiver.copied);
  if (copied > readRate.bytes) receiver.growBuffer(copied, inQueue.beyondGap);
  readRate.seq = receiver.copied;
  readRate.atUs = nowUs;
}

/** `__tcp_cleanup_rbuf`: what was read may be worth telling the peer. */
function cleanUp(socket: TcpSocket): void {
  const { receiver, ack } = socket;
  let isDue = false;
  if (ack.isScheduled) {
    const isShort = ack.isPushedTwice || (ack.isPushed && !ack.isConversation);
    isDue = receiver.next - receiver.windowStart > receiver.mss || (isShort && receiver.memory === 0);
  }
  const left = receiver.windowLeft;
  if (!isDue && !socket.hasReceivedEnd && 2 * left <= receiver.windowClamp) {
    const window = receiver.computeWindow();
    isDue = window > 0 && window >= 2 * left;
  }
  if (isDue) sendAck(socket);
}
