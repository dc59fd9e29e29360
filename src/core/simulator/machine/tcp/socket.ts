import type { Host } from "../host";
import { hasFlags, tcpFlag, type Endpoint, type TcpPacket } from "../packet";
import type { HeldPort } from "../ports/bindTable";
import type { SkBuff } from "../skbuff";
import type { TcpErrno, TcpState } from "./state";
import type { TcpEndpoint } from "./tcp";

const firstTimeoutNs = 1_000_000_000; // TCP_TIMEOUT_INIT
const longestTimeoutNs = 120_000_000_000; // TCP_RTO_MAX
/** Doublings before the longest timeout is reached: ilog2 of both in `tcp_model_timeout`. */
const doublings = 6;

/** What an application asks of a socket; `undefined` leaves it to the kernel. */
export interface TcpSocketOptions {
  /** SO_RCVBUF and SO_SNDBUF, in bytes; they end autotuning. */
  readonly receiveBuffer?: number | undefined;
  readonly sendBuffer?: number | undefined;
  /** SO_KEEPALIVE */
  readonly keepalive?: boolean;
  /** IP_BIND_ADDRESS_NO_PORT: bind() leaves the choice of a port to connect(). */
  readonly bindAddressNoPort?: boolean;
}

/** A TCP socket, client or accepted alike (`struct tcp_sock`). */
export class TcpSocket implements TcpEndpoint {
  state: TcpState = "CLOSE";
  /** Why it is closed. */
  errno: TcpErrno | undefined;
  onStateChange: (() => void) | undefined;
  onReadable: (() => void) | undefined;
  onWritable: (() => void) | undefined;
  local: Endpoint = { address: "", port: 0 };
  remote: Endpoint = { address: "", port: 0 };
  private held: HeldPort | undefined;
  private startedNs = 0;
  private timeoutNs = firstTimeoutNs;
  private retransmits = 0;

  constructor(
    readonly host: Host,
    readonly options: TcpSocketOptions = {},
  ) {}

  /** Bytes nobody has read (`Recv-Q`). */
  readonly receiveQueue: number = 0;
  /** Bytes the peer has not acknowledged (`Send-Q`). */
  readonly sendQueue: number = 0;
  /** `sk_rmem_alloc`, `sk_rcvbuf`, `sk_wmem_queued`, `sk_sndbuf` */
  readonly receiveMemory: number = 0;
  readonly receiveBufferBytes: number = 0;
  readonly sendMemory: number = 0;
  readonly sendBufferBytes: number = 0;

  /** bind(): takes an address, and a port, one of the kernel's choice for 0. */
  bind(address: string, port = 0): TcpErrno | undefined {
    this.local = { address, port };
    if (port === 0 && this.options.bindAddressNoPort) return undefined;
    this.held = this.host.tcp.ports.bind(address, port);
    if (!this.held) return (this.errno = "EADDRINUSE");
    this.local = { address, port: this.held.port };
    return undefined;
  }

  /** connect() without waiting. */
  connect(destination: Endpoint): TcpErrno | undefined {
    const { host } = this;
    const address = this.local.address || host.ip.sourceFor(destination.address);
    const { ports } = host.tcp;
    if (this.held && !ports.connectBound(this.held, address, destination)) return (this.errno = "EADDRNOTAVAIL");
    this.held ??= ports.connect(address, destination);
    if (!this.held) return (this.errno = "EADDRNOTAVAIL");
    this.local = { address, port: this.held.port };
    this.remote = destination;
    this.startedNs = host.machine.engine.nowNs;
    this.state = "SYN_SENT";
    host.tcp.connections.set(this.local, this.remote, this);
    host.counters["Tcp.ActiveOpens"]++;
    this.startTimer();
    this.send(tcpFlag.SYN);
    return undefined;
  }

