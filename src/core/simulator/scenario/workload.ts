import { Thread } from "../machine/cpu";
import type { Host } from "../machine/host";
import { tcpFlag } from "../machine/packet";
import { sendLoneSyn, TcpSocket } from "../machine/tcp/socket";
import { found, type Topology } from "./topology";
import type { Parameters } from "./parameters";
import type { StepSpec, ThreadSpec } from "./types";

/** What a thread does next: computes for that many nanoseconds, sleeps for them, or sleeps until it is woken. */
type Turn = number | { readonly sleepNs: number } | undefined;

/** The threads of a scenario at work. */
export interface Workload {
  /** Clients by the name of the step that opened them. */
  readonly clients: ReadonlyMap<string, readonly TcpSocket[]>;
  /** Every thread has ended or waits for something that may never come. */
  isDone(): boolean;
}

/** Starts all threads of a scenario. */
export function startWorkload(specs: readonly ThreadSpec[], topology: Topology, parameters: Parameters): Workload {
  const clients = new Map<string, TcpSocket[]>();
  const threads = specs.map((spec) => new Script(spec, topology, parameters, clients));
  for (const thread of threads) thread.start();
  return { clients, isDone: () => threads.every((thread) => !thread.isAwake && !thread.isSleeping) };
}

/** A thread that follows the steps of a scenario. */
class Script extends Thread {
  /** It will go on by itself. */
  isSleeping = false;
  private readonly host: Host;
  private readonly turns: Iterator<Turn, void>;

  constructor(
    spec: ThreadSpec,
    private readonly topology: Topology,
    private readonly parameters: Parameters,
    private readonly clients: Map<string, TcpSocket[]>,
  ) {
    super();
    this.host = topology.host(spec.host);
    this.turns = this.follow(spec.steps);
  }

  start(): void {
    this.isSleeping = false;
    this.host.cpu.wake(this);
  }

  step(): number | undefined {
    const { done, value } = this.turns.next();
    if (done || value === undefined) return undefined;
    if (typeof value === "number") return value;
    this.isSleeping = true;
    this.host.machine.engine.schedule(value.sleepNs, () => this.start());
    return undefined;
  }

  private *follow(steps: readonly StepSpec[]): Generator<Turn, void> {
    for (const step of steps) {
      switch (step.do) {
        case "send":
          yield* step.atOnce ? this.sendAtOnce(step) : this.send(step);
          break;
        case "read":
          yield* this.read(step);
          break;
        case "connect":
          yield* this.connect(step);
          break;
        case "half-open":
          yield* this.openHalf(step);
          break;
        case "accept":
          yield* this.accept(step);
          break;
        case "lose-acks":
          this.loseAcks(this.parameters.number(step.forNs));
          break;
        case "wait":
          yield { sleepNs: this.parameters.number(step.forNs) };
      }
    }
  }

  private *send(step: Extract<StepSpec, { do: "send" }>): Generator<Turn, void> {
    const { machine } = this.host;
    const socket = this.topology.udp(step.from);
    const destination = { address: this.addressOf(step.to), port: this.topology.udp(step.to).port };
    const payload = this.parameters.number(step.payload);
    const datagrams = this.parameters.number(step.datagrams);
    const everyNs = this.parameters.resolve(step.everyNs);
    for (let sent = 0; sent < datagrams; sent++) {
      socket.send(destination, payload);
      yield machine.costs.sendNs;
      if (everyNs === undefined) continue;
      const factor = step.randomly ? -Math.log(1 - machine.random()) : 1;
      yield { sleepNs: Math.round(everyNs * factor) };
    }
  }

  private *sendAtOnce(step: Extract<StepSpec, { do: "send" }>): Generator<Turn, void> {
    const socket = this.topology.udp(step.from);
    const { port } = this.topology.udp(step.to);
    const payload = this.parameters.number(step.payload);
    const datagrams = this.parameters.number(step.datagrams);
    for (const address of this.topology.addressesOf(step.to)) {
      for (let sent = 0; sent < datagrams; sent++) socket.send({ address, port }, payload);
    }
    yield this.host.machine.costs.sendNs;
  }

  private *read(step: Extract<StepSpec, { do: "read" }>): Generator<Turn, void> {
    const socket = this.topology.udp(step.from);
    const everyNs = this.parameters.resolve(step.everyNs);
    const { receiveNs } = this.host.machine.costs;
    socket.onReadable = () => {
      if (!this.isSleeping) this.start();
    };
    for (;;) {
      if (!socket.receive()) {
        yield undefined;
        continue;
      }
      yield receiveNs;
      if (everyNs !== undefined) yield { sleepNs: everyNs };
    }
  }

  private *connect(step: Extract<StepSpec, { do: "connect" }>): Generator<Turn, void> {
    const destination = { address: this.addressOf(step.to), port: this.topology.listener(step.to).port };
    const clients = this.clients.get(step.id) ?? [];
    this.clients.set(step.id, clients);
    for (let left = this.parameters.number(step.connections); left > 0; left--) {
      const client = new TcpSocket(this.host);
      client.connect(destination);
      clients.push(client);
      yield this.host.machine.costs.connectNs;
    }
  }

  private *openHalf(step: Extract<StepSpec, { do: "half-open" }>): Generator<Turn, void> {
    const destination = { address: this.addressOf(step.to), port: this.topology.listener(step.to).port };
    for (let left = this.parameters.number(step.syns); left > 0; left--) {
      sendLoneSyn(this.host, destination);
      yield this.host.machine.costs.sendNs;
    }
  }

  private *accept(step: Extract<StepSpec, { do: "accept" }>): Generator<Turn, void> {
    const listener = this.topology.listener(step.from);
    const everyNs = this.parameters.resolve(step.everyNs);
    listener.onAcceptable = () => {
      if (!this.isSleeping) this.start();
    };
    for (;;) {
      if (!listener.accept()) {
        yield undefined;
        continue;
      }
      yield this.host.machine.costs.acceptNs;
      if (everyNs !== undefined) yield { sleepNs: everyNs };
    }
  }

  private loseAcks(forNs: number): void {
    const { engine } = this.host.machine;
    const endNs = engine.nowNs + forNs;
    this.host.outputFilter = ({ packet }) =>
      engine.nowNs < endNs && packet.protocol === "tcp" && packet.flags === tcpFlag.ACK;
  }

  private addressOf(socket: string): string {
    return found(this.topology.addressesOf(socket)[0], `address for ${socket}`);
  }
}
