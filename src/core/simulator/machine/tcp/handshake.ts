import type { Host } from "../host";
import { hasFlags, tcpFlag, type SynOptions, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import { receiveAck } from "./ack";
import { pushPending } from "./output";
import type { TcpSocket } from "./socket";
import { headerBytesOf, sendAck, sendSyn } from "./transmit";

const ipAndTcpBytes = 40;
const longestPacket = 65535; // IP_MAX_MTU
/** What the timestamps option takes of every segment (TCPOLEN_TSTAMP_ALIGNED). */
export const timestampBytes = 12;

/** `tcp_connect` */
export function startConnect(socket: TcpSocket): void {
  const { host, sender, receiver, timers } = socket;
  const isn = host.tcp.initialSequence();
  sender.unacked = sender.next = sender.written = sender.pushed = sender.small = isn;
  receiver.advertisedMss = pathMss(host, socket.remote.address);
  sender.pathMss = receiver.advertisedMss - (host.sysctl("net.ipv4.tcp_timestamps") ? timestampBytes : 0);
  sender.syncMss();
  receiver.initializeMss(sender.mss);
  receiver.selectInitialWindow(receiver.advertisedMss, host.sysctl("net.ipv4.tcp_window_scaling") !== 0);
  socket.setState("SYN_SENT");
  timers.firstRetransmitNs = host.machine.engine.nowNs;
  host.counters["Tcp.ActiveOpens"]++;
  const syn = sender.append(tcpFlag.SYN);
  syn.end++;
  sender.written++;
  sender.unsent = undefined;
  sender.lastSent = syn;
  sender.next = sender.pushed = sender.written;
  sender.packetsOut = 1;
  sendSyn(socket, syn);
  timers.start("retransmit", timers.timeoutNs);
}

/** `tcp_rcv_synsent_state_process` */
export function answerSyn(socket: TcpSocket, skb: SkBuff, packet: TcpPacket): void {
  const { sender, host } = socket;
  host.machine.consume(skb);
  if (!hasFlags(packet, tcpFlag.ACK)) return;
  if (packet.ack <= sender.unacked || packet.ack > sender.next) {
    host.tcp.reset(packet);
  } else if (hasFlags(packet, tcpFlag.RST)) {
    socket.reset();
  } else if (hasFlags(packet, tcpFlag.SYN)) {
    finishConnect(socket, packet);
  }
}

function finishConnect(socket: TcpSocket, packet: TcpPacket): void {
  const { sender, receiver, host, timers } = socket;
  const { options } = packet;
  sender.windowSeq = packet.seq;
  if (options) agree(socket, options);
  receiveAck(socket, packet);
  receiver.next = receiver.windowStart = receiver.copied = packet.seq + 1;
  sender.window = packet.window;
  if (!options || options.windowScale === undefined) {
    receiver.windowScale = 0;
    receiver.windowClamp = Math.min(receiver.windowClamp, 65535);
  }
  socket.recentTimestamp = packet.timestamp;
  if (packet.cookie) socket.cookieOptions = cookieOptions(socket);
  sender.syncMss();
  receiver.initializeMss(sender.mss);
  beginTransfer(socket);
  if (socket.options.keepalive) timers.startKeepalive(host.sysctl("net.ipv4.tcp_keepalive_time") * 1e9);
  socket.setState("ESTABLISHED");
  sendAck(socket);
  pushPending(socket, "rule");
  socket.onWritable?.();
}

/** The server's side: what a request was and the last step of the handshake make a connection. */
export function acceptedFrom(socket: TcpSocket, synOptions: SynOptions, packet: TcpPacket): void {
  const { sender, receiver, host } = socket;
  receiver.advertisedMss = pathMss(host, socket.remote.address);
  const hasTimestamps = synOptions.hasTimestamps && host.sysctl("net.ipv4.tcp_timestamps") !== 0;
  const mayScale = synOptions.windowScale !== undefined && host.sysctl("net.ipv4.tcp_window_scaling") !== 0;
  receiver.selectInitialWindow(receiver.advertisedMss - (hasTimestamps ? timestampBytes : 0), mayScale);
  sender.pathMss = receiver.advertisedMss - (hasTimestamps ? timestampBytes : 0);
  agree(socket, synOptions);
  sender.unacked = sender.next = sender.written = sender.pushed = sender.small = packet.ack;
  sender.windowSeq = packet.seq;
  sender.window = sender.widestWindow = packet.window * (1 << sender.windowScale);
  sender.syncMss();
  receiver.next = receiver.windowStart = receiver.copied = packet.seq;
  socket.recentTimestamp = packet.timestamp;
  receiver.isPredicting = true;
  beginTransfer(socket);
  receiver.initializeMss(sender.mss);
  if (socket.options.keepalive) socket.timers.startKeepalive(host.sysctl("net.ipv4.tcp_keepalive_time") * 1e9);
  socket.setState("ESTABLISHED");
}

/** Options both ends have. */
function agree(socket: TcpSocket, options: SynOptions): void {
  const { sender, receiver, host } = socket;
  socket.hasTimestamps = options.hasTimestamps && host.sysctl("net.ipv4.tcp_timestamps") !== 0;
  socket.hasSack = options.permitsSack && host.sysctl("net.ipv4.tcp_sack") !== 0;
  sender.windowScale = options.windowScale ?? 0;
  sender.clampMss = options.mss;
  const optionBytes = headerBytesOf(socket) - 20;
  sender.pathMss = Math.min(pathMss(host, socket.remote.address), options.mss) - optionBytes;
  receiver.advertisedMss -= optionBytes;
}

/** `tcp_init_transfer` */
function beginTransfer(socket: TcpSocket): void {
  const { receiver, host } = socket;
  const { nowNs } = host.machine.engine;
  socket.lastSentNs = socket.lastAckNs = socket.ack.lastDataNs = nowNs;
  socket.expandSendBuffer();
  receiver.initializeSpace(Math.floor(nowNs / 1000));
}

/** What a cookie and the timestamp beside it let the server know again (`cookie_timestamp_decode`). */
function cookieOptions(socket: TcpSocket): SynOptions {
  const { receiver, hasTimestamps, hasSack } = socket;
  return {
    mss: receiver.advertisedMss,
    windowScale: hasTimestamps ? receiver.windowScale : undefined,
    hasTimestamps,
    permitsSack: hasTimestamps && hasSack,
  };
}

/** The longest segment towards an address, without options. */
export function pathMss(host: Host, address: string): number {
  return Math.min(host.ip.route(address).mtu, longestPacket) - ipAndTcpBytes;
}
