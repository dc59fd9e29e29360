const unitNs = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9 } as const;
type Unit = keyof typeof unitNs;

/** Nanoseconds of a time such as `250ms`, `1.5s`, `80us` or `1000` (ns); `undefined` for what is no time. */
export function parseTime(text: string): number | undefined {
  const [, figure, unit = "ns"] = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*(ns|us|µs|ms|s|min)?\s*$/.exec(text) ?? [];
  const ns = figure === undefined ? Number.NaN : Math.round(Number(figure) * unitNs[unit as Unit]);
  return Number.isSafeInteger(ns) ? ns : undefined;
}

/** A time in the unit that reads best, without loss: `250ms`, `1.5s`. */
export function timeText(ns: number): string {
  const unit = (["s", "ms", "us"] as const).find((one) => ns >= unitNs[one]) ?? "ns";
  return `${ns / unitNs[unit]}${unit}`;
}
