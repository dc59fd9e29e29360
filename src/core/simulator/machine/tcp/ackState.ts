const leastDelayNs = 40_000_000; // TCP_ATO_MIN, TCP_DELACK_MIN
const mostDelayNs = 200_000_000; // TCP_DELACK_MAX
const mostQuick = 16; // TCP_MAX_QUICKACKS
const pingPongThreshold = 1; // TCP_PINGPONG_THRESH

/** When data is acknowledged: at once, with data that goes back, or after a while (`icsk_ack`). */
export class AckState {
  /** There is something to acknowledge (ICSK_ACK_SCHED), and it has to be at once (ICSK_ACK_NOW). */
  isScheduled = false;
  isUrgent = false;
  /** What came could not be kept (ICSK_ACK_NOMEM). */
  isOutOfMemory = false;
  /** A segment shorter than a full one has come, and a second (ICSK_ACK_PUSHED, ICSK_ACK_PUSHED2). */
  isPushed = false;
  isPushedTwice = false;
  /** Acknowledgements still to be sent at once (`quick`). */
  quick = 0;
  /** The delay as adapted to the pace of what comes (`ato`); 0 before the first data. */
  delayNs = 0;
  /** `lrcvtime` */
  lastDataNs = 0;
  /** Replies sent within the delay: the connection is a conversation. */
  pingPong = 0;

  get isInQuickMode(): boolean {
    return this.quick > 0 && !this.isConversation;
  }

  get isConversation(): boolean {
    return this.pingPong >= pingPongThreshold;
  }

  /** `tcp_incr_quickack` */
  addQuick(window: number, mss: number): void {
    const acks = Math.floor(window / (2 * mss)) || 2;
    this.quick = Math.max(this.quick, Math.min(acks, mostQuick));
  }

  /** `tcp_enter_quickack_mode` */
  enterQuickMode(window: number, mss: number): void {
    this.addQuick(window, mss);
    this.pingPong = 0;
    this.delayNs = leastDelayNs;
  }

  /** `tcp_event_data_recv`: adapts the delay to the time since the last data. */
  dataArrived(nowNs: number, timeoutNs: number, window: number, mss: number): void {
    this.isScheduled = true;
    const gapNs = nowNs - this.lastDataNs;
    if (this.delayNs === 0) {
      this.addQuick(window, mss);
      this.delayNs = leastDelayNs;
    } else if (gapNs <= leastDelayNs / 2) {
      this.delayNs = this.delayNs / 2 + leastDelayNs / 2;
    } else if (gapNs < this.delayNs) {
      this.delayNs = Math.min(this.delayNs / 2 + gapNs, timeoutNs);
    } else if (gapNs > timeoutNs) {
      this.addQuick(window, mss);
    }
    this.lastDataNs = nowNs;
  }

  /** How long `tcp_send_delayed_ack` may wait. */
  delayFor(smoothedUs: number): number {
    if (this.delayNs <= leastDelayNs) return Math.min(this.delayNs, mostDelayNs);
    let most = this.isConversation || this.isPushed ? mostDelayNs : 500_000_000;
    if (smoothedUs > 0) most = Math.min(most, Math.max((smoothedUs >> 3) * 1000, leastDelayNs));
    return Math.min(Math.floor(this.delayNs), most, mostDelayNs);
  }

  /** A delayed acknowledgement was late (`tcp_delack_timer_handler`). */
  wasLate(timeoutNs: number): void {
    if (this.isConversation) {
      this.pingPong = 0;
      this.delayNs = leastDelayNs;
    } else {
      this.delayNs = Math.min(this.delayNs * 2, timeoutNs);
    }
  }

  /** A segment went out, and an acknowledgement with it (`tcp_event_ack_sent`). */
  sent(): void {
    if (this.quick > 0 && this.isScheduled && --this.quick === 0) this.delayNs = leastDelayNs;
    this.isScheduled = this.isUrgent = this.isOutOfMemory = this.isPushed = this.isPushedTwice = false;
  }
}
