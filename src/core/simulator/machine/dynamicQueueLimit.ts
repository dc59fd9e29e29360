const largestLimit = 2 ** 31 - 1 - Math.floor((2 ** 32 - 1) / 16); // DQL_MAX_LIMIT

/**
 * Byte queue limits (lib/dynamic_queue_limits.c): how many bytes a driver may have in its ring, grown when the ring
 * ran dry under a sender that wanted to send, shrunk when for a second more was queued than was needed.
 */
export class DynamicQueueLimit {
  limit = 0;
  private queued = 0;
  private completed = 0;
  private lastQueued = 0;
  private previousQueued = 0;
  private previousLast = 0;
  private previousOver = 0;
  private lowestSlack = Number.POSITIVE_INFINITY;
  private slackSince = 0;

  /** Times are in jiffies; `holdJiffies`: how long there must be slack before the limit shrinks, a second. */
  constructor(private readonly holdJiffies: number) {}

  /** Bytes queued and not completed. */
  get inFlight(): number {
    return this.queued - this.completed;
  }

  /** `dql_avail`: negative once more is queued than the limit allows. */
  get available(): number {
    return this.limit + this.completed - this.queued;
  }

  /** `dql_queued` */
  add(bytes: number): void {
    this.lastQueued = bytes;
    this.queued += bytes;
  }

  /** `dql_completed` */
  complete(bytes: number, jiffies: number): void {
    const { queued, limit } = this;
    const completed = this.completed + bytes;
    const over = positive(queued - this.completed - limit);
    const inProgress = queued - completed;
    const allBefore = completed >= this.previousQueued;
    let next = limit;
    if ((over > 0 && inProgress === 0) || (this.previousOver > 0 && allBefore)) {
      next += positive(completed - this.previousQueued) + this.previousOver;
      this.forgetSlack(jiffies);
    } else if (inProgress > 0 && this.previousQueued !== this.completed && !allBefore) {
      next -= this.shrinkage(completed, jiffies);
    }
    this.limit = Math.min(Math.max(next, 0), largestLimit);
    this.previousOver = this.limit === limit ? over : 0;
    this.previousLast = this.lastQueued;
    this.completed = completed;
    this.previousQueued = queued;
  }

  /** What the ring was never short of is no longer allowed, once that has been so for long enough. */
  private shrinkage(completed: number, jiffies: number): number {
    const { limit, previousOver } = this;
    const slack = positive(limit + previousOver - 2 * (completed - this.completed));
    const ofLast = previousOver > 0 ? positive(this.previousLast - previousOver) : 0;
    this.lowestSlack = Math.min(this.lowestSlack, Math.max(slack, ofLast));
    if (jiffies <= this.slackSince + this.holdJiffies) return 0;
    const shrinkage = Math.min(limit, this.lowestSlack);
    this.forgetSlack(jiffies);
    return shrinkage;
  }

  private forgetSlack(jiffies: number): void {
    this.slackSince = jiffies;
    this.lowestSlack = Number.POSITIVE_INFINITY;
  }
}

const positive = (difference: number): number => Math.max(0, difference);
