/** An address and a port. Addresses are those of IPv4, as text. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What of a datagram one fragment carries. */
export interface Fragment {
  readonly id: number;
  readonly count: number;
}

export interface UdpPacket {
  readonly protocol: "udp";
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly payloadBytes: number;
  readonly fragment?: Fragment;
}

/** Bits of a TCP header. */
export const tcpFlag = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;

/** What two ends agree on in their SYNs. */
export interface SynOptions {
  readonly mss: number;
  /** `undefined`: windows are not scaled. */
  readonly windowScale: number | undefined;
  readonly hasTimestamps: boolean;
  readonly permitsSack: boolean;
}

/** Data that has arrived beyond a gap. */
export interface SackBlock {
  readonly start: number;
  readonly end: number;
}

/** Memory that a sender may still hold while the packet is elsewhere on the same machine. */
export interface SharedData {
  readonly isFreed: boolean;
}

/** A TCP segment, or with offloads several of them in one packet. */
export interface TcpPacket {
  readonly protocol: "tcp";
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** A sum of `tcpFlag`. */
  readonly flags: number;
  /** Sequence numbers here do not wrap: they go on beyond 32 bits. */
  readonly seq: number;
  readonly ack: number;
  /** As in the header: scaled, but in a SYN. */
  readonly window: number;
  readonly payloadBytes: number;
  /** Segments it stands for (`gso_segs`), at least 1. */
  readonly segments: number;
  /** Bytes of data in each but the last of several (`gso_size`); of a single one all it has. */
  readonly segmentBytes: number;
  /** TSval and TSecr in milliseconds; 0: no such option. */
  readonly timestamp: number;
  readonly timestampEcho: number;
  /** In a SYN, and where a cookie stands in for it. */
  readonly options: SynOptions | undefined;
  readonly sack: readonly SackBlock[] | undefined;
  /** A SYN-ACK whose sequence number is a SYN cookie, and the ACK that answers it. */
  readonly cookie: boolean;
  /** The data, where sender and receiver share a machine. */
  readonly data: SharedData | undefined;
}

export type Packet = UdpPacket | TcpPacket;

/** Whether a segment has all of some flags: `has(packet, tcpFlag.SYN)`. */
export function hasFlags(packet: TcpPacket, flags: number): boolean {
  return (packet.flags & flags) === flags;
}
