import type { Host } from "../host";
import { hasFlags, tcpFlag, type Endpoint, type SynOptions, type TcpPacket } from "../packet";
import { usesOfPorts, type HeldPort } from "../ports/bindTable";
import type { SkBuff } from "../skbuff";
import { AckState } from "./ackState";
import { acceptedFrom, answerSyn, startConnect } from "./handshake";
import { closeSocket, endFinWait2, finWait2, sendFin } from "./close";
import { Congestion } from "./congestion";
import { InQueue } from "./inQueue";
import { receiveSegment } from "./input";
import type { MemoryHolder } from "./memory";
import { readData } from "./receive";
import { Receiver } from "./receiver";
import { RoundTripTime } from "./rtt";
import { Sender } from "./sender";
import type { TcpErrno, TcpState } from "./state";
import type { TcpEndpoint } from "./tcp";
import { SocketBacklog } from "./socketBacklog";
import { SocketTimers } from "./timers";
import { writeData } from "./write";

/** What an application asks of a socket; `undefined` leaves it to the kernel. */
export interface TcpSocketOptions {
  /** SO_RCVBUF and SO_SNDBUF, in bytes; they end autotuning. */
  readonly receiveBuffer?: number | undefined;
  readonly sendBuffer?: number | undefined;
  /** SO_KEEPALIVE */
  readonly keepalive?: boolean;
  /** SO_REUSEADDR: bind() lets others that have it share a port. */
  readonly reuseAddress?: boolean;
  /** IP_BIND_ADDRESS_NO_PORT: bind() leaves the choice of a port to connect(). */
  readonly bindAddressNoPort?: boolean;
  /** TCP_NODELAY */
  readonly noDelay?: boolean;
  /** TCP_USER_TIMEOUT */
  readonly userTimeoutNs?: number;
}

/** A TCP socket, client or accepted alike (`struct tcp_sock`). */
export class TcpSocket implements TcpEndpoint, MemoryHolder {
  /** Why it is closed. */
  errno: TcpErrno | undefined;
  onStateChange: (() => void) | undefined;
  onReadable: (() => void) | undefined;
  onWritable: (() => void) | undefined;
  local: Endpoint = unbound;
  remote: Endpoint = unbound;
  forwardBytes = 0;
  hasTimestamps = false;
  hasSack = false;
  /** The peer's last timestamp (`ts_recent`), in milliseconds. */
  recentTimestamp = 0;
  /** This end was answered with a SYN cookie, or so it may look to the peer. */
  cookieOptions: SynOptions | undefined;
  /** No application has it open (SOCK_DEAD). */
  isOrphan = false;
  hasReceivedEnd = false;
  hasSentEnd = false;
  /** When data was sent, an acknowledgement came, a stray segment was answered last; -1: never. */
  lastSentNs = 0;
  lastAckNs = 0;
  lastOddAckNs = -1;
  /** The receiver's idea of the round trip (`rcv_rtt_est`). */
  readonly roundTrip = { us: 0, seq: 0, atUs: -1 };
  readonly ack = new AckState();
  readonly congestion = new Congestion();
  readonly rtt = new RoundTripTime();
  readonly receiver: Receiver;
  readonly sender: Sender;
  readonly inQueue: InQueue;
  readonly timers: SocketTimers;
  /** An application is in a call on it (`sock_owned_by_user`). */
  private isOwned = false;
  private readonly backlog: SocketBacklog;
  private port: HeldPort | undefined;
  private isErrorTold = false;
  private current: TcpState = "CLOSE";

  constructor(
    readonly host: Host,
    readonly options: TcpSocketOptions = {},
  ) {
    this.receiver = new Receiver(host, this.ack, options.receiveBuffer);
    this.sender = new Sender(host, this, options.sendBuffer);
    this.inQueue = new InQueue(this.receiver, this);
    this.timers = new SocketTimers(this);
    this.backlog = new SocketBacklog(host);
    host.tcp.memory.sockets++;
  }

  get state(): TcpState {
    return this.current;
  }

  /** It takes part in the protocol, not in TIME_WAIT and not closed. */
  get isAlive(): boolean {
    return this.current !== "CLOSE" && this.current !== "TIME_WAIT";
  }

  /** Bytes nobody has read (`Recv-Q`). */
  get receiveQueue(): number {
    const { next, copied } = this.receiver;
    return this.current === "SYN_SENT" ? 0 : Math.max(0, next - copied - (this.hasReceivedEnd ? 1 : 0));
  }

  /** Bytes the peer has not acknowledged (`Send-Q`). */
  get sendQueue(): number {
    return this.sender.written - this.sender.unacked;
  }

  /** `sk_rmem_alloc`, `sk_rcvbuf`, `sk_wmem_queued`, `sk_sndbuf` */
  get receiveMemory(): number {
    return this.receiver.memory;
  }
  get receiveBufferBytes(): number {
    return this.receiver.bufferBytes;
  }
  get sendMemory(): number {
    return this.sender.memory;
  }
  get sendBufferBytes(): number {
    return this.sender.bufferBytes;
  }

