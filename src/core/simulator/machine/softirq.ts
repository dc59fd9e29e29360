import type { Engine } from "../engine";
import type { Backlog } from "./backlog";
import type { Costs } from "./costs";
import type { KernelRules } from "./kernel";
import type { NapiThread } from "./napiThread";

/** `struct napi_struct`: a source of received packets that is polled. */
export interface Napi {
  /** Packets one poll may take (`napi->weight`). */
  readonly weight: () => number;
  /** On the list of a CPU, or being polled (`NAPI_STATE_SCHED`). */
  isScheduled: boolean;
  /** Packets that wait to be taken. */
  readonly length: number;
  /** Transmitted packets the last poll has cleared away; they cost time, but no budget. */
  readonly cleaned: number;
  /** Its packets go on to other CPUs (`rps_cpus`), which takes less time here. */
  readonly isSteering: boolean;
  /** The thread that polls instead of softirqs (`NAPI_STATE_THREADED`). */
  readonly thread: NapiThread | undefined;
  /** Takes up to `quota` of those that wait and tells how many. */
  poll(quota: number): number;
  /** `napi_complete_done`: nothing waits any more, so interrupts may come again. */
  complete(): void;
}

/** NAPI_POLL_WEIGHT */
export const pollWeight = 64;
const mostRestarts = 10; // MAX_SOFTIRQ_RESTART
const longestMs = 2; // MAX_SOFTIRQ_TIME

/** What the softirqs of a CPU need of it. */
export interface SoftirqHost {
  readonly engine: Engine;
  readonly rules: KernelRules;
  readonly costs: Costs;
  /** Ticks a second. */
  readonly hz: number;
  readonly budget: () => number;
  readonly budgetUsecs: () => number;
  /** A thread waits for this CPU (`need_resched`). */
  needsResched(): boolean;
  wakeKsoftirqd(): void;
}

/** One run of `net_rx_action`. */
interface RxAction {
  budget: number;
  readonly endJiffies: number;
  list: Napi[];
  readonly repoll: Napi[];
}

/** Nanoseconds that the packets of one poll take. */
export function pollCostNs({ isSteering, cleaned }: Napi, work: number, costs: Costs): number {
  return work * (isSteering ? costs.steerNs : costs.packetNs) + cleaned * costs.completionNs;
}

/** Receive softirqs of one CPU: `struct softnet_data` with `net_rx_action` and `handle_softirqs`. */
export class Softirq {
  /** Third column of softnet_stat: runs that ended with work left over. */
  timeSqueeze = 0;
  /** First column: packets this CPU has handed to the network layer (`__netif_receive_skb_core`). */
  processed = 0;
  /** Tenth column: interrupts by which other CPUs announced packets for the backlog of this one. */
  receivedRps = 0;
  /** Times NET_RX was handled, as /proc/softirqs counts them. */
  runs = 0;
  isPending = false;
  private pollList: Napi[] = [];
  private action: RxAction | undefined;
  /** Backlogs of other CPUs that must be told of their first packet (`rps_ipi_list`). */
  private ipis: Backlog[] = [];
  /** The NAPI under poll, and packets it has taken so far. */
  private polled: Napi | undefined;
  private work = 0;
  private restartsLeft = 0;
  private endJiffies = 0;

  constructor(private readonly host: SoftirqHost) {}

  /** A softirq is being handled. */
  get isRunning(): boolean {
    return this.action !== undefined;
  }

  /** `____napi_schedule`: puts a NAPI on the list and raises the softirq. */
  schedule(napi: Napi): void {
    if (napi.isScheduled) return;
    napi.isScheduled = true;
    if (napi.thread) napi.thread.wake();
    else this.addToList(napi);
  }

  /** An interrupt of another CPU has come for a backlog which that one had marked as scheduled. */
  addToList(napi: Napi): void {
    this.pollList.push(napi);
    // Since `rxActionGoesOn` a running action looks at the list itself.
    if (!this.action || !this.host.rules.rxActionGoesOn) this.isPending = true;
  }

  /** `napi_schedule_rps` for a backlog of another CPU: it is told when this one has done its round. */
  announce(backlog: Backlog, isPolledByThread: boolean): void {
    this.ipis.push(backlog);
    if (!this.action && !isPolledByThread) this.isPending = true;
  }

  /** `net_rps_action_and_irq_enable`: interrupts the CPUs that got packets. */
  sendIpis(): void {
    if (this.ipis.length === 0) return;
    const { ipis } = this;
    this.ipis = [];
    for (const backlog of ipis) backlog.cpu.interruptForRps(backlog);
  }

  /** `handle_softirqs`: begins if something is pending. */
  begin(): boolean {
    if (this.action || !this.isPending) return false;
    this.restartsLeft = mostRestarts;
    this.endJiffies = this.jiffies() + Math.ceil((longestMs * this.host.hz) / 1000);
    this.beginAction();
    return true;
  }

  /** Goes on polling and tells how long that takes, in nanoseconds; `undefined` when the handling has ended. */
  step(): number | undefined {
    while (this.action) {
      const isNew = this.polled === undefined;
      const napi = (this.polled ??= this.action.list.shift());
      if (!napi) {
        this.endAction(this.action);
        continue;
      }
      if (isNew) this.work = 0;
      const work = napi.poll(napi.weight() - this.work);
      this.work += work;
      if (!napi.isSteering) this.processed += work;
      return (isNew ? this.host.costs.pollNs : 0) + pollCostNs(napi, work, this.host.costs);
    }
    return undefined;
  }

  /**
   * What follows once the time of a step has passed. A poll goes on as long as its weight allows and packets wait, those
   * among them that came meanwhile; after it, `net_rx_action` looks at its budget and at the clock.
   */
  afterStep(): void {
    const { action, polled } = this;
    if (!action || !polled) return;
    const hasMore = this.work >= polled.weight();
    if (!hasMore && polled.length > 0) return;
    this.polled = undefined;
    if (hasMore) action.repoll.push(polled);
    else polled.complete();
    action.budget -= this.work;
    if (action.budget > 0 && this.jiffies() < action.endJiffies) {
      if (action.list.length === 0) this.endAction(action);
      return;
    }
    this.timeSqueeze++;
    this.leaveAction(action);
  }

  private jiffies(): number {
    return Math.floor((this.host.engine.nowNs * this.host.hz) / 1e9);
  }

  private beginAction(): void {
    this.isPending = false;
    this.runs++;
    const limit = Math.ceil((this.host.budgetUsecs() * this.host.hz) / 1e6);
    this.action = {
      budget: this.host.budget(),
      endJiffies: this.jiffies() + limit,
      list: this.pollList,
      repoll: [],
    };
    this.pollList = [];
  }

  /** The list is empty. */
  private endAction(action: RxAction): void {
    if (action.repoll.length === 0 && this.pollList.length > 0 && this.host.rules.rxActionGoesOn) {
      action.list = this.pollList;
      this.pollList = [];
      return;
    }
    this.leaveAction(action);
  }

  private leaveAction(action: RxAction): void {
    // What was not reached comes first, what used its whole weight last.
    this.pollList = [...action.list, ...this.pollList, ...action.repoll];
    this.action = undefined;
    this.sendIpis();
    if (this.pollList.length === 0) return;
    this.isPending = true;
    if (this.jiffies() < this.endJiffies && !this.host.needsResched() && --this.restartsLeft > 0) this.beginAction();
    else this.host.wakeKsoftirqd();
  }
}
