import { enterLoss, retransmit } from "./recovery";
import type { TcpSocket } from "./socket";
import { sendReset, sendSyn } from "./transmit";
import { writeWakeup } from "./probe";

const firstTimeoutNs = 1_000_000_000; // TCP_TIMEOUT_INIT
const leastTimeoutNs = 200_000_000; // TCP_RTO_MIN

/** `tcp_retransmit_timer` */
export function retransmitTimer(socket: TcpSocket): void {
  const { sender, timers, host } = socket;
  const { counters } = host;
  const { first } = sender;
  if (sender.packetsOut === 0 || !first) return;
  if (sender.window === 0 && !socket.isOrphan && socket.state !== "SYN_SENT") {
    probeByRetransmission(socket);
    return;
  }
  counters["TcpExt.TCPTimeouts"]++;
  if (hasTimedOut(socket)) return;
  enterLoss(socket);
  timers.retransmits++;
  timers.timeouts++;
  timers.tailProbeEnd = 0;
  if (timers.firstRetransmitNs < 0) timers.firstRetransmitNs = host.machine.engine.nowNs;
  if (socket.state === "SYN_SENT") {
    counters["Tcp.RetransSegs"]++;
    first.isRetransmitted = true;
    sendSyn(socket, first);
  } else {
    retransmit(socket, first, 1);
  }
  backOff(socket);
}

/** `tcp_probe_timer` */
export function probeTimer(socket: TcpSocket): void {
  const { sender, timers, host } = socket;
  if (sender.packetsOut > 0 || !sender.unsent) {
    timers.probesOut = 0;
    return;
  }
  let most = host.sysctl("net.ipv4.tcp_retries2");
  if (socket.isOrphan) {
    const isAlive = timers.timeoutNs * 2 ** timers.doublings < timers.longestNs;
    most = orphanRetries(socket, isAlive);
    if ((!isAlive && timers.doublings >= most) || isOutOfResources(socket, true)) {
      if (socket.state !== "CLOSE") socket.timeOut();
      return;
    }
  }
  if (timers.probesOut >= most) socket.timeOut();
  else sendWindowProbe(socket);
}

/** `tcp_send_probe0` */
function sendWindowProbe(socket: TcpSocket): void {
  const { sender, timers, host } = socket;
  writeWakeup(socket, "TcpExt.TCPWinProbe");
  if (sender.packetsOut > 0 || !sender.unsent) {
    timers.probesOut = timers.doublings = 0;
    return;
  }
  timers.probesOut++;
  if (timers.doublings < host.sysctl("net.ipv4.tcp_retries2")) timers.doublings++;
  timers.start("probe", timers.probeDelayNs);
}

/** The peer has taken its window back: the retransmission is a probe, and the connection lives on while it answers. */
function probeByRetransmission(socket: TcpSocket): void {
  const { sender, timers, host } = socket;
  const { nowNs } = host.machine.engine;
  if (nowNs - socket.lastAckNs > 2 * timers.longestNs) {
    socket.timeOut();
    return;
  }
  enterLoss(socket);
  if (sender.first) retransmit(socket, sender.first, 1);
  backOff(socket);
}

/** Doubles the timeout; those of SYNs stay as they are a few times. */
function backOff({ timers, state, host }: TcpSocket): void {
  const linear = host.machine.rules.hasLinearSynTimeouts ? host.sysctl("net.ipv4.tcp_syn_linear_timeouts") : 0;
  if (state !== "SYN_SENT" || timers.timeouts > linear) {
    timers.doublings++;
    timers.timeoutNs = Math.min(timers.timeoutNs * 2, timers.longestNs);
  }
  timers.start("retransmit", timers.timeoutNs);
}

/** `tcp_write_timeout`: gives a connection up that has been silent for too long. */
function hasTimedOut(socket: TcpSocket): boolean {
  const { timers, host, state } = socket;
  let isOver = false;
  let retries = host.sysctl(state === "SYN_SENT" ? "net.ipv4.tcp_syn_retries" : "net.ipv4.tcp_retries2");
  if (state === "SYN_SENT") {
    const linear = host.machine.rules.hasLinearSynTimeouts ? host.sysctl("net.ipv4.tcp_syn_linear_timeouts") : 0;
    isOver = timers.retransmits >= retries + linear;
  } else if (socket.isOrphan) {
    const isAlive = timers.timeoutNs < timers.longestNs;
    retries = orphanRetries(socket, isAlive);
    if (isOutOfResources(socket, isAlive || !isSilentFor(socket, retries))) return true;
  }
  if (!isOver && !isSilentFor(socket, retries)) return false;
  socket.timeOut();
  return true;
}

/** `retransmits_timed_out`: whether as long has passed as so many retransmissions would take. */
function isSilentFor({ timers, host, state, options }: TcpSocket, retries: number): boolean {
  if (timers.retransmits === 0) return false;
  const baseNs = state === "SYN_SENT" ? firstTimeoutNs : leastTimeoutNs;
  const limitNs = options.userTimeoutNs ?? modelTimeoutNs(retries, baseNs, timers.longestNs);
  return host.machine.engine.nowNs - timers.firstRetransmitNs >= limitNs;
}

/** `tcp_model_timeout` */
function modelTimeoutNs(retries: number, baseNs: number, longestNs: number): number {
  const doublings = Math.floor(Math.log2(longestNs / baseNs));
  const doubled = (2 ** (Math.min(retries, doublings) + 1) - 1) * baseNs;
  return doubled + Math.max(0, retries - doublings) * longestNs;
}

/** `tcp_orphan_retries` */
function orphanRetries({ host }: TcpSocket, isAlive: boolean): number {
  return host.sysctl("net.ipv4.tcp_orphan_retries") || (isAlive ? 8 : 0);
}

/** `tcp_out_of_resources`: too many sockets nobody has open, or too much memory, end such a socket sooner. */
function isOutOfResources(socket: TcpSocket, doReset: boolean): boolean {
  const { host, sender } = socket;
  const isSilent = host.machine.engine.nowNs - socket.lastSentNs > 2 * socket.timers.longestNs;
  if (!host.tcp.isOutOfMemory(isSilent || !doReset ? 1 : 0)) return false;
  const isRecent = host.machine.engine.nowNs - socket.lastSentNs <= 60e9;
  if (doReset || isRecent || (sender.window === 0 && sender.packetsOut === 0)) sendReset(socket);
  host.counters["TcpExt.TCPAbortOnMemory"]++;
  socket.done();
  return true;
}
