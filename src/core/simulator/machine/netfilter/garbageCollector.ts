import type { Engine } from "../../engine";
import type { Conntrack } from "./conntrack";
import { isClosing } from "./tcpTracker";
import { status } from "./table";

const leastNs = 1_000_000_000; // GC_SCAN_INTERVAL_MIN
const mostNs = 60_000_000_000; // GC_SCAN_INTERVAL_MAX
const clampNs = 300_000_000_000; // GC_SCAN_INTERVAL_CLAMP
/** Entries an average begins with, as if they had the longest interval. */
const initialCount = 100;

/**
 * `gc_worker`: clears away what has timed out and nobody looked for. It comes back sooner the shorter entries live, and
 * after a refusal for lack of room it also gives up what is not assured, or closing.
 */
export class GarbageCollector {
  /** A packet was refused since the last scan. */
  isUrgent = false;
  private isWaiting = false;

  constructor(
    private readonly conntrack: Conntrack,
    private readonly engine: Engine,
    private readonly most: () => number,
  ) {}

  /** There is something to watch over. */
  start(): void {
    if (!this.isWaiting) this.scheduleIn(mostNs);
  }

  private scheduleIn(delayNs: number): void {
    this.isWaiting = true;
    this.engine.schedule(delayNs, this.scan);
  }

  private readonly scan = (): void => {
    const { conntrack, engine } = this;
    const { table } = conntrack;
    const crowded = this.isUrgent ? Math.floor(this.most() / 100) * 95 : Infinity;
    let [averageNs, count] = [mostNs, initialCount];
    for (let entry = 0; entry < table.used; entry++) {
      if (!((table.status[entry] as number) & status.confirmed)) continue;
      if (conntrack.isExpired(entry)) {
        table.remove(entry);
        continue;
      }
      const leftNs = (table.expiresNs[entry] as number) - engine.nowNs;
      averageNs += (Math.min(Math.max(leftNs, leastNs), clampNs) - averageNs) / ++count;
      if (table.count >= crowded && this.mayGo(entry)) table.remove(entry);
    }
    this.isUrgent = false;
    this.isWaiting = false;
    if (table.count > 0) this.scheduleIn(Math.round(Math.min(Math.max(averageNs, leastNs), mostNs)));
  };

  private mayGo(entry: number): boolean {
    const { table } = this.conntrack;
    return !((table.status[entry] as number) & status.assured) || isClosing(table.state[entry] as number);
  }
}
