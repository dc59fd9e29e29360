import type { Unit, Units } from "../knowledge/types";
import { fill, type Wording } from "../knowledge/wording";

const pageBytes = 4096;
const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** Digits in groups of three, decimals cut to one: for reading, not for copying. */
export function groupDigits(value: number | bigint): string {
  if (typeof value === "number" && !Number.isInteger(value)) {
    const rounded = Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1));
    return rounded.toLocaleString("en-US", { maximumFractionDigits: 2 });
  }
  // Four digits read well ungrouped.
  return value > -10_000 && value < 10_000 ? String(value) : value.toLocaleString("en-US");
}

/** Bytes in the largest binary unit that keeps the figure at 1 or more: 6291456 → `6 MiB`. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (Math.abs(amount) >= 1024 && unit < binaryUnits.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${Number(amount.toFixed(1))} ${binaryUnits[unit]}`;
}

const timeSteps = [
  ["time.days", 86_400],
  ["time.hours", 3600],
  ["time.minutes", 60],
  ["time.seconds", 1],
  ["time.milliseconds", 0.001],
  ["time.microseconds", 0.000_001],
] as const;

/** Seconds in the largest unit that keeps the figure at 1 or more: 7200 → `2 h`. */
export function formatSeconds(seconds: number, wording: Wording): string {
  const [id, size] = timeSteps.find(([, step]) => Math.abs(seconds) >= step) ?? timeSteps[5];
  return fill(wording[id], { count: groupDigits(seconds / size) });
}

/** Length of one unit in seconds. */
const secondsPer: Partial<Record<Unit, number>> = {
  seconds: 1,
  deciseconds: 0.1,
  centiseconds: 0.01,
  milliseconds: 0.001,
  microseconds: 0.000_001,
  nanoseconds: 1e-9,
};

/**
 * A figure in human units, or `undefined` where that would add nothing to the raw digits:
 * 85.3 KiB for 87380 bytes, `2 h` for 7200 seconds, `1,048,576` for a large count.
 */
export function humanize(value: number | bigint, unit: Unit, wording: Wording): string | undefined {
  // A port is a name, not an amount.
  if (unit === "ports") return undefined;
  const figure = Number(value);
  if (unit === "bytes") return Math.abs(figure) >= 1024 ? formatBytes(figure) : undefined;
  if (unit === "kibibytes") return Math.abs(figure) >= 1024 ? formatBytes(figure * 1024) : undefined;
  if (unit === "pages") return fill(wording["fact.page"], { bytes: formatBytes(figure * pageBytes) });
  const second = secondsPer[unit];
  if (second !== undefined) {
    const seconds = figure * second;
    const readable = unit === "seconds" ? Math.abs(seconds) >= 60 : Math.abs(figure) >= 1000;
    return readable ? formatSeconds(seconds, wording) : undefined;
  }
  return Math.abs(figure) >= 10_000 ? groupDigits(value) : undefined;
}

/** A computed figure with its unit, for sentences: `129 connections`, `8 MiB`, `63 s`. */
export function formatFigure(value: number, unit: Unit, units: Units, wording: Wording): string {
  if (unit === "bytes") return formatBytes(value);
  if (unit === "kibibytes") return formatBytes(value * 1024);
  const second = secondsPer[unit];
  if (second !== undefined) return formatSeconds(value * second, wording);
  return fill(units[unit].count, { count: groupDigits(value) });
}
