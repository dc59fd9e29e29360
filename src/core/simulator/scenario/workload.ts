import { Thread, type Cpu } from "../machine/cpu";
import type { Host } from "../machine/host";
import type { TcpSocket } from "../machine/tcp/socket";
import { ScenarioError, type Parameters } from "./parameters";
import type { Step, StepContext, Turn } from "./steps/step";
import { steps, type StepSpec } from "./steps/steps";
import type { Topology } from "./topology";
import type { ThreadSpec } from "./types";

const mostThreads = 100_000;

/** The threads of a scenario at work. */
export interface Workload {
  /** Clients by the name of the step that opened them. */
  readonly clients: ReadonlyMap<string, readonly TcpSocket[]>;
  /** Every thread has ended or waits for something that may never come. */
  isDone(): boolean;
}

/** Starts all threads of a scenario, one for each copy of their host. */
export function startWorkload(specs: readonly ThreadSpec[], topology: Topology, parameters: Parameters): Workload {
  const clients = new Map<string, TcpSocket[]>();
  const count = specs.reduce((sum, { host }) => sum + topology.copiesOf(host).length, 0);
  if (count > mostThreads) throw new ScenarioError(`${count} threads; up to ${mostThreads} can be`);
  const threads = specs.flatMap((spec) =>
    topology.copiesOf(spec.host).map((host) => {
      const cpu = spec.cpu === undefined ? host.cpu : topology.cpu(parameters.number(spec.cpu));
      return new Script(spec.steps, { host, cpu, topology, parameters, clients });
    }),
  );
  for (const thread of threads) thread.start();
  return { clients, isDone: () => threads.every((thread) => !thread.isAwake && !thread.isSleeping) };
}

/** A thread that follows the steps of a scenario. */
class Script extends Thread {
  /** It will go on by itself. */
  isSleeping = false;
  private readonly host: Host;
  private readonly cpu: Cpu;
  private readonly turns: Iterator<Turn, void>;

  constructor(specs: readonly StepSpec[], given: Omit<StepContext, "wake">) {
    super();
    this.host = given.host;
    this.cpu = given.cpu;
    const wake = (): void => {
      if (!this.isSleeping) this.start();
    };
    this.turns = follow(specs, { ...given, wake });
  }

  readonly start = (): void => {
    this.isSleeping = false;
    this.cpu.wake(this);
  };

  step(): number | undefined {
    const { done, value } = this.turns.next();
    if (done || value === undefined) return undefined;
    if (typeof value === "number") return value;
    this.isSleeping = true;
    this.host.machine.engine.schedule(value.sleepNs, this.start);
    return undefined;
  }
}

function* follow(specs: readonly StepSpec[], context: StepContext): Generator<Turn, void> {
  for (const spec of specs) yield* (steps[spec.do] as Step<StepSpec>)(spec, context);
}
