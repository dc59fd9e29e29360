import { Thread, type Cpu } from "../machine/cpu";
import { Descriptors } from "../machine/descriptors";
import type { Host } from "../machine/host";
import type { TcpSocket } from "../machine/tcp/socket";
import type { Figure } from "./observe";
import type { Parameters } from "./parameters";
import type { Step, StepContext, Turn } from "./steps/step";
import { steps, type StepSpec } from "./steps/steps";
import type { Topology } from "./topology";
import type { ThreadSpec } from "./types";

/** The threads of a scenario at work. */
export interface Workload {
  /** Clients by the name of the step that opened them. */
  readonly clients: ReadonlyMap<string, readonly TcpSocket[]>;
  /** What steps have found out, by their names. */
  readonly results: ReadonlyMap<string, Figure>;
  /** Every thread has ended or waits for something that may never come. */
  isDone(): boolean;
}

/** Starts all threads of a scenario, one for each copy of their host. */
export function startWorkload(specs: readonly ThreadSpec[], topology: Topology, parameters: Parameters): Workload {
  const clients = new Map<string, TcpSocket[]>();
  const results = new Map<string, Figure>();
  const threads = specs.filter(isWanted(parameters)).flatMap((spec) =>
    topology.copiesOf(spec.host).map((host) => {
      const cpu = spec.cpu === undefined ? host.cpu : topology.cpu(parameters.number(spec.cpu));
      const descriptors = new Descriptors(parameters.resolve(spec.descriptors) ?? Infinity);
      return new Script(spec.steps, { host, cpu, topology, parameters, clients, results, descriptors });
    }),
  );
  for (const thread of threads) thread.start();
  return { clients, results, isDone: () => threads.every((thread) => !thread.isAwake && !thread.isSleeping) };
}

/** Threads may belong to some choices of the user only. */
function isWanted(parameters: Parameters): (thread: ThreadSpec) => boolean {
  return ({ when = {} }) => Object.entries(when).every(([name, value]) => parameters.text(`$${name}`) === value);
}

/** A thread that follows the steps of a scenario. */
class Script extends Thread {
  /** It will go on by itself. */
  isSleeping = false;
  private isAwaiting = false;
  private readonly host: Host;
  private readonly cpu: Cpu;
  private readonly turns: Iterator<Turn, void>;

  constructor(specs: readonly StepSpec[], given: Omit<StepContext, "wake">) {
    super();
    this.host = given.host;
    this.cpu = given.cpu;
    const wake = (): void => {
      if (!this.isSleeping || this.isAwaiting) this.start();
    };
    this.turns = follow(specs, { ...given, wake });
  }

  readonly start = (): void => {
    this.isSleeping = this.isAwaiting = false;
    this.cpu.wake(this);
  };

  step(): number | undefined {
    const { done, value } = this.turns.next();
    if (done || value === undefined) return undefined;
    if (typeof value === "number") return value;
    this.isSleeping = true;
    this.isAwaiting = value === "await";
    if (value === "await") return undefined;
    this.host.machine.engine.schedule(value.sleepNs, this.start);
    return undefined;
  }
}

function* follow(specs: readonly StepSpec[], context: StepContext): Generator<Turn, void> {
  for (const spec of specs) yield* (steps[spec.do] as Step<StepSpec>)(spec, context);
}
