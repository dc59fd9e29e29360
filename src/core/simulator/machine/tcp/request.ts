import type { Host } from "../host";
import { tcpFlag, type Endpoint, type SynOptions, type TcpPacket } from "../packet";
import { Timer, type TimerOwner } from "../timerWheel";
import { pathMss, timestampBytes } from "./handshake";
import type { Receiver } from "./receiver";

const noOptions: SynOptions = { mss: 536, windowScale: undefined, hasTimestamps: false, permitsSack: false };

/** `struct request_sock`: a connection the server has answered but not yet heard back from. */
export class Request {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly options: SynOptions;
  readonly timer: Timer;
  /** The server's first sequence number, and the client's next one. */
  readonly sequence: number;
  readonly clientNext: number;
  /** When it was first answered (`snt_synack`). */
  readonly sentNs: number;
  timeouts = 0;

  constructor(host: Host, syn: TcpPacket, owner: (request: Request) => void) {
    this.client = syn.source;
    this.server = syn.destination;
    this.options = syn.options ?? noOptions;
    this.sequence = host.tcp.initialSequence();
    this.clientNext = syn.seq + 1;
    this.sentNs = host.machine.engine.nowNs;
    const timerOwner: TimerOwner = { onTimer: () => owner(this) };
    this.timer = new Timer(timerOwner);
  }
}

/** `tcp_make_synack`: the window is that of a listener's buffer (`tcp_openreq_init_rwin`). */
export function sendSynAck(host: Host, receiver: Receiver, request: Request, cookie: boolean): void {
  const offered = request.options;
  const hasTimestamps = offered.hasTimestamps && host.sysctl("net.ipv4.tcp_timestamps") !== 0;
  const mayScale = offered.windowScale !== undefined && host.sysctl("net.ipv4.tcp_window_scaling") !== 0;
  const mss = pathMss(host, request.client.address);
  receiver.selectInitialWindow(mss - (hasTimestamps ? timestampBytes : 0), mayScale);
  const options: SynOptions = {
    mss,
    windowScale: mayScale ? receiver.windowScale : undefined,
    hasTimestamps,
    permitsSack: offered.permitsSack && host.sysctl("net.ipv4.tcp_sack") !== 0,
  };
  host.tcp.send(request.server, request.client, {
    flags: tcpFlag.SYN | tcpFlag.ACK,
    seq: request.sequence,
    ack: request.clientNext,
    window: Math.min(receiver.window, 65535),
    timestamp: hasTimestamps ? 1 + Math.floor(host.machine.engine.nowNs / 1e6) : 0,
    options,
    cookie,
  });
}
