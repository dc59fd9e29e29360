import UPlot from "uplot";
import { element } from "./elements";
import { followTheme, themeColour } from "./theme";

/** One line of a chart. */
export interface ChartSeries {
  readonly label: string;
  /** A colour of the theme, such as `charts-blue`. */
  readonly colour: string;
  /** For themes that do not have it, high contrast ones above all. */
  readonly fallback?: string;
  /** Drawn dashed, to be told apart without colour. */
  readonly dash?: readonly number[];
}

export interface ChartOptions {
  readonly title: string;
  /** What the figures count, for the axis. */
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** How a time of the axis is written; seconds as they are unless said. */
  readonly timeText?: (time: number) => string;
  readonly heightPx?: number;
}

/** Figures over time. Values hold until the next: they are drawn as steps. */
export interface Chart {
  /** As many values for each series as times; `null` where there is none. */
  set(times: readonly number[], values: readonly (readonly (number | null)[])[]): void;
  /** Marks a time; `undefined` marks none. */
  cursor(time: number | undefined): void;
  dispose(): void;
}

/** Draws a chart in the theme's colours, as wide as its place. What it shows has to stand as text elsewhere. */
export function createChart(parent: HTMLElement, options: ChartOptions): Chart {
  const place = element("div", { class: "chart", role: "img", "aria-label": options.title });
  parent.append(place);
  let data: UPlot.AlignedData = [[], ...options.series.map(() => [])];
  let plot = draw(place, options, data);

  const resize = new ResizeObserver(() => plot.setSize({ width: widthOf(place), height: options.heightPx ?? 160 }));
  resize.observe(place);
  const stopFollowing = followTheme(() => {
    plot.destroy();
    plot = draw(place, options, data);
  });
  return {
    set: (times, values) => {
      data = [[...times], ...values.map((one) => [...one])];
      plot.setData(data);
    },
    cursor: (time) => {
      const left = time === undefined ? -10 : plot.valToPos(time, "x");
      plot.setCursor({ left, top: time === undefined ? -10 : 0 }, false);
    },
    dispose: () => {
      resize.disconnect();
      stopFollowing();
      plot.destroy();
      place.remove();
    },
  };
}

function draw(place: HTMLElement, options: ChartOptions, data: UPlot.AlignedData): UPlot {
  const foreground = themeColour("editor-foreground", "#808080");
  // Guides of high contrast are as bright as the lines of the chart.
  const isContrast = document.body.classList.contains("vscode-high-contrast");
  const faint = isContrast ? "rgba(128, 128, 128, 0.5)" : themeColour("editorIndentGuide-background1", "rgba(128, 128, 128, 0.25)"); // prettier-ignore
  const grid = { stroke: faint, width: 1 };
  const axis = { stroke: foreground, grid, ticks: grid, font: "11px sans-serif" };
  const { timeText = String } = options;
  return new UPlot(
    {
      title: options.title,
      width: widthOf(place),
      height: options.heightPx ?? 160,
      scales: { x: { time: false }, y: { range: fromZero } },
      cursor: { drag: { x: false, y: false } },
      axes: [
        { ...axis, values: (_, times) => times.map((time) => timeText(time)) },
        { ...axis, label: options.unit, labelSize: 16, size: 56 },
      ],
      series: [
        { value: (_, time: number | null) => (time === null ? "–" : timeText(time)) },
        ...options.series.map(({ label, colour, fallback, dash }) => ({
          label,
          stroke: themeColour(colour, fallback ?? foreground),
          width: 1.5,
          ...(dash && { dash: [...dash] }),
          ...(UPlot.paths.stepped && { paths: UPlot.paths.stepped({ align: 1 }) }),
          points: { show: false },
        })),
      ],
    },
    data,
    place,
  );
}

/** Amounts are drawn from nothing up: a level that begins elsewhere looks like more change than there is. */
function fromZero(_: UPlot, least: number | null, most: number | null): UPlot.Range.MinMax {
  return [Math.min(0, least ?? 0), most === null || most <= 0 ? 1 : most * 1.08];
}

function widthOf(place: HTMLElement): number {
  return Math.max(160, place.clientWidth);
}
