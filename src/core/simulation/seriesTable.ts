import type { Timeline } from "../simulator/timeline/timeline";

/** Recorded runs as a table of comma-separated values: every change of every figure, a line each. */
export function seriesTable(runs: readonly { readonly name: string; readonly timeline: Timeline }[]): string {
  const lines = runs.flatMap(({ name: run, timeline }) =>
    timeline.series.flatMap(({ name, times, values, limit }) =>
      times.map((ns, at) => [run, name, ns, values[at] ?? 0, limit ?? ""].map(cell).join(",")),
    ),
  );
  return `${["run,series,ns,value,limit", ...lines].join("\n")}\n`;
}

/** Quoted where needed (RFC 4180); what a spreadsheet would take for a formula is kept from being one. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
