/** What happens at a point of simulated time. */
export type Handler = () => void;

/** A run that would take more events, or hold more of them, than it may. */
export class SimulationLimit extends Error {}

/** Bounds of one run. */
export interface EngineLimits {
  /** Events that may happen. */
  readonly events: number;
  /** Events that may be waiting at one time. */
  readonly waiting: number;
}

export const defaultLimits: EngineLimits = { events: 200_000_000, waiting: 5_000_000 };

/**
 * The clock of a simulation: integer nanoseconds that never run back. Earlier events come first, events of the same
 * time in the order they were scheduled. A binary heap over typed arrays, so that an event costs no object but its
 * handler.
 */
export class Engine {
  /** Nanoseconds since the run began. */
  nowNs = 0;
  /** Events that have happened. */
  happened = 0;
  private times = new Float64Array(1024);
  private order = new Float64Array(1024);
  private readonly handlers: Handler[] = [];
  private sequence = 0;

  constructor(private readonly limits: EngineLimits = defaultLimits) {}

  /** Events that are still to come. */
  get waiting(): number {
    return this.handlers.length;
  }

  /** The time of the next event; `undefined` when there is none. */
  get nextNs(): number | undefined {
    return this.handlers.length > 0 ? this.times[0] : undefined;
  }

  /** Lets something happen `delayNs` from now. Throws for a delay that is no whole number of nanoseconds from 0. */
  schedule(delayNs: number, handler: Handler): void {
    if (!Number.isInteger(delayNs) || delayNs < 0) throw new RangeError(`a delay of ${delayNs} ns`);
    const size = this.handlers.length;
    if (size >= this.limits.waiting) throw new SimulationLimit(`more than ${this.limits.waiting} events wait`);
    if (size === this.times.length) this.grow();
    this.handlers.push(handler);
    this.rise(size, this.nowNs + delayNs, this.sequence++, handler);
  }

  /** Lets the next event happen; false when there is none. */
  step(): boolean {
    const handler = this.handlers[0];
    if (!handler) return false;
    if (this.happened++ >= this.limits.events) throw new SimulationLimit(`more than ${this.limits.events} events`);
    this.nowNs = this.times[0] ?? this.nowNs;
    this.removeFirst();
    handler();
    return true;
  }

  /** Lets everything happen up to and including `endNs`; the clock then stands there. */
  runUntil(endNs: number): void {
    for (let next = this.nextNs; next !== undefined && next <= endNs; next = this.nextNs) this.step();
    this.nowNs = Math.max(this.nowNs, endNs);
  }

  private grow(): void {
    const [times, order] = [new Float64Array(this.times.length * 2), new Float64Array(this.times.length * 2)];
    times.set(this.times);
    order.set(this.order);
    [this.times, this.order] = [times, order];
  }

  private rise(start: number, time: number, sequence: number, handler: Handler): void {
    const { times, order, handlers } = this;
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      // The newest event never precedes an equal one.
      if ((times[parent] as number) <= time) break;
      times[at] = times[parent] as number;
      order[at] = order[parent] as number;
      handlers[at] = handlers[parent] as Handler;
      at = parent;
    }
    times[at] = time;
    order[at] = sequence;
    handlers[at] = handler;
  }

  private removeFirst(): void {
    const { times, order, handlers } = this;
    const handler = handlers.pop() as Handler;
    const size = handlers.length;
    if (size === 0) return;
    const time = times[size] as number;
    const sequence = order[size] as number;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.precedes(child + 1, times[child] as number, order[child] as number)) child++;
      if (!this.precedes(child, time, sequence)) break;
      times[at] = times[child] as number;
      order[at] = order[child] as number;
      handlers[at] = handlers[child] as Handler;
      at = child;
    }
    times[at] = time;
    order[at] = sequence;
    handlers[at] = handler;
  }

  private precedes(at: number, time: number, sequence: number): boolean {
    const own = this.times[at] as number;
    return own < time || (own === time && (this.order[at] as number) < sequence);
  }
}