  /** What a listener makes of a completed request. */
  establish(local: Endpoint, remote: Endpoint): void {
    [this.local, this.remote, this.state] = [local, remote, "ESTABLISHED"];
    this.host.tcp.connections.set(local, remote, this);
    this.held = this.host.tcp.ports.inherit(local.address, local.port);
  }

  /** write() without waiting: the bytes taken, or why none. */
  write(bytes: number): number | "EAGAIN" | TcpErrno {
    return bytes > 0 ? "EAGAIN" : 0;
  }

  /** read() without waiting: bytes, 0 at the end of the stream. */
  read(most: number): number | "EAGAIN" | TcpErrno {
    return most > 0 ? "EAGAIN" : 0;
  }

  shutdown(): void {}

  close(): void {}

  /** close() with SO_LINGER of 0: a reset. */
  abort(): void {}

  receive(skb: SkBuff, packet: TcpPacket): void {
    this.host.machine.consume(skb);
    if (hasFlags(packet, tcpFlag.RST)) this.onReset();
    else if (hasFlags(packet, tcpFlag.SYN | tcpFlag.ACK) && this.state !== "CLOSE") {
      this.state = "ESTABLISHED";
      this.send(tcpFlag.ACK, packet.cookie);
    }
  }

  private send(flags: number, cookie = false): void {
    this.host.tcp.send(this.local, this.remote, { flags, cookie });
  }

  private onReset(): void {
    if (this.state === "SYN_SENT") this.host.counters["Tcp.AttemptFails"]++;
    this.fail(this.state === "SYN_SENT" ? "ECONNREFUSED" : "ECONNRESET");
  }

  private fail(errno: TcpErrno): void {
    this.state = "CLOSE";
    this.errno = errno;
    this.host.tcp.connections.delete(this.local, this.remote);
    if (this.held) this.host.tcp.ports.release(this.held);
    this.held = undefined;
  }

  private startTimer(): void {
    this.host.machine.engine.schedule(this.timeoutNs, this.onTimeout);
  }

  /** `tcp_retransmit_timer`, `tcp_write_timeout` */
  private readonly onTimeout = (): void => {
    if (this.state !== "SYN_SENT") return;
    const { counters, machine } = this.host;
    const retries = this.host.sysctl("net.ipv4.tcp_syn_retries");
    const linear = machine.rules.hasLinearSynTimeouts ? this.host.sysctl("net.ipv4.tcp_syn_linear_timeouts") : 0;
    const isOver = this.retransmits > 0 && machine.engine.nowNs - this.startedNs >= modelTimeoutNs(retries);
    if (isOver || this.retransmits >= retries + linear) {
      counters["Tcp.AttemptFails"]++;
      this.fail("ETIMEDOUT");
      return;
    }
    counters["TcpExt.TCPTimeouts"]++;
    counters["Tcp.RetransSegs"]++;
    this.retransmits++;
    // The first few wait equally long.
    if (this.retransmits > linear) this.timeoutNs = Math.min(this.timeoutNs * 2, longestTimeoutNs);
    this.startTimer();
    this.send(tcpFlag.SYN);
  };
}

/** `tcp_model_timeout`: how long so many retransmissions would take. */
function modelTimeoutNs(retries: number): number {
  const doubled = (2 ** (Math.min(retries, doublings) + 1) - 1) * firstTimeoutNs;
  return doubled + Math.max(0, retries - doublings) * longestTimeoutNs;
}

/** SYNs from ports where nobody is: what comes back is not answered. */
export function sendLoneSyn(host: Host, destination: Endpoint): void {
  const address = host.ip.sourceFor(destination.address);
  const port = host.tcp.ports.connect(address, destination)?.port;
  if (port === undefined) return;
  const source = { address, port };
  host.tcp.connections.set(source, destination, { state: "SYN_SENT", receive: (skb) => { host.machine.consume(skb); } }); // prettier-ignore
  host.tcp.send(source, destination, { flags: tcpFlag.SYN });
}
