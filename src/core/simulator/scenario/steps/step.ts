import type { Cpu } from "../../machine/cpu";
import type { Descriptors } from "../../machine/descriptors";
import type { Host } from "../../machine/host";
import type { TcpSocket } from "../../machine/tcp/socket";
import type { Figure } from "../observe";
import type { Parameters } from "../parameters";
import type { RequestTally } from "../requestTally";
import type { Topology } from "../topology";

/**
 * What a thread does next: a system call of that many nanoseconds, computing without one, sleeping for them, or
 * sleeping until it is woken. A run does not end while a thread is in `await`: what wakes it is bound to come.
 */
export type Turn = number | { readonly computeNs: number } | { readonly sleepNs: number } | "await" | undefined;

/** What a step works with. */
export interface StepContext {
  /** The copy of the host this thread runs on. */
  readonly host: Host;
  readonly cpu: Cpu;
  readonly topology: Topology;
  readonly parameters: Parameters;
  /** Number of the thread among those of its kind on its host, from 0. */
  readonly thread: number;
  /** Clients by the name of the step that opened them, on all hosts. */
  readonly clients: Map<string, TcpSocket[]>;
  /** Files this thread may have open. */
  readonly descriptors: Descriptors;
  /** What became of requests, by the name of the step that sends them. */
  readonly requests: Map<string, RequestTally>;
  /** What steps have found out, by their names. */
  readonly results: Map<string, Figure>;
  /** For the callbacks of sockets: lets the thread go on unless it sleeps for a time of its own. */
  readonly wake: () => void;
}

/** Does one step of a thread, in as many turns as it takes. */
export type Step<Spec> = (spec: Spec, context: StepContext) => Generator<Turn, void>;
