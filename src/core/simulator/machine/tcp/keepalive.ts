import { writeWakeup } from "./probe";
import type { TcpSocket } from "./socket";
import { sendReset } from "./transmit";

/** `tcp_keepalive_timer` */
export function keepaliveTimer(socket: TcpSocket): void {
  const { sender, timers, host } = socket;
  if (socket.state === "FIN_WAIT2" && socket.isOrphan) {
    socket.endFinWait2();
    return;
  }
  if (!socket.options.keepalive || socket.state === "SYN_SENT") return;
  const timeNs = host.sysctl("net.ipv4.tcp_keepalive_time") * 1e9;
  if (sender.packetsOut > 0 || sender.unsent) {
    timers.startKeepalive(timeNs);
    return;
  }
  const { nowNs } = host.machine.engine;
  const idleNs = Math.min(nowNs - socket.ack.lastDataNs, nowNs - socket.lastAckNs);
  if (idleNs < timeNs) {
    timers.startKeepalive(timeNs - idleNs);
    return;
  }
  if (isGone(socket, idleNs)) {
    sendReset(socket);
    socket.timeOut();
    return;
  }
  writeWakeup(socket, "TcpExt.TCPKeepAlive");
  timers.probesOut++;
  timers.startKeepalive(host.sysctl("net.ipv4.tcp_keepalive_intvl") * 1e9);
}

function isGone({ timers, options, host }: TcpSocket, idleNs: number): boolean {
  if (options.userTimeoutNs !== undefined) return idleNs >= options.userTimeoutNs && timers.probesOut > 0;
  return timers.probesOut >= host.sysctl("net.ipv4.tcp_keepalive_probes");
}
