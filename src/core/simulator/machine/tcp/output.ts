import { tcpFlag } from "../packet";
import type { Segment } from "./segment";
import type { TcpSocket } from "./socket";
import { transmit } from "./transmit";

/** Which segments shorter than a full one may go: by Nagle's rule, or all (TCP_NAGLE_PUSH, TCP_NAGLE_OFF). */
export type Nagle = "rule" | "push";

/** How much a round of sending may do: all it can, one packet, or one even beyond the congestion window. */
type Rounds = "all" | "one" | "probe";

/** `__tcp_push_pending_frames` */
export function pushPending(socket: TcpSocket, nagle: Nagle): void {
  const { sender, timers } = socket;
  if (!sender.unsent || socket.state === "CLOSE") return;
  writeXmit(socket, nagle, "all");
  if (sender.packetsOut === 0 && sender.hasUnsent) timers.startProbe();
}

/** `tcp_write_xmit`: sends what window, congestion window and Nagle's rule let go. Tells whether anything went. */
export function writeXmit(socket: TcpSocket, nagle: Nagle, rounds: Rounds): boolean {
  const { sender, congestion } = socket;
  const { mss } = sender;
  const mostSegments = autosize(socket, mss);
  let sent = 0;
  let isLimited = false;
  for (let segment = sender.unsent; segment; segment = sender.unsent) {
    let quota = quotaOf(socket);
    if (quota === 0) {
      if (rounds !== "probe") break;
      quota = 1;
    }
    quota = Math.min(quota, mostSegments);
    if (quota * mss > segment.bytes) sender.grow(segment, quota * mss - segment.bytes);
    segment.packets = packetsOf(segment, mss);
    if (segment.seq + Math.min(segment.bytes, mss) + finOf(segment, mss) > sender.windowEnd) break;
    const isLast = segment === sender.last;
    if (segment.packets === 1) {
      if (!passesNagle(socket, segment, isLast ? nagle : "push")) break;
    } else if (rounds === "all") {
      const held = deferral(socket, segment, mostSegments);
      if (held !== "send") {
        isLimited ||= held === "congestion";
        break;
      }
    }
    const limit = segment.packets > 1 ? splitPoint(socket, segment, quota, nagle) : mss;
    if (segment.bytes > limit) {
      sender.split(segment, limit);
      segment.packets = packetsOf(segment, mss);
    }
    if (segment.end === segment.seq) break;
    sendNew(socket, segment);
    if (segment.bytes < segment.packets * mss) sender.small = segment.end;
    sent += segment.packets;
    if (rounds !== "all") break;
  }
  isLimited ||= sender.inFlight >= congestion.window;
  if (sent > 0 || isLimited) congestion.noteUse(isLimited, sender.packetsOut, sender.unacked, sender.next);
  if (sent === 0) return false;
  congestion.noteSent(sent);
  if (rounds !== "probe") socket.timers.scheduleLossProbe(false);
  return true;
}

/** The first transmission of a packet (`tcp_event_new_data_sent`). */
export function sendNew(socket: TcpSocket, segment: Segment): void {
  const { sender, timers } = socket;
  transmit(socket, segment);
  const wasIdle = sender.packetsOut === 0;
  sender.next = segment.end;
  sender.lastSent = segment;
  sender.unsent = segment.next;
  sender.packetsOut += segment.packets;
  if (wasIdle || timers.pending === "loss-probe") timers.rearmRetransmit();
  socket.checkSpace();
}

/** Segments a packet goes out as. */
export function packetsOf(segment: Segment, mss: number): number {
  return Math.max(1, Math.ceil(segment.bytes / mss));
}

/** `tcp_cwnd_test`: segments that may be sent; at most half a window at once. */
function quotaOf({ sender, congestion }: TcpSocket): number {
  const { inFlight } = sender;
  if (inFlight >= congestion.window) return 0;
  return Math.min(Math.max(congestion.window >> 1, 1), congestion.window - inFlight);
}

