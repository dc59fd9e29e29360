import type { Host } from "./host";
import type { Endpoint, TcpPacket } from "./packet";
import { connectionKey, type TcpEndpoint } from "./tcp";

const firstTimeoutNs = 1_000_000_000; // TCP_TIMEOUT_INIT
const longestTimeoutNs = 120_000_000_000; // TCP_RTO_MAX
/** Doublings before the longest timeout is reached: ilog2 of both in `tcp_model_timeout`. */
const doublings = 6;

export type ClientState = "SYN_SENT" | "ESTABLISHED" | "CLOSE";

/** The client of one handshake: a socket after connect(). */
export class TcpClient implements TcpEndpoint {
  state: ClientState = "SYN_SENT";
  /** Why it is closed. */
  errno: "ETIMEDOUT" | "ECONNREFUSED" | "ECONNRESET" | undefined;
  private readonly source: Endpoint;
  private readonly startedNs: number;
  private timeoutNs = firstTimeoutNs;
  private retransmits = 0;

  constructor(
    private readonly host: Host,
    private readonly destination: Endpoint,
  ) {
    this.source = { address: host.ip.sourceFor(destination.address), port: host.freePort() };
    this.startedNs = host.machine.engine.nowNs;
    host.tcp.connections.set(this.key, this);
    host.counters["Tcp.ActiveOpens"]++;
    this.startTimer();
    this.send("SYN");
  }

  receive(packet: TcpPacket): void {
    if (packet.flags === "RST") this.onReset();
    else if (packet.flags === "SYN-ACK" && this.state !== "CLOSE") {
      this.state = "ESTABLISHED";
      this.send("ACK", packet.cookie);
    }
  }

  private get key(): string {
    return connectionKey(this.source.port, this.destination);
  }

  private send(flags: TcpPacket["flags"], cookie = false): void {
    this.host.tcp.send(this.source, this.destination, flags, cookie);
  }

  private onReset(): void {
    if (this.state === "SYN_SENT") this.host.counters["Tcp.AttemptFails"]++;
    this.close(this.state === "SYN_SENT" ? "ECONNREFUSED" : "ECONNRESET");
  }

  private close(errno: TcpClient["errno"]): void {
    this.state = "CLOSE";
    this.errno = errno;
    this.host.tcp.connections.delete(this.key);
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
      this.close("ETIMEDOUT");
      return;
    }
    counters["TcpExt.TCPTimeouts"]++;
    counters["Tcp.RetransSegs"]++;
    this.retransmits++;
    // The first few wait equally long.
    if (this.retransmits > linear) this.timeoutNs = Math.min(this.timeoutNs * 2, longestTimeoutNs);
    this.startTimer();
    this.send("SYN");
  };
}

/** `tcp_model_timeout`: how long so many retransmissions would take. */
function modelTimeoutNs(retries: number): number {
  const doubled = (2 ** (Math.min(retries, doublings) + 1) - 1) * firstTimeoutNs;
  return doubled + Math.max(0, retries - doublings) * longestTimeoutNs;
}

/** SYNs from ports where nobody is: what comes back is not answered. */
export function sendLoneSyn(host: Host, destination: Endpoint): void {
  const source = { address: host.ip.sourceFor(destination.address), port: host.freePort() };
  host.tcp.connections.set(connectionKey(source.port, destination), { receive: () => undefined });
  host.tcp.send(source, destination, "SYN");
}
