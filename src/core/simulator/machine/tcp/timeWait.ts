import type { Host } from "../host";
import { hasFlags, tcpFlag, type Endpoint, type TcpPacket } from "../packet";
import { isLoopback } from "../address";
import type { HeldPort } from "../ports/bindTable";
import type { SkBuff } from "../skbuff";
import { Timer, type TimerOwner } from "../timerWheel";
import { sequenceOfFlags, type TcpEndpoint } from "./tcp";

/** TCP_TIMEWAIT_LEN */
export const timeWaitNs = 60_000_000_000;
/** Up to here a socket counts as killed from the start (`__inet_twsk_schedule`). */
const shortNs = 4_000_000_000;

/** What of a connection is kept when its socket goes (`struct tcp_timewait_sock`). */
export interface TimeWaitState {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** FIN_WAIT2 of a closed socket is kept here too; the FIN of the other side is still to come. */
  readonly substate: "TIME_WAIT" | "FIN_WAIT2";
  readonly sendNext: number;
  readonly receiveNext: number;
  readonly hasTimestamps: boolean;
  /** The peer's last timestamp (`tw_ts_recent`), in milliseconds. */
  readonly recentTimestamp: number;
  /** How long FIN_WAIT2 lasts, in nanoseconds; TIME_WAIT always lasts the same. */
  readonly lengthNs: number;
  /** The local port; it is free again only when this is over. */
  readonly held: HeldPort | undefined;
}

/** What stands in for a socket that only waits for late segments. */
export class TimeWaitSocket implements TcpEndpoint, TimerOwner {
  /** TIME_WAIT, or FIN_WAIT2 without a process. */
  state: TimeWaitState["substate"];
  receiveNext: number;
  recentTimestamp: number;
  /** When TIME_WAIT, or else FIN_WAIT2, began. */
  enteredNs: number;
  readonly timer = new Timer(this);

  constructor(
    readonly kept: TimeWaitState,
    nowNs: number,
    private readonly table: TimeWaitTable,
  ) {
    this.state = kept.substate;
    this.receiveNext = kept.receiveNext;
    this.recentTimestamp = kept.recentTimestamp;
    this.enteredNs = nowNs;
  }

  onTimer(): void {
    this.table.kill(this);
  }

  receive(skb: SkBuff, packet: TcpPacket): void {
    if (this.state === "FIN_WAIT2") this.table.receiveInFinWait2(this, skb, packet);
    else this.table.receiveInTimeWait(this, skb, packet);
  }
}

/** Sockets in TIME_WAIT, and closed ones in FIN_WAIT2, of one host (`struct inet_timewait_death_row`). */
export class TimeWaitTable {
  /** All there are (`tw_refcount`). */
  count = 0;

  constructor(private readonly host: Host) {}

  /** `tcp_time_wait`: takes the place of a socket among the connections; over the limit nothing does. */
  enter(state: TimeWaitState): void {
    const { counters, machine, tcp } = this.host;
    if (this.count >= this.host.sysctl("net.ipv4.tcp_max_tw_buckets")) {
      counters["TcpExt.TCPTimeWaitOverflow"]++;
      tcp.connections.delete(state.local, state.remote);
      if (state.held) tcp.ports.release(state.held);
      return;
    }
    const socket = new TimeWaitSocket(state, machine.engine.nowNs, this);
    const lengthNs = state.substate === "TIME_WAIT" ? timeWaitNs : state.lengthNs;
    counters[lengthNs <= shortNs ? "TcpExt.TWKilled" : "TcpExt.TW"]++;
    this.count++;
    tcp.connections.set(state.local, state.remote, socket);
    machine.timers.start(socket.timer, lengthNs);
  }

  /** `tcp_twsk_unique`: whether connect() may have a port that is held here, one it searches for or one it was given. */
  mayTakeOver(local: Endpoint, remote: Endpoint, isSearched: boolean): boolean {
    if (this.count === 0) return false;
    const socket = this.host.tcp.connections.get(local, remote);
    if (!(socket instanceof TimeWaitSocket) || !socket.kept.hasTimestamps) return false;
    if (!isSearched) return true;
    const { rules } = this.host.machine;
    if (socket.state === "FIN_WAIT2" && !rules.reusesFinWait2) return false;
    const reuse = this.host.sysctl("net.ipv4.tcp_tw_reuse");
    if (reuse === 0 || (reuse === 2 && !isLoopback(local.address) && !isLoopback(remote.address))) return false;
    return this.isOldEnough(socket);
  }

