import { Thread, type Cpu } from "./cpu";
import type { Costs } from "./costs";
import { pollCostNs, type Napi } from "./softirq";

/**
 * `napi/DEVICE-N`: the thread of a threaded NAPI (`napi_threaded_poll_loop`). It polls up to the weight of its NAPI,
 * lets others have the CPU where it must, and sleeps once nothing waits.
 */
export class NapiThread extends Thread {
  /** CPU time it has had, in nanoseconds. */
  usedNs = 0;
  private work = 0;
  private isPolling = false;

  constructor(
    private readonly napi: Napi,
    readonly cpu: Cpu,
    private readonly costs: Costs,
  ) {
    super();
    cpu.addNapiThread(this);
  }

  wake(): void {
    this.cpu.wake(this);
  }

  step(): number | undefined {
    const { napi } = this;
    if (this.isPolling) {
      this.cpu.softirq.sendIpis();
      const hasMore = this.work >= napi.weight();
      if (!hasMore && napi.length === 0) {
        this.isPolling = false;
        napi.complete();
        return undefined;
      }
      if (!hasMore) return this.poll(0);
    }
    this.isPolling = true;
    this.work = 0;
    return this.poll(this.costs.pollNs);
  }

  private poll(costNs: number): number {
    const { napi, costs } = this;
    const work = napi.poll(napi.weight() - this.work);
    this.work += work;
    if (!napi.isSteering) this.cpu.softirq.processed += work;
    const totalNs = costNs + pollCostNs(napi, work, costs);
    this.usedNs += totalNs;
    return totalNs;
  }
}
