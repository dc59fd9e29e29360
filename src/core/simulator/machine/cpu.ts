import type { Engine } from "../engine";
import { Fifo } from "../fifo";
import type { Backlog } from "./backlog";
import type { NapiThread } from "./napiThread";
import { Softirq, type Napi, type SoftirqHost } from "./softirq";

/** A thread of a CPU: an application's, ksoftirqd, or one that polls a NAPI. */
export abstract class Thread {
  /** Its last step was no system call, so no softirqs follow it. */
  isInUserMode = false;
  /** It runs or waits for the CPU. */
  isAwake = false;

  /** Does the next step and tells how many nanoseconds that takes; `undefined`: there is none until it is woken. */
  abstract step(): number | undefined;
}

/** The CPU whose code is just running (`smp_processor_id`); `undefined` between events. */
export interface Running {
  cpu: Cpu | undefined;
}

/** CPU time by context, in nanoseconds. */
export interface ContextTimes {
  readonly hardirq: number;
  readonly softirq: number;
  readonly ksoftirqd: number;
  /** Threads of threaded NAPI. */
  readonly napi: number;
  readonly process: number;
}

const [inHardirq, inSoftirq, inThread] = [0, 1, 2] as const;
type Context = typeof inHardirq | typeof inSoftirq | typeof inThread;

type ThreadKind = "ksoftirqd" | "napi" | "process";

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
  private readonly ksoftirqd: Ksoftirqd;
  private current: Thread | undefined;
  private sliceEndNs = 0;
  private isBusy = false;
  private isStepping = false;
  private stolenNs = 0;
  /** Softirqs may begin: an interrupt or a system call has just ended. */
  private isInvoked = false;
  private needsResched = false;
  /** Nanoseconds spent in each context. */
  private readonly spentNs = new Float64Array(3);
  private readonly stepEndsNs = new Float64Array(1);
  /** What the step under way belongs to. It ends when the CPU goes on. */
  private context: Context = inThread;
  private readonly napiThreads: NapiThread[] = [];
  /** System calls that end after the softirqs they have raised. */
  private calls: (() => void)[] = [];

  constructor(
    private readonly host: CpuHost,
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

  /** Where its time has gone so far; what is missing to the time of the run it was idle. */
  get timesNs(): ContextTimes {
    // A step is counted when it begins; what of it is still to come has not gone by.
    const toComeNs = Math.max(0, (this.stepEndsNs[0] as number) - this.engine.nowNs);
    const passed = (context: Context): number => (this.spentNs[context] as number) - (this.context === context ? toComeNs : 0); // prettier-ignore
    const current = this.context === inThread ? this.currentKind() : undefined;
    const ofThreads = (kind: ThreadKind, usedNs: number): number => (current === kind ? usedNs - toComeNs : usedNs);
    const ksoftirqd = ofThreads("ksoftirqd", this.ksoftirqd.usedNs);
    const napi = ofThreads("napi", this.napiThreads.reduce((sum, { usedNs }) => sum + usedNs, 0)); // prettier-ignore
    const process = passed(inThread) - ksoftirqd - napi;
    return { hardirq: passed(inHardirq), softirq: passed(inSoftirq), ksoftirqd, napi, process };
  }

  private currentKind(): ThreadKind {
    const { current, ksoftirqd, napiThreads } = this;
    if (current === ksoftirqd) return "ksoftirqd";
    return napiThreads.some((thread) => thread === current) ? "napi" : "process";
  }

  /** Threads whose time is no application's. */
  addNapiThread(thread: NapiThread): void {
    this.napiThreads.push(thread);
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

  /** `rps_trigger_softirq`: another CPU has put a first packet into the backlog of this one. */
  interruptForRps(backlog: Backlog): void {
    this.stolenNs += this.host.costs.hardInterruptNs;
    this.softirq.receivedRps++;
    this.softirq.addToList(backlog);
    this.softirqRaised();
  }

  /** Schedules a NAPI from whatever runs on this CPU. */
  raise(napi: Napi): void {
    this.softirq.schedule(napi);
    this.softirqRaised();
  }

  /** Softirqs may have become pending. */
  softirqRaised(): void {
    this.isInvoked = true;
    this.start();
  }

  /** Ends a system call once the softirqs it has raised are done, at once where there are none (`release_sock`). */
  afterSoftirqs(end: () => void): void {
    if (this.isInvoked || this.softirq.isRunning) this.calls.push(end);
    else end();
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
    const { running } = this.host;
    running.cpu = this;
    const costNs = this.slice();
    running.cpu = undefined;
    if (costNs === undefined) {
      this.isBusy = false;
      return;
    }
    this.spentNs[this.context] = (this.spentNs[this.context] as number) + costNs;
    this.stepEndsNs[0] = this.engine.nowNs + costNs;
    this.engine.schedule(costNs, this.next);
  };

  private slice(): number | undefined {
    if (this.stolenNs > 0) {
      const stolen = this.stolenNs;
      this.stolenNs = 0;
      this.context = inHardirq;
      return stolen;
    }
    if (this.isStepping) {
      this.isStepping = false;
      this.softirq.afterStep();
    }
    let costNs = this.inSoftirq();
    while (costNs === undefined && this.calls.length > 0) {
      const { calls } = this;
      this.calls = [];
      for (const end of calls) end();
      costNs = this.inSoftirq();
    }
    if (costNs === undefined) {
      this.context = inThread;
      return this.inThread();
    }
    this.context = inSoftirq;
    return costNs;
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
        this.isInvoked ||= this.softirq.isPending && this.current !== this.ksoftirqd && !this.current.isInUserMode;
        return costNs;
      }
      this.current.isAwake = false;
      this.current = undefined;
    }
  }
}

/** What a CPU needs of its machine. */
export interface CpuHost extends Omit<SoftirqHost, "needsResched" | "wakeKsoftirqd"> {
  readonly running: Running;
}

/** `ksoftirqd/N`: does what softirqs have left over, as a thread among others. */
class Ksoftirqd extends Thread {
  /** CPU time it has had, in nanoseconds. */
  usedNs = 0;

  constructor(private readonly cpu: Cpu) {
    super();
  }

  step(): number | undefined {
    while (this.cpu.softirq.isRunning || this.cpu.softirq.begin()) {
      const costNs = this.cpu.softirqStep();
      if (costNs === undefined) continue;
      this.usedNs += costNs;
      return costNs;
    }
    return undefined;
  }
}
