import type { Host } from "../host";
import { tcpFlag, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";

/** What comes while an application is in a call on its socket (`sk_backlog`). */
export class SocketBacklog {
  private skbs: SkBuff[] = [];
  private packets: TcpPacket[] = [];

  constructor(private readonly host: Host) {}

  get length(): number {
    return this.skbs.length;
  }

  /** `tcp_add_backlog`: acknowledgements become one; it has the window of the last. */
  add(skb: SkBuff, packet: TcpPacket): void {
    const last = this.packets[this.packets.length - 1];
    if (last && isAckLike(last, packet)) {
      this.host.machine.consume(skb);
      this.host.counters["TcpExt.TCPBacklogCoalesce"]++;
      this.packets[this.packets.length - 1] = { ...packet, ack: Math.max(packet.ack, last.ack) };
      return;
    }
    this.skbs.push(skb);
    this.packets.push(packet);
  }

  /** Hands everything over, in its order. */
  takeAll(process: (skb: SkBuff, packet: TcpPacket) => void): void {
    const { skbs, packets } = this;
    this.skbs = [];
    this.packets = [];
    for (const [index, packet] of packets.entries()) process(skbs[index] as SkBuff, packet);
  }
}

/** Both only acknowledge, with the same options. */
function isAckLike(one: TcpPacket, other: TcpPacket): boolean {
  return (
    one.flags === tcpFlag.ACK &&
    other.flags === tcpFlag.ACK &&
    one.payloadBytes + other.payloadBytes === 0 &&
    one.seq === other.seq &&
    one.timestamp === other.timestamp &&
    one.timestampEcho === other.timestampEcho &&
    !one.sack &&
    !other.sack
  );
}
