import { Thread, type Cpu } from "../machine/cpu";
import { Descriptors } from "../machine/descriptors";
import type { Host } from "../machine/host";
import type { TcpSocket } from "../machine/tcp/socket";
import type { Figure } from "./observe";
import { ScenarioError, type Parameters } from "./parameters";
import type { RequestTally } from "./requestTally";
import type { Step, StepContext, Turn } from "./steps/step";
import { steps, type StepSpec } from "./steps/steps";
import type { Topology } from "./topology";
import type { ThreadSpec } from "./types";

const mostThreads = 100_000;

/** The threads of a scenario at work. */
export interface Workload {
  /** Clients by the name of the step that opened them. */
  readonly clients: ReadonlyMap<string, readonly TcpSocket[]>;
  readonly requests: ReadonlyMap<string, RequestTally>;
  /** What steps have found out, by their names. */
  readonly results: ReadonlyMap<string, Figure>;
  /** Every thread has ended or waits for something that may never come. */
  isDone(): boolean;
}

/** Starts all threads of a scenario, one for each copy of their host. */
export function startWorkload(specs: readonly ThreadSpec[], topology: Topology, parameters: Parameters): Workload {
  const clients = new Map<string, TcpSocket[]>();
  const requests = new Map<string, RequestTally>();
  const results = new Map<string, Figure>();
  const wanted = specs.filter(isWanted(parameters));
  const count = wanted.reduce(
    (sum, spec) => sum + topology.copiesOf(spec.host).length * threadsOf(spec, parameters),
    0,
  );
  if (count > mostThreads) throw new ScenarioError(`${count} threads; up to ${mostThreads} can be`);
  const threads = wanted.flatMap((spec) =>
    topology.copiesOf(spec.host).flatMap((host) => {
      const cpu = spec.cpu === undefined ? host.cpu : topology.cpu(parameters.number(spec.cpu));
      // Threads of one kind belong to one process.
      const descriptors = new Descriptors(parameters.resolve(spec.descriptors) ?? Infinity);
      const given = { host, cpu, topology, parameters, clients, requests, results, descriptors };
      return Array.from(
        { length: threadsOf(spec, parameters) },
        (_, thread) => new Script(spec.steps, { ...given, thread }),
      );
    }),
  );
  for (const thread of threads) thread.start();
  const isDone = (): boolean => threads.every((thread) => !thread.isAwake && !thread.isSleeping);
  return { clients, requests, results, isDone };
}

function threadsOf({ host, count = 1 }: ThreadSpec, parameters: Parameters): number {
  const threads = parameters.number(count);
  if (threads >= 0 && threads <= mostThreads) return threads;
  throw new ScenarioError(`${host}: ${threads} threads; up to ${mostThreads} can be`);
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
    this.isInUserMode = typeof value === "object" && "computeNs" in value;
    if (typeof value === "number") return value;
    if (value !== "await" && "computeNs" in value) return value.computeNs;
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
