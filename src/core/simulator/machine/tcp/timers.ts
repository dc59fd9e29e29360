import { Timer, type TimerOwner } from "../timerWheel";
import { keepaliveTimer } from "./keepalive";
import { writeXmit } from "./output";
import { retransmit } from "./recovery";
import { probeTimer, retransmitTimer } from "./retransmitTimer";
import type { TcpSocket } from "./socket";
import { sendAck } from "./transmit";

const firstTimeoutNs = 1_000_000_000; // TCP_TIMEOUT_INIT
const leastMarginNs = 2_000_000; // TCP_TIMEOUT_MIN_US
const mostProbeDoublings = 10; // ilog2(TCP_RTO_MAX / TCP_RTO_MIN) + 1

/** What the one timer of the sending side waits for (`icsk_pending`). */
type Pending = "retransmit" | "loss-probe" | "probe" | undefined;

/** The timers of a socket (net/ipv4/tcp_timer.c). */
export class SocketTimers implements TimerOwner {
  pending: Pending;
  /** The retransmission timeout (`icsk_rto`). */
  timeoutNs = firstTimeoutNs;
  /** Timeouts since something was acknowledged (`icsk_retransmits`), over all (`total_rto`), and doublings (`icsk_backoff`). */
  retransmits = 0;
  timeouts = 0;
  doublings = 0;
  /** When the first retransmission went out (`retrans_stamp`); -1: none is outstanding. */
  firstRetransmitNs = -1;
  /** Probes nobody has answered (`icsk_probes_out`). */
  probesOut = 0;
  /** What was sent when a tail loss probe went out (`tlp_high_seq`); 0: none is out. */
  tailProbeEnd = 0;
  private isTailProbeCopy = false;
  private readonly write = new Timer(this);
  private delayedAck: Timer | undefined;
  private keepalive: Timer | undefined;

  constructor(private readonly socket: TcpSocket) {}

  onTimer(timer: Timer): void {
    if (this.socket.state === "CLOSE") return;
    if (timer === this.delayedAck) this.onDelayedAck();
    else if (timer === this.keepalive) keepaliveTimer(this.socket);
    else this.onWrite();
  }

  /** What `ss -o` calls the timer, and the milliseconds it has left. */
  get shown(): { readonly name: "on" | "persist" | "keepalive"; readonly leftNs: number } | undefined {
    const { wheel } = this;
    if (this.pending) return { name: this.pending === "probe" ? "persist" : "on", leftNs: wheel.leftNs(this.write) };
    const { keepalive } = this;
    return keepalive?.slot && { name: "keepalive", leftNs: wheel.leftNs(keepalive) };
  }

  /** `tcp_set_rto`, `tcp_bound_rto`: what the round trip says; doublings are forgotten. */
  setTimeout(timeoutNs: number): void {
    this.timeoutNs = Math.min(this.wheel.ticksOf(timeoutNs) * this.wheel.tickNs, this.longestNs);
    this.doublings = 0;
  }

  /** `tcp_rto_max` */
  get longestNs(): number {
    return this.socket.host.tcp.settings.longestTimeoutNs;
  }

  /** Sets the timer of the sending side. */
  start(pending: Exclude<Pending, undefined>, delayNs: number): void {
    this.pending = pending;
    this.wheel.start(this.write, Math.min(delayNs, this.longestNs));
  }

  /** `tcp_rearm_rto` */
  rearmRetransmit(): void {
    const { sender } = this.socket;
    if (sender.packetsOut === 0) {
      this.stopWrite();
      return;
    }
    this.start("retransmit", this.pending === "loss-probe" ? Math.max(1, this.untilTimeout()) : this.timeoutNs);
  }

  /** `tcp_set_xmit_timer`: after an acknowledgement of new data. */
  reset(): void {
    if (!this.scheduleLossProbe(true)) this.rearmRetransmit();
  }

  /** `tcp_schedule_loss_probe`: two round trips after the last segment, unless the timeout is sooner. */
  scheduleLossProbe(isAdvancing: boolean): boolean {
    const { sender, congestion, rtt, host, hasSack } = this.socket;
    const mode = host.sysctl("net.ipv4.tcp_early_retrans");
    if (mode !== 3 && mode !== 4) return false;
    if (sender.packetsOut === 0 || !hasSack || (congestion.state !== "open" && congestion.state !== "cwr"))
      return false;
    let delayNs = firstTimeoutNs;
    if (rtt.smoothed > 0) {
      const marginNs = sender.packetsOut === 1 ? host.tcp.settings.leastTimeoutUs * 1000 : leastMarginNs;
      delayNs = (rtt.smoothed >> 2) * 1000 + marginNs;
    }
    const timeoutNs = isAdvancing ? this.timeoutNs : this.untilTimeout();
    this.start("loss-probe", timeoutNs > 0 ? Math.min(delayNs, timeoutNs) : delayNs);
    return true;
  }