  /** Ends TIME_WAIT early, because a new connection has the same ends. */
  takeOver(local: Endpoint, remote: Endpoint): void {
    const socket = this.host.tcp.connections.get(local, remote);
    if (!(socket instanceof TimeWaitSocket)) return;
    this.host.counters["TcpExt.TWRecycled"]++;
    this.kill(socket);
  }

  /** The part of `tcp_timewait_state_process` that repeats the checks of FIN_WAIT2. */
  receiveInFinWait2(socket: TimeWaitSocket, skb: SkBuff, packet: TcpPacket): void {
    const { machine, tcp } = this.host;
    machine.consume(skb);
    const end = packet.seq + packet.payloadBytes + sequenceOfFlags(packet);
    if (hasFlags(packet, tcpFlag.RST)) {
      this.kill(socket);
    } else if (end > socket.receiveNext && hasFlags(packet, tcpFlag.SYN)) {
      tcp.reset(packet);
      this.kill(socket);
    } else if (end > socket.receiveNext && hasFlags(packet, tcpFlag.ACK)) {
      if (hasFlags(packet, tcpFlag.FIN) && end === socket.receiveNext + 1) {
        this.beginTimeWait(socket, packet, end);
        return;
      }
      tcp.reset(packet);
      this.kill(socket);
    }
  }

  /** The rest of `tcp_timewait_state_process`. */
  receiveInTimeWait(socket: TimeWaitSocket, skb: SkBuff, packet: TcpPacket): void {
    const { machine, tcp } = this.host;
    const listener = tcp.listeners.select(packet);
    if (packet.flags === tcpFlag.SYN && listener && isNewer(socket, packet)) {
      this.kill(socket);
      listener.receive(skb, packet);
      return;
    }
    machine.consume(skb);
    const isInOrder = packet.seq === socket.receiveNext;
    if (hasFlags(packet, tcpFlag.RST)) {
      if (isInOrder && this.host.sysctl("net.ipv4.tcp_rfc1337") === 0) this.kill(socket);
      return;
    }
    if (hasFlags(packet, tcpFlag.ACK)) machine.timers.start(socket.timer, timeWaitNs);
    const isBare = packet.payloadBytes + sequenceOfFlags(packet) === 0;
    if (!isInOrder || !isBare) this.acknowledge(socket, packet);
  }

  private beginTimeWait(socket: TimeWaitSocket, packet: TcpPacket, end: number): void {
    socket.state = "TIME_WAIT";
    socket.receiveNext = end;
    socket.enteredNs = this.host.machine.engine.nowNs;
    socket.recentTimestamp = packet.timestamp;
    this.host.machine.timers.start(socket.timer, timeWaitNs);
    this.acknowledge(socket, packet);
  }

  private isOldEnough({ enteredNs }: TimeWaitSocket): boolean {
    const { rules, engine } = this.host.machine;
    if (rules.timeWaitReuseDelay === "sysctl")
      return engine.nowNs - enteredNs > this.host.sysctl("net.ipv4.tcp_tw_reuse_delay") * 1e6;
    return Math.floor(engine.nowNs / 1e9) > Math.floor(enteredNs / 1e9);
  }

  /** `tcp_timewait_send_ack` */
  private acknowledge({ kept, receiveNext }: TimeWaitSocket, packet: TcpPacket): void {
    const timestamp = kept.hasTimestamps ? 1 + Math.floor(this.host.machine.engine.nowNs / 1e6) : 0;
    const timestampEcho = packet.timestamp;
    const header = { flags: tcpFlag.ACK, seq: kept.sendNext, ack: receiveNext, timestamp, timestampEcho };
    this.host.tcp.send(kept.local, kept.remote, header);
  }

  /** `inet_twsk_kill` */
  kill(socket: TimeWaitSocket): void {
    const { machine, tcp } = this.host;
    machine.timers.stop(socket.timer);
    this.count--;
    tcp.connections.delete(socket.kept.local, socket.kept.remote);
    if (socket.kept.held) tcp.ports.release(socket.kept.held);
  }
}

/** A SYN of a new connection, not a late one of the old: by its sequence number, which follows the clock, or by its timestamp. */
function isNewer(socket: TimeWaitSocket, packet: TcpPacket): boolean {
  return packet.seq > socket.receiveNext || packet.timestamp > socket.recentTimestamp;
}
