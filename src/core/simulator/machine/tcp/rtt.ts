const firstTimeoutUs = 1_000_000; // TCP_TIMEOUT_INIT

/** Round-trip time and retransmission timeout of a connection (`tcp_rtt_estimator`), in microseconds. */
export class RoundTripTime {
  /** Smoothed, times 8 (`srtt_us`); 0 before the first sample. */
  smoothed = 0;
  /** What is added to it for the timeout (`rttvar_us`). */
  variation = 0;
  /** The shortest seen (`tcp_min_rtt`). */
  least = Number.POSITIVE_INFINITY;
  private deviation = firstTimeoutUs;
  private largestDeviation = 0;
  /** The window a figure belongs to ends here (`rtt_seq`). */
  private windowEnd = 0;

  /** Takes a sample; `leastTimeoutUs` is `tcp_rto_min_us`. */
  sample(us: number, leastTimeoutUs: number, unacked: number, next: number): void {
    this.least = Math.min(this.least, us);
    if (this.smoothed === 0) {
      this.smoothed = Math.max(1, us * 8);
      this.deviation = us * 2;
      this.largestDeviation = this.variation = Math.max(this.deviation, leastTimeoutUs);
      this.windowEnd = next;
      return;
    }
    const error = us - (this.smoothed >> 3);
    this.smoothed = Math.max(1, this.smoothed + error);
    let change = Math.abs(error) - (this.deviation >> 2);
    // A shorter round trip lowers the deviation more slowly than a longer one raises it.
    if (error < 0 && change > 0) change >>= 3;
    this.deviation += change;
    if (this.deviation > this.largestDeviation) {
      this.largestDeviation = this.deviation;
      this.variation = Math.max(this.variation, this.largestDeviation);
    }
    if (unacked <= this.windowEnd) return;
    if (this.largestDeviation < this.variation) this.variation -= (this.variation - this.largestDeviation) >> 2;
    this.windowEnd = next;
    this.largestDeviation = leastTimeoutUs;
  }

  /** `__tcp_set_rto`, in nanoseconds. */
  get timeoutNs(): number {
    return this.smoothed === 0 ? firstTimeoutUs * 1000 : ((this.smoothed >> 3) + this.variation) * 1000;
  }
}
