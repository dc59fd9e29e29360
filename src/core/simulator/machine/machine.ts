import type { Engine } from "../engine";
import type { Random } from "../random";
import { Backlog } from "./backlog";
import { defaultCosts, type Costs } from "./costs";
import { Cpu } from "./cpu";
import { kernelRules, type KernelRules } from "./kernel";
import { TcpMemory } from "./tcp/memory";
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

/** One computer: CPUs and a kernel. Hosts are the network namespaces on it. */
export class Machine {
  readonly engine: Engine;
  readonly random: Random;
  readonly rules: KernelRules;
  readonly costs: Costs;
  readonly sysctls: Sysctls;
  readonly allocation: HeadAllocation;
  readonly cpus: readonly Cpu[];
  readonly timers: TimerWheel;
  readonly tcpHeadTruesize: number;
  readonly tcpHeaderBytes: number;
  readonly tcpMemory = new TcpMemory();
  /** Who listens to what happens. */
  trace: Trace | undefined;
  readonly traffic: Traffic = { created: 0, consumed: 0, dropped: 0, merged: 0 };
  private readonly backlogs: readonly Backlog[];

  constructor(options: MachineOptions) {
    const { engine, hz } = options;
    this.engine = engine;
    this.random = options.random;
    this.timers = new TimerWheel(engine, hz);
    this.sysctls = new Sysctls(options.sysctl);
    this.rules = kernelRules(options.kernel);
    this.costs = options.costs ?? defaultCosts;
    this.allocation = { smallHead: this.rules.smallHead, maxHeaderBytes: options.maxHeaderBytes };
    const { rules, costs, sysctls } = this;
    this.tcpHeadTruesize = tcpHeadTruesize(this.allocation);
    this.tcpHeaderBytes = tcpHeaderSpace(this.allocation);
    const budget = once(() => sysctls.number("net.core.netdev_budget"));
    const budgetUsecs = once(() => sysctls.number("net.core.netdev_budget_usecs"));
    const maxBacklog = once(() => sysctls.number("net.core.netdev_max_backlog"));
    const weight = once(() => sysctls.number("net.core.dev_weight"));
    this.cpus = Array.from(
      { length: options.cpus },
      (_, number) => new Cpu({ engine, rules, costs, hz, budget, budgetUsecs }, number),
    );
    this.backlogs = this.cpus.map((cpu) => new Backlog(cpu, maxBacklog, weight));
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

  /** Columns of softnet_stat, over all CPUs. */
  get softnet(): { readonly processed: number; readonly dropped: number; readonly timeSqueeze: number } {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      processed: sum(this.cpus.map(({ softirq }) => softirq.processed)),
      dropped: sum(this.backlogs.map(({ dropped }) => dropped)),
      timeSqueeze: sum(this.cpus.map(({ softirq }) => softirq.timeSqueeze)),
    };
  }

  /** Packets that wait in the backlogs. */
  get inBacklogs(): number {
    return this.backlogs.reduce((total, { length }) => total + length, 0);
  }

  get isIdle(): boolean {
    return this.cpus.every((cpu) => cpu.isIdle);
  }
}

/** A setting does not change during a run. */
function once(read: () => number): () => number {
  let value: number | undefined;
  return () => (value ??= read());
}
