import type { PathReader, PathRow } from "../../core/simulation/pathReader";
import { timeWords } from "../../core/simulation/timeWords";
import type { PanelRun } from "../../protocol/simulatorPanel";
import { createChart, type Chart, type ChartSeries } from "../shared/chart";
import { element } from "../shared/elements";
import type { Axis } from "./axis";
import { cpuLines, dropLines, queueLines, type Line } from "./lines";
import { createTable } from "./tables";
import type { Words } from "./words";

/** Charts below the path, on its time axis. */
export interface Charts {
  at(ns: number): void;
  dispose(): void;
}

/** Places of the axis at which curves are read. */
const samples = 300;
/** A share of CPU time is that of this part of the axis. */
const shareSpans = 40;
/** Of the places so many are in the table that says the same. */
const tableRows = 12;
/** Curves of latencies. */
const mostLatencies = 6;
const palette = ["charts-blue", "charts-orange", "charts-green", "charts-red", "charts-purple", "charts-yellow"] as const; // prettier-ignore

/** The same as in the style sheet: these show on black and on white. */
const fallbacks: Readonly<Record<string, string>> = {
  "charts-red": "#d73a49", "charts-orange": "#b26a00", "charts-yellow": "#8a7300", "charts-green": "#388a34", "charts-purple": "#a06ad8",
}; // prettier-ignore

export interface ChartInput {
  readonly runs: readonly PanelRun[];
  readonly readers: readonly PathReader[];
  readonly rows: readonly PathRow[];
  readonly axis: Axis;
}

export function createCharts(parent: HTMLElement, input: ChartInput, words: Words): Charts {
  const { axis } = input;
  const kinds = [
    { title: words("chartQueues"), unit: "%", lines: queueLines(input, words) },
    { title: words("chartDrops"), unit: words("unit.packets"), lines: dropLines(input) },
    { title: words("chartCpu"), unit: "%", lines: cpuLines(input, words) },
  ];
  const drawn: Chart[] = [];
  const parts = kinds.map(({ title, unit, lines }) => {
    const place = element("details", { class: "chart-part", open: lines.length > 0 }, element("summary", {}, title));
    if (lines.length === 0) place.append(element("p", {}, words("chartNone")));
    return { place, title, unit, lines };
  });
  parent.replaceChildren(element("h2", {}, words("charts")), ...parts.map(({ place }) => place));
  for (const { place, title, unit, lines } of parts) {
    if (lines.length > 0) drawn.push(draw(place, title, unit, lines, axis, words));
  }
  const latencies = drawLatencies(parent, input.runs, words);
  if (latencies) drawn.push(latencies);
  return {
    at: (ns) => {
      const position = axis.positionOf(ns);
      for (const chart of drawn) chart.cursor(position);
    },
    dispose: () => {
      for (const chart of drawn) chart.dispose();
    },
  };
}

function draw(place: HTMLElement, title: string, unit: string, lines: readonly Line[], axis: Axis, words: Words): Chart {
  const series = lines.map(({ label, isBefore }, at): ChartSeries => {
    const same = lines.findIndex((one) => one.key === lines[at]?.key);
    const colour = lines[at]?.colour ?? palette[same % palette.length] ?? "charts-blue";
    return { label, colour, fallback: fallbacks[colour] ?? "#808080", ...(isBefore && { dash: [5, 4] }) };
  });
  const timeText = (position: number): string => timeWords(Math.round(axis.timeAt(position)));
  const chart = createChart(place, { title, unit, series, timeText, heightPx: 170 });
  const positions = Array.from({ length: samples + 1 }, (_, at) => at / samples);
  const times = positions.map((position) => axis.timeAt(position));
  // Shares need a stretch of time to be shares of.
  const earlier = positions.map((position) => axis.timeAt(position - 1 / shareSpans));
  chart.set(positions, lines.map(({ read }) => times.map((ns, at) => read(ns, earlier[at] ?? 0))));
  place.append(tableOf(title, lines, axis, words));
  return chart;
} // prettier-ignore

/** The same as figures, for readers who do not see the curves. */
function tableOf(title: string, lines: readonly Line[], axis: Axis, words: Words): HTMLElement {
  const times = Array.from({ length: tableRows + 1 }, (_, at) => axis.timeAt(at / tableRows));
  const rows = times.map((ns, at) => [timeWords(Math.round(ns)), ...lines.map(({ read }) => String(Math.round(read(ns, times[at - 1] ?? 0) * 10) / 10))]);
  const details = element("details", { class: "as-table" }, element("summary", {}, words("asTable")));
  details.append(createTable(title, [words("seek"), ...lines.map(({ label }) => label)], rows));
  return details;
} // prettier-ignore

/** Percentiles have an axis of their own, and are a table first. */
function drawLatencies(parent: HTMLElement, runs: readonly PanelRun[], words: Words): Chart | undefined {
  const all = runs.flatMap(({ name, timeline }, index) => timeline.latencies.map((latency) => ({ ...latency, name, isBefore: runs.length > 1 && index === 0 })));
  const percents = all[0]?.percentiles.map(([percent]) => `${percent} %`) ?? [];
  if (all.length === 0) return undefined;
  const title = words("chartLatency");
  const labels = all.map(({ what, name }) => (runs.length > 1 ? `${what} (${name})` : what));
  const place = element("details", { class: "chart-part", open: true }, element("summary", {}, title));
  parent.append(place);
  const keys = [...new Set(all.map(({ what }) => what))];
  const series = all.slice(0, mostLatencies).map(({ what, isBefore }, at): ChartSeries => {
    const colour = palette[keys.indexOf(what) % palette.length] ?? palette[0];
    return { label: labels[at] ?? what, colour, fallback: fallbacks[colour] ?? "#808080", ...(isBefore && { dash: [5, 4] }) };
  });
  const chart = createChart(place, { title, unit: "ms", series, timeText: (at) => percents[at] ?? "", heightPx: 170 });
  chart.set(percents.map((_, at) => at), all.slice(0, mostLatencies).map(({ percentiles }) => percentiles.map(([, ns]) => ns / 1e6)));
  const rows = all.map(({ count, percentiles }, at) => [words("latencyOf", { what: labels[at] ?? "", count }), ...percentiles.map(([, ns]) => timeWords(ns))]);
  place.append(createTable(title, [words("percentile"), ...percents], rows));
  return { ...chart, cursor: () => undefined };
} // prettier-ignore
