import type { Host } from "./host";
import type { Endpoint, TcpPacket } from "./packet";
import type { SkBuff } from "./skbuff";
import type { TcpListener } from "./tcpListener";

/** What takes the segments of one connection. */
export interface TcpEndpoint {
  receive(packet: TcpPacket): void;
}

/** Both ends of a connection, seen from one of them. */
export const connectionKey = (localPort: number, remote: Endpoint): string =>
  `${localPort} ${remote.address} ${remote.port}`;

/** TCP of one host: finds who a segment is for (`tcp_v4_rcv`). */
export class Tcp {
  readonly listeners = new Map<number, TcpListener>();
  readonly connections = new Map<string, TcpEndpoint>();

  constructor(private readonly host: Host) {}

  receive(skb: SkBuff, packet: TcpPacket): void {
    const connection = this.connections.get(connectionKey(packet.destination.port, packet.source));
    const listener = this.listeners.get(packet.destination.port);
    if (connection) {
      this.host.machine.consume(skb);
      connection.receive(packet);
    } else if (listener) {
      listener.receive(skb, packet);
    } else {
      this.host.drop("tcp-no-socket", skb);
      if (packet.flags !== "RST") this.reset(packet);
    }
  }

  /** Answers a segment with a reset (`tcp_v4_send_reset`). */
  reset({ source, destination }: TcpPacket): void {
    this.host.counters["Tcp.OutRsts"]++;
    this.send(destination, source, "RST");
  }

  send(source: Endpoint, destination: Endpoint, flags: TcpPacket["flags"], cookie = false): void {
    this.host.ip.sendSegment({ protocol: "tcp", source, destination, flags, ...(cookie && { cookie }) });
  }
}
