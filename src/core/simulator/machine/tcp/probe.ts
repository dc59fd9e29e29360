import type { CounterName } from "../counters";
import { tcpFlag } from "../packet";
import { packetsOf, sendNew } from "./output";
import type { TcpSocket } from "./socket";
import { sendProbe } from "./transmit";

/** `tcp_write_wakeup`: what fits into the window, or a segment the peer has to answer. */
export function writeWakeup(socket: TcpSocket, counter: CounterName): void {
  const { sender, host } = socket;
  const { unsent } = sender;
  if (!unsent || unsent.seq >= sender.windowEnd) {
    host.counters[counter]++;
    sendProbe(socket);
    return;
  }
  const room = sender.windowEnd - unsent.seq;
  sender.pushed = Math.max(sender.pushed, unsent.end);
  if (room < unsent.end - unsent.seq || unsent.bytes > sender.mss) sender.split(unsent, Math.min(room, sender.mss));
  unsent.packets = packetsOf(unsent, sender.mss);
  unsent.flags |= tcpFlag.PSH;
  sendNew(socket, unsent);
}
