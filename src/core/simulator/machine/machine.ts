import type { Engine } from "../engine";
import type { Random } from "../random";
import { Backlog } from "./backlog";
import { defaultCosts, type Costs } from "./costs";
import { Cpu, type Running } from "./cpu";
import { FlowLimit } from "./flowLimit";
import { kernelRules, type KernelRules } from "./kernel";
import { TimerWheel } from "./timerWheel";
import { tcpHeaderSpace, tcpHeadTruesize, type HeadAllocation, type SkBuff } from "./skbuff";
import { Sysctls, type SysctlText } from "./sysctls";
import type { Trace } from "./trace";

/** What a machine is made from. */
export interface MachineOptions {
  readonly engine: Engine;
  readonly random: Random;
  /** A release such as `6.18`. */
  readonly kernel: string;
  readonly cpus: number;
  readonly sysctl: SysctlText;
  /** Ticks a second (`CONFIG_HZ`). */
  readonly hz: number;
  /** See `HeadAllocation`. */
  readonly maxHeaderBytes: number;
  readonly costs?: Costs;
}

/** Where packets came to be and where they ended, over the whole run. */
export interface Traffic {
  created: number;
  /** Read by an application, or taken in by TCP. */
  consumed: number;
  dropped: number;
  /** Fragments that became part of a datagram. */
  merged: number;
}

/** Columns of `/proc/net/softnet_stat` (`softnet_seq_show`). */
export interface SoftnetLine {
  readonly processed: number;
  readonly dropped: number;
  readonly timeSqueeze: number;
  readonly receivedRps: number;
  readonly flowLimitCount: number;
  readonly backlogLength: number;
}

/** One computer: CPUs and a kernel. Hosts are the network namespaces on it. */
export class Machine {
  readonly engine: Engine;
  readonly random: Random;
  readonly rules: KernelRules;
  readonly costs: Costs;
  /** Ticks a second. */
  readonly hz: number;
  readonly sysctls: Sysctls;
  readonly allocation: HeadAllocation;
  readonly cpus: readonly Cpu[];
  readonly timers: TimerWheel;
  readonly tcpHeadTruesize: number;
  readonly tcpHeaderBytes: number;
  /** Who listens to what happens. */
  trace: Trace | undefined;
  readonly traffic: Traffic = { created: 0, consumed: 0, dropped: 0, merged: 0 };
  /** Devices that may be at work while all CPUs are idle. */
  readonly cards: { readonly isBusy: boolean }[] = [];
  private readonly backlogs: readonly Backlog[];
  private readonly running: Running = { cpu: undefined };
  private seed: number | undefined;

  constructor(options: MachineOptions) {
    const { engine, hz } = options;
    this.engine = engine;
    this.random = options.random;
    this.timers = new TimerWheel(engine, hz);
    this.hz = hz;
    this.sysctls = new Sysctls(options.sysctl);
    this.rules = kernelRules(options.kernel);
    this.costs = options.costs ?? defaultCosts;
    this.allocation = { smallHead: this.rules.smallHead, maxHeaderBytes: options.maxHeaderBytes };
    this.tcpHeadTruesize = tcpHeadTruesize(this.allocation);
    this.tcpHeaderBytes = tcpHeaderSpace(this.allocation);
    const { rules, costs, sysctls, running } = this;
    const budget = once(() => sysctls.number("net.core.netdev_budget"));
    const budgetUsecs = once(() => sysctls.number("net.core.netdev_budget_usecs"));
    const maxBacklog = once(() => sysctls.number("net.core.netdev_max_backlog"));
    const weight = once(() => sysctls.number("net.core.dev_weight"));
    this.cpus = Array.from(
      { length: options.cpus },
      (_, number) => new Cpu({ engine, rules, costs, hz, running, budget, budgetUsecs }, number),
    );
    this.backlogs = this.cpus.map((cpu) => new Backlog(cpu, maxBacklog, weight, () => this.newFlowLimit(cpu)));
  }

  /** The CPU whose code is just running; `undefined` between events. */
  get runningCpu(): Cpu | undefined {
    return this.running.cpu;
  }

  /** The secret of flow hashes, another one in each run of another seed. */
  get hashSeed(): number {
    return (this.seed ??= Math.floor(this.random() * 2 ** 32));
  }

  backlogOf(cpu: Cpu): Backlog {
    const backlog = this.backlogs[cpu.number];
    if (!backlog) throw new Error(`no CPU ${cpu.number}`);
    return backlog;
  }

  /** A packet has come to its end well. */
  consume(skb: SkBuff): void {
    skb.orphan();
    this.traffic.consumed++;
  }

  /** The line of a CPU in softnet_stat. */
  softnetOf(cpu: Cpu): SoftnetLine {
    const { softirq } = cpu;
    const { dropped, flowLimitCount, length } = this.backlogOf(cpu);
    return {
      processed: softirq.processed,
      dropped,
      timeSqueeze: softirq.timeSqueeze,
      receivedRps: softirq.receivedRps,
      flowLimitCount,
      backlogLength: length,
    };
  }

  /** The same over all CPUs. */
  get softnet(): SoftnetLine {
    const lines = this.cpus.map((cpu) => this.softnetOf(cpu));
    const sum = (field: keyof SoftnetLine): number => lines.reduce((total, line) => total + line[field], 0);
    return {
      processed: sum("processed"),
      dropped: sum("dropped"),
      timeSqueeze: sum("timeSqueeze"),
      receivedRps: sum("receivedRps"),
      flowLimitCount: sum("flowLimitCount"),
      backlogLength: sum("backlogLength"),
    };
  }

  /** Packets that wait in the backlogs. */
  get inBacklogs(): number {
    return this.backlogs.reduce((total, { length }) => total + length, 0);
  }

  /** Looks at the packets in all backlogs. */
  visitBacklogs(visit: (skb: SkBuff) => void): void {
    for (const backlog of this.backlogs) backlog.visit(visit);
  }

  private newFlowLimit(cpu: Cpu): FlowLimit | undefined {
    const isLimited = this.sysctls.mask("net.core.flow_limit_cpu_bitmap")(cpu.number);
    return isLimited ? new FlowLimit(this.hashSeed) : undefined;
  }

  /** Nothing happens any more unless something wakes a CPU. */
  get isIdle(): boolean {
    return this.cpus.every((cpu) => cpu.isIdle) && this.cards.every((card) => !card.isBusy);
  }
}

/** A setting does not change during a run. */
function once(read: () => number): () => number {
  let value: number | undefined;
  return () => (value ??= read());
}
