import { groupDigits } from "../explain/figures";
import { fill, type Wording } from "../knowledge/wording";
import type { RunResult } from "../simulator/scenario/run";
import { isSame, type Comparison } from "./compareRuns";
import { figureWords } from "./figureRows";

/** One figure of two runs that differ in it. */
export interface Difference {
  readonly text: string;
  /** Parameters that alone make it. */
  readonly because: readonly string[];
}

/** What is different between two runs, the losses first. `nameOf` says where a parameter's value comes from. */
export function narrateDifference(
  { before, after, causes }: Comparison,
  wording: Wording,
  nameOf: (name: string) => string = (name) => name,
): readonly Difference[] {
  if (isSame(before.observed, after.observed) && lost(before) === lost(after))
    return [{ text: wording["simulator.say.same"], because: [] }];
  const losses = sayLosses(lost(before), lost(after), wording);
  const figures = Object.entries(after.observed).flatMap(([figure, value]): Difference[] => {
    const old = before.observed[figure];
    if (isSame(old, value)) return [];
    const because = Object.keys(causes).filter((name) => Object.hasOwn(causes[name] ?? {}, figure));
    const said = fill(wording["simulator.say.changed"], { figure, before: shown(old), after: shown(value) });
    const names = because.map(nameOf).join(wording["simulator.because.and"]);
    const reason = because.length > 0 ? ` ${fill(wording["simulator.say.because"], { names })}` : "";
    return [{ text: said + reason, because }];
  });
  return [...losses.map((text) => ({ text, because: [] })), ...figures];
}

function sayLosses(before: number, after: number, wording: Wording): string[] {
  if (before === after) return [];
  if (after === 0) return [fill(wording["simulator.say.lossGone"], { count: groupDigits(before) })];
  const id = after < before ? "simulator.say.fewer" : "simulator.say.moreLost";
  return [fill(wording[id], { count: groupDigits(Math.abs(after - before)) })];
}

/** Packets a run has lost. */
export function lost({ drops }: RunResult): number {
  return drops.reduce((sum, { count }) => sum + count, 0);
}

function shown(figure: RunResult["observed"][string] | undefined): string {
  return figure === undefined ? "–" : figureWords(figure);
}
