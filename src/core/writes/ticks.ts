import type { ValueFacts } from "../knowledge/types";

type Clock = Exclude<NonNullable<ValueFacts["clock"]>, "seconds-in-jiffies">;

const largestInt = 2n ** 31n - 1n;
const largestLong = 2n ** 63n - 1n;
const largestUnsignedLong = 2n ** 64n - 1n;
/** Ticks a second as user space sees them (`USER_HZ`). */
const userHz = 100n;

/**
 * What a time the kernel keeps in ticks reads as after a write: rounded to a tick, or wrapped around where the
 * conversion does. `undefined` where the write is refused.
 *
 * @param time as written, in the unit of the clock
 * @param least the smallest time the key takes, in the same unit
 * @param hz ticks a second the kernel was built with (`CONFIG_HZ`)
 */
export function throughTicks(clock: Clock, time: bigint, least: bigint, hz: bigint): string | undefined {
  return clock === "milliseconds-in-jiffies" ? throughMilliseconds(time, least, hz) : throughCentiseconds(time, hz);
}

/** The same for milliseconds in an unsigned long, cut down to a tick (`proc_doulongvec_ms_jiffies_minmax`). */
export function throughLongTicks(
  time: bigint,
  [least, most]: readonly [bigint, bigint],
  hz: bigint,
): string | undefined {
  const ticksDown = (milliseconds: bigint): bigint => BigInt.asUintN(64, milliseconds * hz) / 1000n;
  const ticks = ticksDown(time);
  const isOutside = ticks < ticksDown(least) || (most < largestUnsignedLong && ticks > ticksDown(most));
  return isOutside ? undefined : String((ticks * 1000n) / hz);
}

// do_proc_dointvec_ms_jiffies_conv: msecs_to_jiffies takes 32 bits; with the top one set it gives MAX_JIFFY_OFFSET.
function throughMilliseconds(time: bigint, least: bigint, hz: bigint): string | undefined {
  const milliseconds = BigInt.asUintN(32, time);
  if (milliseconds > largestInt) return undefined;
  const ticks = ticksOf(milliseconds, hz);
  if (least > 0n && ticks < ticksOf(least, hz)) return undefined;
  return String(BigInt.asUintN(32, (ticks * 1000n) / hz));
}

function ticksOf(milliseconds: bigint, hz: bigint): bigint {
  return (milliseconds * hz + 999n) / 1000n;
}

// do_proc_dointvec_userhz_jiffies_conv, clock_t_to_jiffies and back with jiffies_to_clock_t.
function throughCentiseconds(time: bigint, hz: bigint): string | undefined {
  if (hz > userHz && magnitudeOf(time) > (largestLong / hz) * userHz) return undefined;
  const ticks = BigInt.asIntN(32, ticksOfUserTime(BigInt.asUintN(64, time), hz));
  const shown = (magnitudeOf(ticks) * userHz) / hz;
  return `${ticks < 0n ? "-" : ""}${shown}`;
}

function ticksOfUserTime(time: bigint, hz: bigint): bigint {
  if (hz % userHz === 0n) {
    const factor = hz / userHz;
    return time >= largestUnsignedLong / factor ? largestUnsignedLong : time * factor;
  }
  if (time >= (largestUnsignedLong / hz) * userHz) return largestUnsignedLong;
  return BigInt.asUintN(64, time * hz) / userHz;
}

function magnitudeOf(number: bigint): bigint {
  return number < 0n ? -number : number;
}
