/** What of a tally can be observed. */
export type RequestField = "sent" | "answered" | "failed" | "pending" | "opened" | "slowestMs" | "meanMs" | "errno";

/** What became of the requests of one step, on all hosts. */
export class RequestTally {
  /** Requests begun, the connection to send them included. */
  sent = 0;
  answered = 0;
  failed = 0;
  /** Connections that came to be. */
  opened = 0;
  /** Why the last one failed. */
  errno = "none";
  private slowestNs = 0;
  private totalNs = 0;

  /** Requests that are still without an answer. */
  get pending(): number {
    return this.sent - this.answered - this.failed;
  }

  /** Time of the slowest answer, connecting included. */
  get slowestMs(): number {
    return Math.round(this.slowestNs / 1e6);
  }

  get meanMs(): number {
    return this.answered > 0 ? Math.round(this.totalNs / this.answered / 1e6) : 0;
  }

  answer(tookNs: number): void {
    this.answered++;
    this.totalNs += tookNs;
    this.slowestNs = Math.max(this.slowestNs, tookNs);
  }

  fail(errno: string): void {
    this.failed++;
    this.errno = errno;
  }
}
