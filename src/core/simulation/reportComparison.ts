import { inlineCode } from "../explain/markdown";
import { fill } from "../knowledge/wording";
import type { RunResult } from "../simulator/scenario/run";
import { isSame, type Comparison } from "./compareSettings";
import {
  document,
  dropsOf,
  figureText,
  headOf,
  settingText,
  settingsOf,
  table,
  tailOf,
  type ReportContext,
  type ReportSettings,
} from "./report";

/** A scenario before and after the settings of a file, as a document. */
export function reportComparison(comparison: Comparison, settings: ReportSettings, context: ReportContext): string {
  const { before, after } = comparison;
  const { wording } = context;
  const columns = [wording["simulation.before"], inlineCode(settings.file)];
  return document([
    ...headOf(after, context),
    isSame(before.observed, after.observed) ? `**${wording["simulation.same"]}**` : wording["simulation.bold"],
    observedTable(comparison, settings, columns, context),
    ...causesOf(comparison, settings, context),
    ...dropsOf(bothDrops(before, after), columns, context),
    ...settingsOf(after, settings, context),
    ...tailOf(after, context),
  ]);
}

function observedTable(
  { before, after, causes }: Comparison,
  { settings }: ReportSettings,
  columns: readonly string[],
  { labels, wording, nameLink }: ReportContext,
): string {
  const lines = (figure: string): string =>
    settings
      .filter(({ name }) => causes[name] && Object.hasOwn(causes[name], figure))
      .map(({ line, name }) => fill(wording["simulation.line"], { line, setting: nameLink(name) }))
      .join(", ");
  const rows = Object.entries(after.observed).map(([name, figure]) => {
    const isChanged = !isSame(before.observed[name], figure);
    const text = figureText(figure);
    return [nameLink(name), figureText(before.observed[name]), isChanged ? `**${text}**` : text, lines(name)];
  });
  return table([labels.observed, ...columns, wording["simulation.because"]], "lrr", rows);
}

/** What would be seen without each of several lines. */
function causesOf(
  { causes, untried }: Comparison,
  { settings }: ReportSettings,
  { wording, nameLink }: ReportContext,
): string[] {
  const items = settings.flatMap((setting) => {
    const without = causes[setting.name];
    if (!without) return [];
    const figures = Object.entries(without).map(([figure, value]) => `${inlineCode(figure)} ${figureText(value)}`);
    const place = settingText(setting, wording, nameLink);
    return [`- ${fill(wording["simulation.without"], { place, figures: figures.join(", ") })}`];
  });
  return [
    ...(items.length > 1 ? [`## ${wording["simulation.causes"]}`, items.join("\n")] : []),
    ...(untried.length > 0 ? [fill(wording["simulation.untried"], { names: untried.map(nameLink).join(", ") })] : []),
  ];
}

/** Losses of either run, by place. */
function bothDrops(before: RunResult, after: RunResult): Parameters<typeof dropsOf>[0] {
  const places = new Map([...before.drops, ...after.drops].map((drop) => [drop.where, drop]));
  const countIn = ({ drops }: RunResult, where: string): number =>
    drops.find((drop) => drop.where === where)?.count ?? 0;
  return [...places].map(([where, drop]) => ({ drop, counts: [countIn(before, where), countIn(after, where)] }));
}
