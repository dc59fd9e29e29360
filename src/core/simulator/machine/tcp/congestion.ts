const firstWindow = 10; // TCP_INIT_CWND

/** Where a sender stands (`icsk_ca_state`); `disorder`, `recovery` and `loss` as RFC 6675 and RFC 5681 have them. */
export type CongestionState = "open" | "disorder" | "cwr" | "recovery" | "loss";

/** Congestion control: slow start, NewReno's congestion avoidance (`tcp_reno_cong_avoid`) and proportional rate reduction. */
export class Congestion {
  state: CongestionState = "open";
  /** `snd_cwnd`, in segments. */
  window = firstWindow;
  /** `snd_ssthresh` */
  threshold = 0x7fffffff;
  /** `high_seq`: a recovery ends once this is acknowledged. */
  recoveryEnd = 0;
  /** Most segments that were out in a window, and whether the congestion window held more back. */
  private mostOut = 0;
  private isLimiting = false;
  private usageEnd = 0;
  private count = 0;
  private before = 0;
  private delivered = 0;
  private sent = 0;

  get isInSlowStart(): boolean {
    return this.window < this.threshold;
  }

  get isReducing(): boolean {
    return this.state === "cwr" || this.state === "recovery";
  }

  /** `tcp_cwnd_validate`: notes whether the window is in full use. */
  noteUse(isLimited: boolean, packetsOut: number, unacked: number, next: number): void {
    if (unacked < this.usageEnd && !isLimited && (this.isLimiting || packetsOut <= this.mostOut)) return;
    this.isLimiting = isLimited;
    this.mostOut = packetsOut;
    this.usageEnd = next;
  }

  /** `tcp_reno_cong_avoid`: so many segments were acknowledged. */
  acknowledged(segments: number): void {
    if (!this.isLimiting && !(this.isInSlowStart && this.window < 2 * this.mostOut)) return;
    let left = segments;
    if (this.isInSlowStart) {
      const grown = Math.min(this.window + left, this.threshold);
      left -= grown - this.window;
      this.window = grown;
      if (left === 0) return;
    }
    if (this.count >= this.window) {
      this.count = 0;
      this.window++;
    }
    this.count += left;
    const steps = Math.floor(this.count / this.window);
    this.count -= steps * this.window;
    this.window += steps;
  }

  /** `tcp_init_cwnd_reduction`, on the way into recovery or after a tail loss. */
  reduce(state: "cwr" | "recovery", next: number): void {
    this.state = state;
    this.recoveryEnd = next;
    this.before = this.window;
    this.count = this.delivered = this.sent = 0;
    this.threshold = halved(this.window);
  }

  /** `tcp_cwnd_reduction` */
  reduceBy(delivered: number, inFlight: number, isAdvanced: boolean): void {
    if (delivered <= 0) return;
    this.delivered += delivered;
    const room = this.threshold - inFlight;
    let more: number;
    if (room < 0) {
      more = Math.ceil((this.threshold * this.delivered) / this.before) - this.sent;
    } else {
      more = Math.min(room, Math.max(this.delivered - this.sent, delivered) + (isAdvanced ? 1 : 0));
    }
    this.window = inFlight + Math.max(more, this.sent > 0 ? 0 : 1);
  }

  /** Segments sent while the window is being reduced (`prr_out`). */
  noteSent(segments: number): void {
    if (this.isReducing) this.sent += segments;
  }

  /** `tcp_end_cwnd_reduction` */
  endReduction(): void {
    this.window = this.threshold;
    this.state = "open";
  }

  /** `tcp_enter_loss`, after a timeout. */
  timeout(next: number, inFlight: number, isFirst: boolean): void {
    if (this.state === "open" || this.state === "disorder" || (this.state === "loss" && isFirst)) {
      this.threshold = halved(this.window);
    }
    this.window = inFlight + 1;
    this.count = 0;
    this.state = "loss";
    this.recoveryEnd = next;
  }

  /** `tcp_cwnd_restart`: after a pause of so many timeouts the window is smaller again. */
  restart(timeouts: number): void {
    this.threshold = Math.max(this.threshold, (this.window >> 1) + (this.window >> 2));
    const least = Math.min(firstWindow, this.window);
    this.window = Math.max(least, Math.floor(this.window / 2 ** timeouts));
  }
}

/** `tcp_reno_ssthresh` */
const halved = (window: number): number => Math.max(window >> 1, 2);