  /** `tcp_check_probe_timer`: data waits, nothing is on its way that could open the window. */
  startProbe(): void {
    if (!this.pending) this.start("probe", this.probeDelayNs);
  }

  /** `tcp_ack_probe`: an answer to a probe. */
  answerProbe(): void {
    const { unsent, windowEnd } = this.socket.sender;
    if (!unsent) return;
    if (unsent.end <= windowEnd) {
      this.doublings = 0;
      if (this.pending === "probe") this.stopWrite();
    } else {
      this.start("probe", this.probeDelayNs);
    }
  }

  /** `tcp_probe0_when` */
  get probeDelayNs(): number {
    const base = Math.max(this.timeoutNs, 200_000_000);
    return Math.min(base * 2 ** Math.min(this.doublings, mostProbeDoublings), this.longestNs);
  }

  /** `tcp_process_tlp_ack`: an acknowledgement after a tail loss probe. */
  noteTailProbe(ack: number, isAdvance: boolean, isNews: boolean): void {
    const { tailProbeEnd, socket } = this;
    if (tailProbeEnd === 0 || ack < tailProbeEnd) return;
    if (this.isTailProbeCopy && ack > tailProbeEnd) {
      socket.congestion.reduce("cwr", socket.sender.next);
      socket.congestion.endReduction();
      socket.host.counters["TcpExt.TCPLossProbeRecovery"]++;
    } else if (this.isTailProbeCopy && (isAdvance || isNews)) {
      return;
    }
    this.tailProbeEnd = 0;
  }

  /** `tcp_send_delayed_ack` */
  delayAck(): void {
    const { ack, rtt } = this.socket;
    const delayNs = ack.delayFor(rtt.smoothed);
    const timer = (this.delayedAck ??= new Timer(this));
    if (timer.slot) {
      const leftNs = this.wheel.leftNs(timer);
      if (leftNs <= delayNs / 4) {
        sendAck(this.socket);
        return;
      }
      if (leftNs <= delayNs) return;
    }
    ack.isScheduled = true;
    this.wheel.start(timer, delayNs);
  }

  stopDelayedAck(): void {
    if (this.delayedAck?.slot) this.wheel.stop(this.delayedAck);
  }

  /** `tcp_reset_keepalive_timer` */
  startKeepalive(delayNs: number): void {
    this.wheel.start((this.keepalive ??= new Timer(this)), delayNs);
  }

  /** `tcp_clear_xmit_timers` */
  stopAll(): void {
    this.stopWrite();
    this.stopDelayedAck();
    if (this.keepalive) this.wheel.stop(this.keepalive);
  }

  private get wheel() {
    return this.socket.host.machine.timers;
  }

  private stopWrite(): void {
    this.pending = undefined;
    this.wheel.stop(this.write);
  }

  /** `tcp_rto_delta_us`: what of the timeout of the oldest segment is left. */
  private untilTimeout(): number {
    const { first } = this.socket.sender;
    return (first ? first.sentNs : 0) + this.timeoutNs - this.socket.host.machine.engine.nowNs;
  }

  private onWrite(): void {
    const { pending } = this;
    if (pending === "loss-probe") {
      this.sendLossProbe();
      return;
    }
    this.pending = undefined;
    if (pending === "retransmit") retransmitTimer(this.socket);
    else if (pending === "probe") probeTimer(this.socket);
  }

  /** `tcp_delack_timer_handler` */
  private onDelayedAck(): void {
    const { ack, host } = this.socket;
    if (!ack.isScheduled) return;
    ack.wasLate(this.timeoutNs);
    sendAck(this.socket);
    host.counters["TcpExt.DelayedACKs"]++;
  }

  /** `tcp_send_loss_probe`: new data, or the last segment once more. */
  private sendLossProbe(): void {
    const { socket } = this;
    if (this.tailProbeEnd === 0 && this.sendTail()) {
      this.tailProbeEnd = socket.sender.next;
      socket.host.counters["TcpExt.TCPLossProbes"]++;
      this.pending = undefined;
    }
    this.rearmRetransmit();
  }

  private sendTail(): boolean {
    const { socket } = this;
    const { sender } = socket;
    const { unsent, lastSent } = sender;
    this.isTailProbeCopy = false;
    if (unsent && unsent.seq + Math.min(unsent.bytes, sender.mss) <= sender.windowEnd) {
      return writeXmit(socket, "push", "probe");
    }
    if (!lastSent) return false;
    if (lastSent.packets > 1) sender.split(lastSent, (lastSent.packets - 1) * sender.mss);
    const tail = sender.lastSent ?? lastSent;
    if (tail !== lastSent) {
      tail.packets = 1;
      lastSent.packets--;
    }
    this.isTailProbeCopy = retransmit(socket, tail, 1);
    return this.isTailProbeCopy;
  }
}