  /** The clock of the timestamps option, in milliseconds. */
  get timestamp(): number {
    return 1 + Math.floor(this.host.machine.engine.nowNs / 1e6);
  }

  /** `tcp_acceptable_seq`: where a segment without data stands. */
  get acceptableSeq(): number {
    const { windowEnd, next } = this.sender;
    return windowEnd >= next || next - windowEnd < 1 << this.receiver.windowScale ? next : windowEnd;
  }

  /** What a call on a socket that is closed gets: the reason once, then EPIPE (`sk_stream_error`). */
  takeError(): TcpErrno {
    const errno = this.isErrorTold ? "EPIPE" : (this.errno ?? "EPIPE");
    this.isErrorTold = true;
    return errno;
  }

  /** bind(): takes an address, and a port, one of the kernel's choice for 0. */
  bind(address: string, port = 0): TcpErrno | undefined {
    this.local = { address, port };
    if (port === 0 && this.options.bindAddressNoPort) return undefined;
    this.port = this.host.tcp.ports.bind(address, port, usesOfPorts[this.options.reuseAddress ? "reusing" : "bound"]);
    if (!this.port) return (this.errno = "EADDRINUSE");
    this.local = { address, port: this.port.port };
    return undefined;
  }

  /** connect() without waiting; what is returned is why that cannot even be tried. */
  connect(destination: Endpoint): TcpErrno | undefined {
    const { host } = this;
    const { ports } = host.tcp;
    const address = this.local.address || host.ip.sourceFor(destination.address);
    if (this.port && !ports.connectBound(this.port, address, destination)) return (this.errno = "EADDRNOTAVAIL");
    this.port ??= ports.connect(address, destination);
    if (!this.port) return (this.errno = "EADDRNOTAVAIL");
    this.local = { address, port: this.port.port };
    this.remote = destination;
    host.tcp.connections.set(this.local, this.remote, this);
    startConnect(this);
    return undefined;
  }

  /** What a listener makes of a completed request (`tcp_v4_syn_recv_sock`). */
  accepted(local: Endpoint, remote: Endpoint, synOptions: SynOptions, packet: TcpPacket): void {
    this.local = local;
    this.remote = remote;
    this.port = this.host.tcp.ports.inherit(local.address, local.port);
    this.host.tcp.connections.set(local, remote, this);
    acceptedFrom(this, synOptions, packet);
  }

  /** write() without waiting: the bytes taken, or why none. */
  write(bytes: number): number | "EAGAIN" | TcpErrno {
    this.isOwned = true;
    const taken = writeData(this, bytes);
    this.release();
    return taken;
  }

  /** read() without waiting: bytes, 0 at the end of the stream. */
  read(most: number): number | "EAGAIN" | TcpErrno {
    const bytes = readData(this, most);
    if (bytes > 0) return bytes;
    if (this.hasReceivedEnd) return 0;
    if (this.errno) return this.errno;
    return this.current === "CLOSE" ? 0 : "EAGAIN";
  }

  /** shutdown(SHUT_WR) */
  shutdown(): void {
    sendFin(this);
  }

  /** close() */
  close(): void {
    if (!this.isOrphan) closeSocket(this, false);
  }

  /** close() with SO_LINGER of 0: a reset. */
  abort(): void {
    if (!this.isOrphan) closeSocket(this, true);
  }

  receive(skb: SkBuff, packet: TcpPacket): void {
    if (this.isOwned) this.backlog.add(skb, packet);
    else this.process(skb, packet);
  }

  /** Packets that wait in the socket's backlog. */
  get inBacklog(): number {
    return this.backlog.length;
  }

  /** `release_sock`: lets the application's call end, after what has come meanwhile. */
  private release(): void {
    const { machine, cpu } = this.host;
    (machine.runningCpu ?? cpu).afterSoftirqs(() => {
      this.isOwned = this.backlog.length > 0;
      if (!this.isOwned) return;
      this.backlog.takeAll((skb, packet) => this.process(skb, packet));
      this.release();
    });
  }

  private process(skb: SkBuff, packet: TcpPacket): void {
    if (this.current === "SYN_SENT") answerSyn(this, skb, packet);
    else receiveSegment(this, skb, packet);
  }

  /** `tcp_set_state` */
  setState(state: TcpState): void {
    const { counters } = this.host;
    const before = this.current;
    if (state === before) return;
    this.current = state;
    const wasOpen = before === "ESTABLISHED" || before === "CLOSE_WAIT";
    const isOpen = state === "ESTABLISHED" || state === "CLOSE_WAIT";
    if (isOpen && !wasOpen) counters["Tcp.CurrEstab"]++;
    if (wasOpen && !isOpen) counters["Tcp.CurrEstab"]--;
    if (wasOpen && state === "CLOSE") counters["Tcp.EstabResets"]++;
    const { trace } = this.host.machine;
    if (trace) trace.state(this.host.name, nameOf(this), state);
    this.onStateChange?.();
  }

