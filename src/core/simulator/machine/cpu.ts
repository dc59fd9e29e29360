import type { Engine } from "../engine";
import { Fifo } from "../fifo";
import { Softirq, type Napi, type SoftirqHost } from "./softirq";

/** A thread of a CPU, an application's or ksoftirqd. */
export abstract class Thread {
  /** It runs or waits for the CPU. */
  isAwake = false;

  /** Does the next step and tells how many nanoseconds that takes; `undefined`: there is none until it is woken. */
  abstract step(): number | undefined;
}

/** How long a thread keeps the CPU while others wait. */
const sliceNs = 3_000_000;

/**
 * One CPU. Hard interrupts come at once and lengthen what runs; softirqs follow an interrupt or a system call that
 * raised them; threads, ksoftirqd among them, take turns in what time is left.
 */
export class Cpu {
  readonly softirq: Softirq;
  private readonly engine: Engine;
  private readonly ready = new Fifo<Thread>();
  private readonly ksoftirqd: Thread;
  private current: Thread | undefined;
  private sliceEndNs = 0;
  private isBusy = false;
  private isStepping = false;
  private stolenNs = 0;
  /** Softirqs may begin: an interrupt or a system call has just ended. */
  private isInvoked = false;
  private needsResched = false;

  constructor(
    private readonly host: Omit<SoftirqHost, "needsResched" | "wakeKsoftirqd">,
    readonly number: number,
  ) {
    this.engine = host.engine;
    this.softirq = new Softirq({
      ...host,
      needsResched: () => this.needsResched,
      wakeKsoftirqd: () => this.wake(this.ksoftirqd),
    });
    this.ksoftirqd = new Ksoftirqd(this);
  }

  /** Nothing runs, and nothing waits to. */
  get isIdle(): boolean {
    return !this.isBusy;
  }

  /** ksoftirqd runs or waits for the CPU. */
  get isKsoftirqdAwake(): boolean {
    return this.ksoftirqd.isAwake;
  }

  /** Lets a thread run when its turn comes. */
  wake(thread: Thread): void {
    if (thread.isAwake) return;
    thread.isAwake = true;
    this.ready.push(thread);
    this.needsResched ||= this.softirq.isRunning;
    this.start();
  }

  /** A hard interrupt that schedules a NAPI. */
  interrupt(napi: Napi): void {
    this.stolenNs += this.host.costs.hardInterruptNs;
    this.raise(napi);
  }

  /** Schedules a NAPI from whatever runs on this CPU. */
  raise(napi: Napi): void {
    this.softirq.schedule(napi);
    this.isInvoked = true;
    this.start();
  }

  /** One poll in softirq context; `undefined` when there is nothing left to do there. */
  softirqStep(): number | undefined {
    this.isStepping = true;
    return this.softirq.step();
  }

  private start(): void {
    if (this.isBusy) return;
    this.isBusy = true;
    this.engine.schedule(0, this.next);
  }

  private readonly next = (): void => {
    const costNs = this.slice();
    if (costNs === undefined) this.isBusy = false;
    else this.engine.schedule(costNs, this.next);
  };

  private slice(): number | undefined {
    if (this.stolenNs > 0) {
      const stolen = this.stolenNs;
      this.stolenNs = 0;
      return stolen;
    }
    if (this.isStepping) {
      this.isStepping = false;
      this.softirq.afterStep();
    }
    return this.inSoftirq() ?? this.inThread();
  }

  private inSoftirq(): number | undefined {
    // What ksoftirqd has begun, it ends in its own turn: softirqs do not nest.
    if (this.softirq.isRunning) return this.current === this.ksoftirqd ? undefined : this.softirqStep();
    const mayBegin = this.isInvoked && !(this.host.rules.leavesSoftirqsToKsoftirqd && this.ksoftirqd.isAwake);
    this.isInvoked = false;
    return mayBegin && this.softirq.begin() ? this.softirqStep() : undefined;
  }

  private inThread(): number | undefined {
    for (;;) {
      if (!this.current || (this.engine.nowNs >= this.sliceEndNs && this.ready.length > 0 && !this.softirq.isRunning)) {
        if (this.current) this.ready.push(this.current);
        this.current = this.ready.shift();
        this.sliceEndNs = this.engine.nowNs + sliceNs;
        this.needsResched = false;
      }
      if (!this.current) return undefined;
      const costNs = this.current.step();
      if (costNs !== undefined) {
        // System calls end with softirqs enabled again.
        this.isInvoked ||= this.softirq.isPending && this.current !== this.ksoftirqd;
        return costNs;
      }
      this.current.isAwake = false;
      this.current = undefined;
    }
  }
}

/** `ksoftirqd/N`: does what softirqs have left over, as a thread among others. */
class Ksoftirqd extends Thread {
  constructor(private readonly cpu: Cpu) {
    super();
  }

  step(): number | undefined {
    while (this.cpu.softirq.isRunning || this.cpu.softirq.begin()) {
      const costNs = this.cpu.softirqStep();
      if (costNs !== undefined) return costNs;
    }
    return undefined;
  }
}
