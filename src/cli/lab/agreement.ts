import type { ObserveSpec } from "../../core/simulator/scenario/types";

/** How late a real timer may come: the timer wheel rounds up, by at most an eighth, and a busy machine adds to it. */
const latestPercent = 15;
const latestSeconds = 0.3;
/** Both sides round to milliseconds. */
const roundingSeconds = 0.002;

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
  const late = measured - predicted;
  return late >= -roundingSeconds && late <= (predicted * latestPercent) / 100 + latestSeconds;
}

function isNear(predicted: number, measured: number, percent: number): boolean {
  return Math.abs(measured - predicted) <= (Math.abs(predicted) * percent) / 100;
}
