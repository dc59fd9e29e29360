import type { Engine } from "../../engine";
import { linkHeaderBytes, type SkBuff } from "../skbuff";
import type { Qdisc, QdiscDrop, QdiscVessel } from "./qdisc";

/**
 * `tbf` (net/sched/sch_tbf.c): packets leave its inner queue as tokens allow. Tokens are nanoseconds of sending time,
 * with the kernel's own rounding (`psched_ratecfg_precompute__`, `psched_l2t_ns`).
 */
export class TbfQdisc implements Qdisc {
  readonly canBypass = false;
  overlimits = 0;
  private readonly multiplier: number;
  private readonly divisor: number;
  private readonly bufferNs: number;
  private tokensNs: number;
  private checkedNs: number;
  private wakesAtNs = -1;

  constructor(
    private readonly engine: Engine,
    /** What packets wait in; a `bfifo` unless another was put there. */
    private readonly inner: Qdisc,
    private readonly rateBits: number,
    private readonly burstBytes: number,
    /** Lets the device ask again once there are tokens. */
    private readonly wake: () => void,
  ) {
    [this.multiplier, this.divisor] = rateFactors(Math.floor(rateBits / 8));
    this.bufferNs = this.sendingNs(burstBytes);
    this.tokensNs = this.bufferNs;
    this.checkedNs = engine.nowNs;
  }

  get shown(): readonly [string, string] {
    const [, limit] = this.inner.shown;
    return ["tbf", `rate ${shownRate(this.rateBits)} burst ${this.burstBytes}b ${limit}`];
  }

  get vessels(): readonly QdiscVessel[] {
    return this.inner.vessels;
  }

  get length(): number {
    return this.inner.length;
  }

  get backlogBytes(): number {
    return this.inner.backlogBytes;
  }

  enqueue(skb: SkBuff): QdiscDrop | undefined {
    return skb.ipBytes + linkHeaderBytes > this.burstBytes ? "tbf-burst" : this.inner.enqueue(skb);
  }

  visit(visit: (skb: SkBuff) => void): void {
    this.inner.visit(visit);
  }

  peek(): SkBuff | undefined {
    return this.inner.peek();
  }

  dequeue(): SkBuff | undefined {
    const skb = this.inner.peek();
    if (!skb) return undefined;
    const now = this.engine.nowNs;
    const gained = Math.min(now - this.checkedNs, this.bufferNs);
    const tokens = Math.min(this.tokensNs + gained, this.bufferNs) - this.sendingNs(skb.ipBytes + linkHeaderBytes);
    if (tokens < 0) {
      this.overlimits++;
      this.watch(now - tokens);
      return undefined;
    }
    this.checkedNs = now;
    this.tokensNs = tokens;
    return this.inner.dequeue();
  }

  /** `qdisc_watchdog_schedule_ns` */
  private watch(atNs: number): void {
    if (this.wakesAtNs === atNs) return;
    this.wakesAtNs = atNs;
    this.engine.schedule(atNs - this.engine.nowNs, () => {
      if (this.wakesAtNs !== atNs) return;
      this.wakesAtNs = -1;
      this.wake();
    });
  }

  private sendingNs(bytes: number): number {
    return Math.floor((bytes * this.multiplier) / this.divisor);
  }
}

/** Multiplier and divisor, a power of two, so that the kernel needs no division for each packet. */
function rateFactors(bytesPerSecond: number): [multiplier: number, divisor: number] {
  if (bytesPerSecond <= 0) return [1, 1];
  const rate = BigInt(bytesPerSecond);
  let factor = 1_000_000_000n;
  for (let shift = 0; ; shift++) {
    const multiplier = BigInt.asUintN(32, factor / rate);
    if (multiplier & (1n << 31n) || factor & (1n << 63n)) return [Number(multiplier), 2 ** shift];
    factor <<= 1n;
  }
}

/** As `tc` prints rates, without digits after the point. */
function shownRate(bits: number): string {
  const units = ["bit", "Kbit", "Mbit", "Gbit"];
  let [value, unit] = [bits, 0];
  for (; unit < units.length - 1 && value >= 1000 && value % 1000 === 0; unit++) value /= 1000;
  return `${value}${units[unit] ?? ""}`;
}
