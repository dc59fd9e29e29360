import { figuresOf } from "../../core/live/history";
import type { Sample } from "../../core/live/watch";
import type { WatchItem, WatchLabels } from "../../protocol/watch";

/** What is told of each counter, in its order. */
export const figureNames = ["now", "peak", "grown", "total", "limit"] as const;

/** The figures of a counter as people read them, an empty text where there is none. */
export type FigureTexts = Readonly<Record<(typeof figureNames)[number], string>>;

/** The figures of a counter now, and whether it is one that should not grow and does. */
export function figureTexts(
  history: readonly Sample[],
  item: WatchItem,
): { readonly texts: FigureTexts; readonly isMissing: boolean; readonly isGrowing: boolean } {
  const figures = figuresOf(history, item);
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const text = (figure: number | undefined): string => (figure === undefined ? "" : format.format(figure));
  const isRate = item.shows === "rate";
  return {
    texts: {
      now: text(figures.now),
      peak: text(figures.peak),
      grown: isRate ? text(figures.grown) : "",
      total: isRate ? text(figures.total) : "",
      limit: text(figures.limit),
    },
    isMissing: history.length > 0 && figures.total === undefined,
    isGrowing: isRate && item.growth !== "normal" && (figures.now ?? 0) > 0,
  };
}

/** What the figure of now counts. */
export function unitText({ shows, unit }: WatchItem, labels: WatchLabels): string {
  return shows === "rate" ? labels.perSecond.replace("{unit}", unit) : unit;
}
