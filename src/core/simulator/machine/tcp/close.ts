import { tcpFlag } from "../packet";
import { pushPending } from "./output";
import type { TcpSocket } from "./socket";
import { timeWaitNs } from "./timeWait";
import type { TcpState } from "./state";
import { sendAck, sendReset } from "./transmit";

/** What follows a state once this end has nothing more to send (`new_state` in net/ipv4/tcp.c). */
const afterClose: Partial<Record<TcpState, TcpState>> = { ESTABLISHED: "FIN_WAIT1", CLOSE_WAIT: "LAST_ACK" };

/** `tcp_shutdown`, `tcp_send_fin`: the end of the stream goes out behind the data, in the last packet if that still waits. */
export function sendFin(socket: TcpSocket): void {
  const next = afterClose[socket.state];
  if (next === undefined) return;
  const { sender } = socket;
  socket.hasSentEnd = true;
  socket.setState(next);
  const last = (sender.unsent && sender.last) ?? sender.append(tcpFlag.ACK);
  last.flags |= tcpFlag.FIN;
  last.end++;
  sender.written++;
  pushPending(socket, "push");
}

/** `tcp_close` */
export function closeSocket(socket: TcpSocket, isAbort: boolean): void {
  const { host } = socket;
  const hasUnread = socket.receiveQueue > 0;
  socket.inQueue.purge();
  socket.receiver.copied = socket.receiver.next;
  if (socket.isAlive) {
    if (hasUnread || isAbort) abort(socket, hasUnread);
    else if (socket.state === "SYN_SENT") socket.leave("CLOSE");
    else sendFin(socket);
  }
  socket.isOrphan = true;
  if (!socket.isAlive) {
    socket.destroy(false);
    return;
  }
  host.tcp.memory.orphans++;
  if (socket.state === "FIN_WAIT2") waitForEnd(socket, false);
  else if (host.tcp.isOutOfMemory(0)) {
    host.counters["TcpExt.TCPAbortOnMemory"]++;
    sendReset(socket);
    socket.leave("CLOSE");
  }
}

/** What becomes of a connection whose ends close one after the other. */
export const finWait2 = {
  /** `tcp_fin` */
  receivedEnd(socket: TcpSocket): void {
    switch (socket.state) {
      case "ESTABLISHED":
        socket.setState("CLOSE_WAIT");
        socket.ack.pingPong = 1;
        break;
      case "FIN_WAIT1":
        sendAck(socket);
        socket.setState("CLOSING");
        break;
      case "FIN_WAIT2":
        sendAck(socket);
        enterTimeWait(socket, "TIME_WAIT", timeWaitNs);
    }
  },

  /** The steps of `tcp_rcv_state_process` once everything sent is acknowledged; true where the connection has moved on. */
  allAcknowledged(socket: TcpSocket, hasEnd: boolean): boolean {
    switch (socket.state) {
      case "FIN_WAIT1":
        socket.setState("FIN_WAIT2");
        return socket.isOrphan && waitForEnd(socket, hasEnd);
      case "CLOSING":
        enterTimeWait(socket, "TIME_WAIT", timeWaitNs);
        return true;
      case "LAST_ACK":
        socket.done();
        return true;
      default:
        return false;
    }
  },
};

/** `tcp_fin_time`: how long an orphan waits for the other end to close; true when it is a smaller thing now. */
function waitForEnd(socket: TcpSocket, hasEnd: boolean): boolean {
  const lengthNs = finTimeNs(socket);
  if (lengthNs > timeWaitNs) socket.timers.startKeepalive(lengthNs - timeWaitNs);
  else if (hasEnd) socket.timers.startKeepalive(lengthNs);
  else {
    enterTimeWait(socket, "FIN_WAIT2", lengthNs);
    return true;
  }
  return false;
}

/** What is left of the waiting after the first part of it, beyond a minute, has passed as a socket. */
export function endFinWait2(socket: TcpSocket): void {
  const leftNs = finTimeNs(socket) - timeWaitNs;
  if (leftNs > 0) {
    enterTimeWait(socket, "FIN_WAIT2", leftNs);
    return;
  }
  sendReset(socket);
  socket.done();
}

function finTimeNs({ host, timers }: TcpSocket): number {
  return Math.max(host.sysctl("net.ipv4.tcp_fin_timeout") * 1e9, timers.timeoutNs * 3.5);
}

/** `tcp_time_wait` */
function enterTimeWait(socket: TcpSocket, substate: "TIME_WAIT" | "FIN_WAIT2", lengthNs: number): void {
  const { local, remote, sender, receiver, hasTimestamps, recentTimestamp, host } = socket;
  const [sendNext, receiveNext, held] = [sender.next, receiver.next, socket.handOverPort()];
  socket.leave("TIME_WAIT");
  // Written out: spreading an object costs more than everything else here.
  const kept = { local, remote, substate, hasTimestamps, recentTimestamp, lengthNs, sendNext, receiveNext, held };
  host.tcp.timeWait.enter(kept);
}

/** Data nobody has read, or SO_LINGER of 0, turn a close into a reset. */
function abort(socket: TcpSocket, hasUnread: boolean): void {
  const { counters } = socket.host;
  counters[hasUnread ? "TcpExt.TCPAbortOnClose" : "TcpExt.TCPAbortOnData"]++;
  if (needsReset(socket.state)) sendReset(socket);
  socket.leave("CLOSE");
}

/** `tcp_need_reset` */
function needsReset(state: TcpState): boolean {
  return state === "ESTABLISHED" || state === "CLOSE_WAIT" || state === "FIN_WAIT1" || state === "FIN_WAIT2";
}
