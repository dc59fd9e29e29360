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

/** A segment of a handshake, which is all of TCP that is modelled so far. */
export interface TcpPacket {
  readonly protocol: "tcp";
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly flags: "SYN" | "SYN-ACK" | "ACK" | "RST";
  /** A SYN-ACK whose sequence number is a SYN cookie, and the ACK that answers it. */
  readonly cookie?: boolean;
}

export type Packet = UdpPacket | TcpPacket;
