import type { Host } from "../host";
import { hasFlags, tcpFlag, type Endpoint, type TcpPacket } from "../packet";
import { Ports } from "../ports/ports";
import { SocketTable } from "../ports/socketTable";
import type { SkBuff } from "../skbuff";
import { ConnectionTable } from "./connectionTable";
import type { TcpListener } from "./listener";
import { TcpMemory } from "./memory";
import { TcpSettings } from "./settings";
import type { TcpState } from "./state";
import { TimeWaitTable } from "./timeWait";

/** What takes the segments of one connection: a socket, or what stands in for it in TIME_WAIT. */
export interface TcpEndpoint {
  readonly state: TcpState;
  receive(skb: SkBuff, packet: TcpPacket): void;
}

/** TCP of one host: finds who a segment is for (`tcp_v4_rcv`). */
export class Tcp {
  readonly listeners: SocketTable<TcpListener>;
  /** Everything that is connected, TIME_WAIT included; a listener keeps its own requests. */
  readonly connections = new ConnectionTable<TcpEndpoint>();
  readonly timeWait: TimeWaitTable;
  readonly ports: Ports;
  readonly settings: TcpSettings;
  readonly memory: TcpMemory;

  constructor(private readonly host: Host) {
    this.timeWait = new TimeWaitTable(host);
    this.ports = new Ports(host);
    this.listeners = new SocketTable(() => host.machine.random);
    this.settings = new TcpSettings(host);
    this.memory = new TcpMemory(this.settings);
  }

  /** What a packet is charged with besides its data, and the room for headers in it (MAX_TCP_HEADER). */
  get headTruesize(): number {
    return this.host.machine.tcpHeadTruesize;
  }
  get headerBytes(): number {
    return this.host.machine.tcpHeaderBytes;
  }

  /** `secure_tcp_seq`: follows the clock, so that a later connection of the same ends begins further on. */
  initialSequence(): number {
    return 1 + Math.floor(this.host.machine.engine.nowNs / 64);
  }

  /** `tcp_check_oom`: too many sockets nobody has open, sooner for those of a doubtful peer, or memory above its limit. */
  isOutOfMemory(doubtful: number): boolean {
    const { memory, settings } = this;
    return memory.orphans * 2 ** doubtful > this.host.sysctl("net.ipv4.tcp_max_orphans") || memory.pages > settings.mem[2];
  } // prettier-ignore

  /** `tcp_v4_rcv` */
  receive(skb: SkBuff, packet: TcpPacket): void {
    this.host.counters["Tcp.InSegs"]++;
    const connection = this.connections.get(packet.destination, packet.source);
    if (connection) {
      connection.receive(skb, packet);
      return;
    }
    const listener = this.listeners.select(packet);
    if (listener) {
      listener.receive(skb, packet);
    } else {
      this.host.drop("tcp-no-socket", skb);
      this.reset(packet);
    }
  }

  /** Answers a segment with a reset (`tcp_v4_send_reset`). */
  reset(packet: TcpPacket): void {
    if (hasFlags(packet, tcpFlag.RST)) return;
    this.host.counters["Tcp.OutRsts"]++;
    const hasAck = hasFlags(packet, tcpFlag.ACK);
    this.send(packet.destination, packet.source, {
      flags: hasAck ? tcpFlag.RST : tcpFlag.RST | tcpFlag.ACK,
      seq: hasAck ? packet.ack : 0,
      ack: hasAck ? 0 : packet.seq + packet.payloadBytes + sequenceOfFlags(packet),
    });
  }

  /** Sends a segment without data that belongs to no socket. */
  send(source: Endpoint, destination: Endpoint, header: TcpHeader): void {
    this.host.counters["Tcp.OutSegs"]++;
    this.host.ip.sendSegment(segment(source, destination, header));
  }
}

/** What a header may hold; the rest is nothing. */
export type TcpHeader = Pick<TcpPacket, "flags"> & Partial<Omit<TcpPacket, "protocol" | "source" | "destination">>;

/** A segment, always with the same properties in the same order. */
export function segment(source: Endpoint, destination: Endpoint, header: TcpHeader): TcpPacket {
  return {
    protocol: "tcp",
    source,
    destination,
    flags: header.flags,
    seq: header.seq ?? 0,
    ack: header.ack ?? 0,
    window: header.window ?? 0,
    payloadBytes: header.payloadBytes ?? 0,
    segments: header.segments ?? 1,
    segmentBytes: header.payloadBytes ?? 0,
    timestamp: header.timestamp ?? 0,
    timestampEcho: header.timestampEcho ?? 0,
    options: header.options,
    sack: header.sack,
    cookie: header.cookie ?? false,
    data: undefined,
  };
}

/** SYN and FIN take a sequence number each. */
export function sequenceOfFlags({ flags }: TcpPacket): number {
  return (flags & tcpFlag.SYN ? 1 : 0) + (flags & tcpFlag.FIN ? 1 : 0);
}
