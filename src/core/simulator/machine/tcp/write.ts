import { tcpFlag } from "../packet";
import { pushPending, writeXmit } from "./output";
import type { TcpSocket } from "./socket";
import type { TcpErrno } from "./state";

/** `tcp_sendmsg_locked` without waiting: fills packets up to the size goal as long as the send buffer has room. */
export function writeData(socket: TcpSocket, bytes: number): number | "EAGAIN" | TcpErrno {
  const { sender, state } = socket;
  if (state === "SYN_SENT") return "EAGAIN";
  if (socket.errno || socket.hasSentEnd || (state !== "ESTABLISHED" && state !== "CLOSE_WAIT"))
    return socket.takeError();
  const goal = sender.sizeGoal;
  let left = bytes;
  while (left > 0) {
    let packet = sender.unsent && sender.last;
    if (!packet || packet.bytes >= goal) {
      if (!sender.hasSpace || !sender.mayAllocate) {
        sender.isFull = true;
        sender.removeEmpty();
        break;
      }
      packet = sender.append(tcpFlag.ACK);
      socket.restartAfterIdle();
    }
    const copied = sender.allowed(Math.min(left, goal - packet.bytes));
    if (copied === 0) {
      sender.isFull = true;
      sender.removeEmpty();
      break;
    }
    sender.fill(packet, copied);
    left -= copied;
    if (left === 0 || packet.bytes < goal) continue;
    if (isPushForced(socket)) {
      markPush(socket);
      pushPending(socket, "push");
    } else if (packet === sender.unsent) {
      writeXmit(socket, "push", "one");
    }
  }
  if (left === bytes) return bytes === 0 ? 0 : "EAGAIN";
  markPush(socket);
  if (left > 0) pushPending(socket, "push");
  pushPending(socket, "rule");
  return bytes - left;
}

/** `forced_push`: more than half of the peer's widest window was written since the last push. */
function isPushForced({ sender }: TcpSocket): boolean {
  return sender.written > sender.pushed + (sender.widestWindow >> 1);
}

/** `tcp_mark_push` */
function markPush({ sender }: TcpSocket): void {
  if (sender.last && sender.unsent) sender.last.flags |= tcpFlag.PSH;
  sender.pushed = sender.written;
}