/** `tcp_tso_autosize`: a packet holds what is sent in about a millisecond, more when the peer is near. */
function autosize({ sender, congestion, rtt, host }: TcpSocket, mss: number): number {
  const most = sender.mostGsoBytes;
  let bytes = most;
  if (rtt.smoothed > 0) {
    const isStarting = congestion.window < congestion.threshold / 2;
    const percent = host.sysctl(isStarting ? "net.ipv4.tcp_pacing_ss_ratio" : "net.ipv4.tcp_pacing_ca_ratio");
    const segments = Math.max(congestion.window, sender.packetsOut);
    const rate = Math.floor((sender.mss * 80_000 * percent * segments) / rtt.smoothed);
    const shift = Math.floor(rtt.least / 2 ** host.sysctl("net.ipv4.tcp_tso_rtt_log"));
    bytes = Math.min(Math.floor(rate / 1024) + (shift < 32 ? Math.floor(most / 2 ** shift) : 0), most);
  }
  return Math.max(Math.floor(bytes / mss), host.sysctl("net.ipv4.tcp_min_tso_segs"));
}

const finOf = (segment: Segment, mss: number): number => (segment.flags & tcpFlag.FIN && segment.bytes <= mss ? 1 : 0);

/** `tcp_nagle_test` */
function passesNagle(socket: TcpSocket, segment: Segment, nagle: Nagle): boolean {
  if (nagle === "push" || segment.flags & tcpFlag.FIN) return true;
  return !isHeldByNagle(socket, segment.bytes < socket.sender.mss, nagle);
}

/** `tcp_nagle_check` with Minshall's change: only while another short segment is on its way. */
function isHeldByNagle({ sender, options }: TcpSocket, isPartial: boolean, nagle: Nagle): boolean {
  if (!isPartial || nagle === "push" || options.noDelay) return false;
  return sender.packetsOut > 0 && sender.small > sender.unacked && sender.small <= sender.next;
}

/** `tcp_mss_split_point` */
function splitPoint(socket: TcpSocket, segment: Segment, quota: number, nagle: Nagle): number {
  const { sender } = socket;
  const { mss } = sender;
  const window = sender.windowEnd - segment.seq;
  const most = mss * quota;
  if (most <= window && segment !== sender.last) return most;
  const needed = Math.min(segment.bytes, window);
  if (most <= needed) return most;
  const partial = needed % mss;
  return isHeldByNagle(socket, partial !== 0, nagle) ? needed - partial : needed;
}

/** `tcp_tso_should_defer`: waits for an acknowledgement that is near, so that packets grow. */
function deferral(socket: TcpSocket, segment: Segment, mostSegments: number): "send" | "congestion" | "wait" {
  const { sender, congestion, rtt, host } = socket;
  const { nowNs } = host.machine.engine;
  if (congestion.state === "recovery" || congestion.state === "loss") return "send";
  if (nowNs - socket.lastSentNs > 1_000_000) return "send";
  const window = sender.windowEnd - segment.seq;
  const congestionWindow = (congestion.window - sender.inFlight) * sender.mss;
  const limit = Math.min(window, congestionWindow);
  if (limit >= mostSegments * sender.mss) return "send";
  if (segment !== sender.last && limit >= segment.bytes) return "send";
  const divisor = host.sysctl("net.ipv4.tcp_tso_win_divisor");
  if (divisor > 0) {
    if (limit >= Math.floor(Math.min(sender.window, congestion.window * sender.mss) / divisor)) return "send";
  } else if (limit > 3 * sender.mss) {
    return "send";
  }
  const { first } = sender;
  if (!first || first === segment) return "send";
  const smoothedNs = (rtt.smoothed >> 3) * 1000;
  const ackInNs = first.sentNs + smoothedNs - nowNs;
  if (ackInNs > Math.min(smoothedNs >> 1, 1_000_000)) return "send";
  if (congestionWindow < window) {
    if (congestionWindow <= segment.bytes) return "congestion";
  } else if (window <= segment.bytes) {
    return "wait";
  }
  return segment.flags & tcpFlag.FIN ? "send" : "wait";
}
