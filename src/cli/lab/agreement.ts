import type { ObserveSpec } from "../../core/simulator/scenario/types";

/**
 * No timer comes early, and the timer wheel may round up by an eighth. How much it does depends on the tick at which a
 * timer is set, here and there another. A busy machine adds to what is measured.
 */
const wheelPercent = 12.5;
const latestPercent = 15;
const latestSeconds = 0.3;
/** Ticks, and rounding to milliseconds. */
const tickSeconds = 0.01;

/** Whether what was measured is what was foretold, as exactly as the kernel agrees with itself. */
export function agrees({ timer, spreadPercent = 0 }: ObserveSpec, predicted: unknown, measured: unknown): boolean {
  if (timer) return everyFigure(predicted, measured, isTimely);
  if (spreadPercent > 0) return everyFigure(predicted, measured, (one, other) => isNear(one, other, spreadPercent));
  return JSON.stringify(predicted) === JSON.stringify(measured);
}

/** Compares two numbers, or lists of as many. */
function everyFigure(
  predicted: unknown,
  measured: unknown,
  agree: (predicted: number, measured: number) => boolean,
): boolean {
  const [one, other] = [[predicted].flat(), [measured].flat()];
  return one.length === other.length && one.every((figure, at) => agree(Number(figure), Number(other[at])));
}

function isTimely(predicted: number, measured: number): boolean {
  const earliest = predicted / (1 + wheelPercent / 100) - tickSeconds;
  return measured >= earliest && measured <= predicted * (1 + latestPercent / 100) + latestSeconds;
}

function isNear(predicted: number, measured: number, percent: number): boolean {
  return Math.abs(measured - predicted) <= (Math.abs(predicted) * percent) / 100;
}
