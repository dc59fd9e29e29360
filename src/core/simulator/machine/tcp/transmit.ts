import { tcpFlag, type SackBlock, type SynOptions, type TcpPacket } from "../packet";
import { ipHeaderBytes, linkHeaderBytes } from "../skbuff";
import type { Segment } from "./segment";
import type { TcpSocket } from "./socket";

const headerBytes = 20;
const timestampBytes = 12; // TCPOLEN_TSTAMP_ALIGNED
const synOptionBytes = 20;

/** Bytes of a header after the handshake. */
export function headerBytesOf(socket: TcpSocket): number {
  return headerBytes + (socket.hasTimestamps ? timestampBytes : 0);
}

/** `tcp_transmit_skb` of a packet with data, a SYN or a FIN. */
export function transmit(socket: TcpSocket, segment: Segment): boolean {
  const { nowNs } = socket.host.machine.engine;
  segment.sentNs = nowNs;
  if (segment.packets > 1) segment.flags |= tcpFlag.PSH;
  const { bytes } = segment;
  const isSent = emit(socket, segment.flags | tcpFlag.ACK, segment.seq, bytes, segment.packets, segment);
  if (bytes > 0) {
    // A reply soon after data has come makes it a conversation (tcp_event_data_sent).
    const { ack } = socket;
    if (nowNs - ack.lastDataNs < ack.delayNs) ack.pingPong++;
    socket.lastSentNs = nowNs;
  }
  return isSent;
}

/** `tcp_send_ack` */
export function sendAck(socket: TcpSocket): void {
  if (socket.state !== "CLOSE") emit(socket, tcpFlag.ACK, socket.acceptableSeq, 0, 1, undefined);
}

/** `tcp_xmit_probe_skb`: a segment the peer has to answer, as what it says is old. */
export function sendProbe(socket: TcpSocket): void {
  emit(socket, tcpFlag.ACK, socket.sender.unacked - 1, 0, 1, undefined);
}

/** `tcp_send_active_reset` */
export function sendReset(socket: TcpSocket): void {
  socket.host.counters["Tcp.OutRsts"]++;
  emit(socket, tcpFlag.ACK | tcpFlag.RST, socket.acceptableSeq, 0, 1, undefined);
}

/** The SYN of a client (`tcp_syn_options`). */
export function sendSyn(socket: TcpSocket, segment: Segment): boolean {
  const { host, receiver } = socket;
  segment.sentNs = host.machine.engine.nowNs;
  const mayScale = host.sysctl("net.ipv4.tcp_window_scaling") !== 0;
  const options: SynOptions = {
    mss: receiver.advertisedMss,
    windowScale: mayScale ? receiver.windowScale : undefined,
    hasTimestamps: host.sysctl("net.ipv4.tcp_timestamps") !== 0,
    permitsSack: host.sysctl("net.ipv4.tcp_sack") !== 0,
  };
  if (!segment.isRetransmitted) host.counters["Tcp.OutSegs"]++;
  const packet: TcpPacket = {
    protocol: "tcp",
    source: socket.local,
    destination: socket.remote,
    flags: tcpFlag.SYN,
    seq: segment.seq,
    ack: 0,
    window: Math.min(receiver.window, 65535),
    payloadBytes: 0,
    segments: 1,
    segmentBytes: 0,
    timestamp: options.hasTimestamps ? socket.timestamp : 0,
    timestampEcho: 0,
    options,
    sack: undefined,
    cookie: false,
    data: undefined,
  };
  return host.ip.sendSegment(packet, ipHeaderBytes + headerBytes + synOptionBytes, host.tcp.headTruesize);
}

function emit(
  socket: TcpSocket,
  flags: number,
  seq: number,
  payloadBytes: number,
  segments: number,
  data: Segment | undefined,
): boolean {
  const { host, receiver, ack, timers } = socket;
  if (ack.isOutOfMemory) receiver.closeWindow();
  const window = ack.isOutOfMemory ? 0 : receiver.selectWindow();
  const sack = socket.inQueue.sackBlocks(socket.hasSack);
  // Retransmissions are counted elsewhere.
  if (!data || data.end > socket.sender.next) host.counters["Tcp.OutSegs"] += segments;
  const packet: TcpPacket = {
    protocol: "tcp",
    source: socket.local,
    destination: socket.remote,
    flags,
    seq,
    ack: receiver.next,
    window,
    payloadBytes,
    segments,
    segmentBytes: segments > 1 ? socket.sender.mss : payloadBytes,
    timestamp: socket.hasTimestamps ? socket.timestamp : 0,
    timestampEcho: socket.recentTimestamp,
    options: socket.cookieOptions,
    sack,
    cookie: socket.cookieOptions !== undefined,
    data,
  };
  ack.sent();
  timers.stopDelayedAck();
  const header = ipHeaderBytes + headerBytesOf(socket) + sackBytes(sack);
  // Each segment gets a header of its own on the wire.
  const bytes = payloadBytes + header * segments + linkHeaderBytes * (segments - 1);
  return host.ip.sendSegment(packet, bytes, data ? data.truesize : host.tcp.headTruesize);
}

const sackBytes = (sack: readonly SackBlock[] | undefined): number => (sack ? 4 + 8 * sack.length : 0);