  /** The peer has sent all it will send (`tcp_fin`). */
  receivedEnd(): void {
    this.hasReceivedEnd = true;
    this.ack.isScheduled = true;
    this.inQueue.purgeBeyond();
    finWait2.receivedEnd(this);
  }

  /** Everything sent has arrived; true where the segment needs no further look. */
  allAcknowledged(packet: TcpPacket): boolean {
    return finWait2.allAcknowledged(this, hasFlags(packet, tcpFlag.FIN));
  }

  /** The time an orphan waits in FIN_WAIT2 for the other end is over. */
  endFinWait2(): void {
    endFinWait2(this);
  }

  /** `tcp_reset`: the peer has reset the connection. */
  reset(): void {
    const errnos: Partial<Record<TcpState, TcpErrno>> = { SYN_SENT: "ECONNREFUSED", CLOSE_WAIT: "EPIPE" };
    this.fail(errnos[this.current] ?? "ECONNRESET");
  }

  /** `tcp_write_err`: nobody has answered for too long. */
  timeOut(): void {
    this.host.counters["TcpExt.TCPAbortOnTimeout"]++;
    this.fail("ETIMEDOUT");
  }

  /** `tcp_done`: the connection is over. */
  done(): void {
    if (this.current === "SYN_SENT") this.host.counters["Tcp.AttemptFails"]++;
    this.leave("CLOSE");
  }

  /** Leaves the port to what stands in for the socket in TIME_WAIT. */
  handOverPort(): HeldPort | undefined {
    const { port } = this;
    this.port = undefined;
    return port;
  }

  /** Lets go of everything but what was received: that is the application's until it closes. */
  leave(state: "CLOSE" | "TIME_WAIT"): void {
    this.timers.stopAll();
    this.sender.purge();
    if (this.host.tcp.connections.get(this.local, this.remote) === this) {
      this.host.tcp.connections.delete(this.local, this.remote);
    }
    this.releasePort();
    const wasAlive = this.isAlive;
    this.setState(state);
    if (this.isOrphan) this.destroy(wasAlive);
    else this.wakeAll();
  }

  /** `inet_csk_destroy_sock` */
  destroy(wasOrphan: boolean): void {
    const { memory } = this.host.tcp;
    this.releasePort();
    this.inQueue.purge();
    memory.close(this);
    memory.sockets--;
    if (wasOrphan) memory.orphans--;
  }

  /** `tcp_check_space`: a writer that waits may go on once enough is free; the buffer may grow first. */
  checkSpace(): void {
    const { sender, congestion, host } = this;
    if (!sender.isFull) return;
    const { memory, settings } = host.tcp;
    const mayGrow = !sender.isFixed && !memory.isUnderPressure && memory.pages < settings.mem[0];
    if (mayGrow && sender.inFlight < congestion.window) this.expandSendBuffer();
    if (!sender.isWritable) return;
    sender.isFull = false;
    this.onWritable?.();
  }

  /** `tcp_sndbuf_expand` */
  expandSendBuffer(): void {
    if (!this.sender.isFixed) this.sender.expandBuffer(this.congestion.window, this.host.tcp.headerBytes);
  }

  /** `tcp_slow_start_after_idle_check` */
  restartAfterIdle(): void {
    const { sender, timers, host, congestion } = this;
    if (sender.packetsOut > 0 || !host.sysctl("net.ipv4.tcp_slow_start_after_idle")) return;
    const timeouts = Math.ceil((host.machine.engine.nowNs - this.lastSentNs) / timers.timeoutNs) - 1;
    if (timeouts > 0) congestion.restart(timeouts);
  }

  /** `inet_put_port` */
  private releasePort(): void {
    const port = this.handOverPort();
    if (port) this.host.tcp.ports.release(port);
  }

  private fail(errno: TcpErrno): void {
    this.errno = errno;
    this.done();
  }

  private wakeAll(): void {
    this.onReadable?.();
    this.onWritable?.();
  }
}

const unbound: Endpoint = { address: "", port: 0 };

const nameOf = ({ local, remote }: TcpSocket): string =>
  `${local.address}:${local.port}-${remote.address}:${remote.port}`;

/** SYNs from ports where nobody is: what comes back is not answered. */
export function sendLoneSyn(host: Host, destination: Endpoint): void {
  const address = host.ip.sourceFor(destination.address);
  const port = host.tcp.ports.connect(address, destination)?.port;
  if (port === undefined) return;
  const source = { address, port };
  const silent: TcpEndpoint = { state: "SYN_SENT", receive: (skb) => { host.machine.consume(skb); } }; // prettier-ignore
  host.tcp.connections.set(source, destination, silent);
  const options: SynOptions = { mss: 1460, windowScale: 7, hasTimestamps: true, permitsSack: true };
  host.tcp.send(source, destination, { flags: tcpFlag.SYN, window: 64240, timestamp: 1, options });
}
