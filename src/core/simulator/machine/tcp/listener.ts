import { Fifo } from "../../fifo";
import type { Host } from "../host";
import { hasFlags, tcpFlag, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import { measure } from "./ack";
import { AckState } from "./ackState";
import { ConnectionTable } from "./connectionTable";
import { Receiver } from "./receiver";
import { Request, sendSynAck } from "./request";
import { TcpSocket, type TcpSocketOptions } from "./socket";

const firstTimeoutNs = 1_000_000_000; // TCP_TIMEOUT_INIT

/** A listening socket with its two queues. */
export class TcpListener {
  /** `sk_max_ack_backlog`: what listen() asked for, not above somaxconn. */
  readonly backlog: number;
  onAcceptable: (() => void) | undefined;
  private readonly requests = new ConnectionTable<Request>();
  private young = 0;
  private readonly accepted = new Fifo<TcpSocket>();
  private readonly cookies: number;
  private readonly maxSynBacklog: number;
  /** The buffer connections will begin with. */
  private readonly receiver: Receiver;

  constructor(
    readonly host: Host,
    readonly port: number,
    backlog: number,
    /** What the sockets of connections take over. */
    readonly options: TcpSocketOptions = {},
    /** SO_REUSEPORT: others may listen at the port, too, if they say the same. */
    reusePort = false,
  ) {
    // __sys_listen compares without a sign, so a negative figure is the largest.
    this.backlog = Math.min(backlog >>> 0, host.sysctl("net.core.somaxconn"));
    this.cookies = host.sysctl("net.ipv4.tcp_syncookies");
    this.maxSynBacklog = host.sysctl("net.ipv4.tcp_max_syn_backlog");
    this.receiver = new Receiver(host, new AckState(), options.receiveBuffer);
    host.tcp.ports.listen(port, reusePort);
    host.tcp.listeners.add(port, this);
  }

  /** Connections accept() has not fetched. */
  get acceptQueue(): number {
    return this.accepted.length;
  }

  /** The most there can be: it counts as full only above the backlog (`sk_acceptq_is_full`). */
  get acceptQueueLimit(): number {
    return this.backlog + 1;
  }

  /** The most connections there can be in SYN_RECV: what the backlog allows, without cookies also `tcp_max_syn_backlog`. */
  get halfOpenLimit(): number {
    const ofBacklog = this.backlog + this.host.machine.rules.requestsBeyondBacklog;
    return this.cookies > 0 ? ofBacklog : Math.min(ofBacklog, this.maxSynBacklog - (this.maxSynBacklog >> 2) + 1);
  }

  /** Connections in SYN_RECV. */
  get halfOpen(): number {
    return this.requests.size;
  }

  /** They themselves. */
  get halfOpenRequests(): Iterable<Request> {
    return this.requests.values();
  }

  /** accept() without waiting; `undefined` when there is no connection. */
  accept(): TcpSocket | undefined {
    return this.accepted.shift();
  }

  /** A segment for no known connection. */
  receive(skb: SkBuff, packet: TcpPacket): void {
    const request = this.requests.get(packet.destination, packet.source);
    if (hasFlags(packet, tcpFlag.RST)) this.onReset(skb, request);
    else if (hasFlags(packet, tcpFlag.SYN)) this.onSyn(skb, packet, request);
    else this.onAck(skb, packet, request);
  }

  /** `tcp_conn_request` */
  private onSyn(skb: SkBuff, packet: TcpPacket, request: Request | undefined): void {
    if (request) {
      this.host.machine.consume(skb);
      sendSynAck(this.host, this.receiver, request, false);
      this.startTimer(request);
      return;
    }
    const wantCookie = this.cookies === 2 || this.isRequestQueueFull();
    if (wantCookie && this.cookies === 0) {
      this.host.counters["TcpExt.TCPReqQFullDrop"]++;
      this.refuse(skb, "request-queue");
      return;
    }
    if (wantCookie) this.host.counters["TcpExt.TCPReqQFullDoCookies"]++;
    if (this.isAcceptQueueFull()) {
      this.host.counters["TcpExt.ListenOverflows"]++;
      this.refuse(skb, "accept-queue-syn");
    } else if (!wantCookie && this.isLastQuarter()) {
      this.refuse(skb, "syn-backlog");
    } else {
      this.host.machine.consume(skb);
      const fresh = new Request(this.host, packet, this.onTimeout);
      if (wantCookie) this.host.counters["TcpExt.SyncookiesSent"]++;
      else this.remember(fresh);
      sendSynAck(this.host, this.receiver, fresh, wantCookie);
    }
  }

  /** `tcp_check_req`, `cookie_v4_check` and `tcp_v4_syn_recv_sock`: the last step of a handshake. */
  private onAck(skb: SkBuff, packet: TcpPacket, request: Request | undefined): void {
    const { counters, tcp } = this.host;
    const answersCookie = !request && packet.cookie && this.cookies > 0;
    const options = request ? request.options : answersCookie ? packet.options : undefined;
    if (!options || (request && packet.ack !== request.sequence + 1)) {
      this.host.drop("tcp-no-socket", skb);
      tcp.reset(packet);
      return;
    }
    if (answersCookie) counters["TcpExt.SyncookiesRecv"]++;
    if (this.isAcceptQueueFull()) {
      counters["TcpExt.ListenOverflows"]++;
      this.refuse(skb, "accept-queue-ack");
      if (request) this.overflow(packet, request);
      return;
    }
    if (request) this.forget(request);
    counters["Tcp.PassiveOpens"]++;
    const socket = new TcpSocket(this.host, this.options);
    socket.accepted(packet.destination, packet.source, options, packet);
    // Unless the answer had to be repeated, it tells the round trip (tcp_synack_rtt_meas).
    if (request?.timeouts === 0) measure(socket, request.sentNs);
    this.accepted.push(socket);
    this.onAcceptable?.();
    socket.receive(skb, packet);
  }

  private onReset(skb: SkBuff, request: Request | undefined): void {
    if (!request) {
      this.host.drop("tcp-no-socket", skb);
      return;
    }
    this.host.machine.consume(skb);
    this.host.counters["TcpExt.EmbryonicRsts"]++;
    this.forget(request);
  }

  private overflow(packet: TcpPacket, request: Request): void {
    if (this.host.sysctl("net.ipv4.tcp_abort_on_overflow") === 0) return;
    this.host.tcp.reset(packet);
    this.host.counters["TcpExt.EmbryonicRsts"]++;
    this.forget(request);
  }

  /** `inet_csk_reqsk_queue_is_full` */
  private isRequestQueueFull(): boolean {
    return this.requests.size >= this.backlog + this.host.machine.rules.requestsBeyondBacklog;
  }

  /** `sk_acceptq_is_full` */
  private isAcceptQueueFull(): boolean {
    return this.accepted.length > this.backlog;
  }

  /** Without cookies the last quarter is kept for peers that are known; nobody is known here. */
  private isLastQuarter(): boolean {
    return this.cookies === 0 && this.maxSynBacklog - this.requests.size < this.maxSynBacklog >> 2;
  }

  private refuse(skb: SkBuff, place: Parameters<Host["drop"]>[0]): void {
    this.host.counters["TcpExt.ListenDrops"]++;
    this.host.drop(place, skb);
  }

  private remember(request: Request): void {
    this.requests.set(request.server, request.client, request);
    this.young++;
    this.startTimer(request);
  }

  private forget(request: Request): void {
    this.host.machine.timers.stop(request.timer);
    if (request.timeouts === 0) this.young--;
    this.requests.delete(request.server, request.client);
  }

  private startTimer(request: Request): void {
    const timeoutNs = Math.min(
      firstTimeoutNs * (1 << Math.min(request.timeouts, 20)),
      this.host.tcp.settings.longestTimeoutNs,
    );
    this.host.machine.timers.start(request.timer, timeoutNs);
  }

  /** `reqsk_timer_handler` */
  private readonly onTimeout = (request: Request): void => {
    const { counters } = this.host;
    counters["TcpExt.TCPTimeouts"]++;
    if (request.timeouts >= this.retries()) {
      this.forget(request);
      return;
    }
    counters["Tcp.RetransSegs"]++;
    sendSynAck(this.host, this.receiver, request, false);
    if (request.timeouts++ === 0) this.young--;
    this.startTimer(request);
  };

  /** With more than half of the queue in use, old requests are given up sooner. */
  private retries(): number {
    let retries = this.host.sysctl("net.ipv4.tcp_synack_retries");
    if (this.requests.size * 2 <= Math.max(8, this.backlog)) return retries;
    for (let young = this.young * 2; retries > 2 && this.requests.size >= young; young *= 2) retries--;
    return retries;
  }
}
