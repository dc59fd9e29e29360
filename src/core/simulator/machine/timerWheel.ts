import type { Engine } from "../engine";

/** What is told when a timer of its own goes off. */
export interface TimerOwner {
  onTimer(timer: Timer): void;
}

/** `struct timer_list`: goes off once, at a tick of the clock. */
export class Timer {
  /** The tick it is set for; `undefined` while it is not set. */
  expires: number | undefined;
  slot: Slot | undefined;
  previous: Timer | undefined;
  next: Timer | undefined;

  constructor(readonly owner: TimerOwner) {}
}

/** Timers that go off at the same tick, in the order they were set. */
class Slot {
  first: Timer | undefined;
  last: Timer | undefined;
}

const levels = 9; // LVL_DEPTH with HZ above 100
const levelShift = 3; // LVL_CLK_SHIFT
const levelSize = 64; // LVL_SIZE

/**
 * The timers of one machine (kernel/time/timer.c). The further away a timer is set for, the coarser the ticks it can go
 * off at: it is late by up to an eighth, and never early. Most timers are stopped before they go off, so stopping is
 * cheap, and what is stopped is forgotten at once.
 */
export class TimerWheel {
  private readonly slots = new Map<number, Slot>();
  readonly tickNs: number;

  constructor(
    private readonly engine: Engine,
    hz: number,
  ) {
    this.tickNs = Math.round(1e9 / hz);
  }

  /** The tick of the present (`jiffies`). */
  get ticks(): number {
    return Math.floor(this.engine.nowNs / this.tickNs);
  }

  /** Whole ticks that are not shorter than a time (`usecs_to_jiffies`). */
  ticksOf(durationNs: number): number {
    return Math.ceil(durationNs / this.tickNs);
  }

  /** Nanoseconds from now until a timer that is set was set for; it may go off later. */
  leftNs(timer: Timer): number {
    return (timer.expires ?? 0) * this.tickNs - this.engine.nowNs;
  }

  /** `mod_timer`: sets a timer, anew if it was set before. */
  start(timer: Timer, delayNs: number): void {
    this.stop(timer);
    const now = this.ticks;
    timer.expires = now + this.ticksOf(delayNs);
    const tick = firingTick(now, timer.expires);
    let slot = this.slots.get(tick);
    if (!slot) {
      slot = new Slot();
      this.slots.set(tick, slot);
      this.engine.schedule(tick * this.tickNs - this.engine.nowNs, () => this.fire(tick));
    }
    timer.slot = slot;
    timer.previous = slot.last;
    if (slot.last) slot.last.next = timer;
    else slot.first = timer;
    slot.last = timer;
  }

  /** `timer_delete` */
  stop(timer: Timer): void {
    const { slot, previous, next } = timer;
    if (!slot) return;
    if (previous) previous.next = next;
    else slot.first = next;
    if (next) next.previous = previous;
    else slot.last = previous;
    timer.slot = timer.previous = timer.next = timer.expires = undefined;
  }

  private fire(tick: number): void {
    const slot = this.slots.get(tick);
    this.slots.delete(tick);
    for (let timer = slot?.first; timer; timer = slot?.first) {
      this.stop(timer);
      timer.owner.onTimer(timer);
    }
  }
}

/** `calc_wheel_index`: each level reaches eight times as far as the one below and is eight times as coarse. */
function firingTick(now: number, expires: number): number {
  let gran = 1;
  let reach = levelSize - 1;
  for (let level = 1; level < levels && expires - now >= reach; level++) {
    gran *= 1 << levelShift;
    reach *= 1 << levelShift;
  }
  return (Math.floor(expires / gran) + 1) * gran;
}
