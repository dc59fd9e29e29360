const unitNs = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 } as const;
type Unit = keyof typeof unitNs;

/** The longest a run may be, in nanoseconds. */
const hourNs = 3600e9;

/** Nanoseconds of a time up to an hour, such as `250ms`, `1.5s`, `80us` or `1000` (ns); `undefined` for anything else. */
export function parseTime(text: string): number | undefined {
  const [, figure, unit = "ns"] = /^(\d{1,15}(?:\.\d{1,9})?)\s*(ns|us|ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const ns = figure === undefined ? Number.NaN : Math.round(Number(figure) * unitNs[unit as Unit]);
  return ns <= hourNs ? ns : undefined;
}

/** A time in the unit that reads best, without loss: `250ms`, `1.5s`. */
export function timeText(ns: number): string {
  const unit = (["s", "ms", "us"] as const).find((one) => ns >= unitNs[one]) ?? "ns";
  return `${ns / unitNs[unit]}${unit}`;
}
