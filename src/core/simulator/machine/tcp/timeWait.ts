import type { Host } from "../host";
import { hasFlags, tcpFlag, type Endpoint, type TcpPacket } from "../packet";
import type { SkBuff } from "../skbuff";
import { Timer, type TimerOwner } from "../timerWheel";
import type { TcpEndpoint } from "./tcp";

const lengthNs = 60_000_000_000; // TCP_TIMEWAIT_LEN

/** What of a connection is kept when it enters TIME_WAIT. */
export interface TimeWaitState {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** FIN_WAIT2 of a closed socket is kept here too; its FIN is still to come. */
  readonly substate: "TIME_WAIT" | "FIN_WAIT2";
  readonly sendNext: number;
  readonly receiveNext: number;
  readonly hasTimestamps: boolean;
  /** The peer's last timestamp (`tw_ts_recent`), in milliseconds. */
  readonly recentTimestamp: number;
  /** How long, in nanoseconds. */
  readonly lengthNs: number;
}

/** Connections that wait for late segments (`inet_twsk`). */
export class TimeWaitTable {
  /** Sockets in TIME_WAIT. */
  count = 0;

  constructor(private readonly host: Host) {}

  /** `tcp_time_wait` */
  enter(state: TimeWaitState): void {
    const { connections } = this.host.tcp;
    this.count++;
    const waiting = new TimeWait(state, this.host, () => {
      this.count--;
      connections.delete(state.local, state.remote);
    });
    connections.set(state.local, state.remote, waiting);
  }
}

/** `struct inet_timewait_sock` */
class TimeWait implements TcpEndpoint, TimerOwner {
  private readonly timer = new Timer(this);
  private substate: TimeWaitState["substate"];
  private receiveNext: number;

  constructor(
    private readonly state: TimeWaitState,
    private readonly host: Host,
    private readonly end: () => void,
  ) {
    this.substate = state.substate;
    this.receiveNext = state.receiveNext;
    host.machine.timers.start(this.timer, state.lengthNs);
  }

  onTimer(): void {
    this.end();
  }

  /** `tcp_timewait_state_process` */
  receive(skb: SkBuff, packet: TcpPacket): void {
    const { host } = this;
    host.machine.consume(skb);
    if (hasFlags(packet, tcpFlag.RST)) {
      host.machine.timers.stop(this.timer);
      this.end();
      return;
    }
    const end = packet.seq + packet.payloadBytes + (hasFlags(packet, tcpFlag.FIN) ? 1 : 0);
    if (this.substate === "FIN_WAIT2") this.receiveEnd(packet, end);
    else if (end > packet.seq) this.answer(packet);
  }

  /** The end of the peer's stream, which was still to come; data nobody can read any more is answered with a reset. */
  private receiveEnd(packet: TcpPacket, end: number): void {
    if (end <= this.receiveNext) return;
    const { host } = this;
    if (!hasFlags(packet, tcpFlag.FIN) || end !== this.receiveNext + 1) {
      host.tcp.reset(packet);
      host.machine.timers.stop(this.timer);
      this.end();
      return;
    }
    this.substate = "TIME_WAIT";
    this.receiveNext = end;
    host.machine.timers.start(this.timer, lengthNs);
    this.answer(packet);
  }

  /** `tcp_timewait_send_ack` */
  private answer(packet: TcpPacket): void {
    const { local, remote, sendNext, hasTimestamps } = this.state;
    const timestamp = hasTimestamps ? 1 + Math.floor(this.host.machine.engine.nowNs / 1e6) : 0;
    const header = {
      flags: tcpFlag.ACK,
      seq: sendNext,
      ack: this.receiveNext,
      timestamp,
      timestampEcho: packet.timestamp,
    };
    this.host.tcp.send(local, remote, header);
  }
}
